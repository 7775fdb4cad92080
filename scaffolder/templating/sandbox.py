"""Jinja, closed: what a template may say is text, names it was given, and nothing of Python."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError, Undefined
from jinja2.bccache import BytecodeCache
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scaffolder.errors import ScaffolderError
from scaffolder.templating.manifest import FileRule
from scaffolder.templating.template import MANIFEST, Template

# Leave nothing to chance: the same answers give the same bytes.
_RANDOM_GLOBALS = ("lipsum",)
_RANDOM_FILTERS = ("random",)


class Sandbox:
    """Renders the files, paths and conditions of some templates."""

    def __init__(self, templates: Sequence[Template], cache: BytecodeCache | None) -> None:
        """Let the templates include and extend each other's files; keep what is compiled in `cache`."""
        self._environment = ImmutableSandboxedEnvironment(
            variable_start_string="<{",
            variable_end_string="}>",
            block_start_string="<%",
            block_end_string="%>",
            comment_start_string="<#",
            comment_end_string="#>",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
            autoescape=False,  # what is rendered is source code and text, never a page for a browser
            auto_reload=False,
            cache_size=-1,
            loader=_Sources(templates),
            bytecode_cache=cache,
        )
        for name in _RANDOM_GLOBALS:
            del self._environment.globals[name]
        for name in _RANDOM_FILTERS:
            del self._environment.filters[name]
        self._environment.filters["json"] = _json

    def text(self, template: Template, path: str, known: Mapping[str, object]) -> str:
        """Render a file of a template."""
        return self._render(f"{template.name}/{path}", known)

    def place(self, template: Template, rule: FileRule, known: Mapping[str, object]) -> str:
        """Render the path that a rule sends its file to."""
        return self._render(_name_of(template, rule, "to"), known)

    def holds(self, template: Template, rule: FileRule, known: Mapping[str, object]) -> bool:
        """Say whether a rule's `when` is true."""
        return bool(self._value(_name_of(template, rule, "when"), known))

    def items(self, template: Template, rule: FileRule, known: Mapping[str, object]) -> list[dict[str, object]]:
        """Give the item of a rule's `for`, under its name, once for each."""
        name = _name_of(template, rule, "for")
        found = self._value(name, known)
        if isinstance(found, (str, Mapping)) or not isinstance(found, Iterable):
            raise ScaffolderError(
                f"{_shown(name)}: {rule.items!r} is no list.", fix="Name a list, like clouds or stacks."
            )
        return [{rule.item: item} for item in found]

    def _render(self, name: str, known: Mapping[str, object]) -> str:
        try:
            return self._environment.get_template(name).render(known)
        except Exception as error:  # whatever a template does wrong, its author needs file and line
            raise _explained(error, name) from error

    def _value(self, name: str, known: Mapping[str, object]) -> object:
        try:
            value = self._environment.get_template(name).make_module(dict(known)).__dict__["value"]
            return str(value) if isinstance(value, Undefined) else value  # an undefined one raises when read
        except Exception as error:
            raise _explained(error, name) from error


class _Sources(BaseLoader):
    """Finds `TEMPLATE/PATH` among the templates in use, and the manifests' own expressions."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self._templates = {template.name: template for template in templates}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002 - Jinja's signature
        owner, _, path = template.partition("/")
        found = self._templates.get(owner)
        if found is None:
            raise TemplateNotFound(template)
        if path.startswith(f"{MANIFEST}:"):
            return self._expression(found, path), _shown(template), None
        file = found.files.get(path) or found.parts.get(path)
        if file is None:
            raise TemplateNotFound(template)
        try:
            return file.content.decode(), _shown(template), None
        except UnicodeDecodeError as error:
            raise ScaffolderError(
                f"{_shown(template)} is to be rendered but is no UTF-8 text.",
                fix="Save it as UTF-8, or take the .j2 ending off to have it copied.",
            ) from error

    @staticmethod
    def _expression(template: Template, path: str) -> str:
        _, key, place = path.split(":", 2)
        rule = next(rule for rule in template.manifest.rules if rule.path == place)
        if key == "to":
            return rule.to
        return f"<% set value = ({rule.when if key == 'when' else rule.items}) %>"


def _name_of(template: Template, rule: FileRule, key: str) -> str:
    return f"{template.name}/{MANIFEST}:{key}:{rule.path}"


def _shown(name: str) -> str:
    """Give a file of a template as messages call it."""
    owner, _, path = name.partition("/")
    if path.startswith(f"{MANIFEST}:"):
        _, key, place = path.split(":", 2)
        return f"{owner}/{MANIFEST}, `{key}` of {place}"
    return str(PurePosixPath(owner, path if path.startswith("parts/") else f"files/{path}"))


def _explained(error: Exception, name: str) -> ScaffolderError:
    """Turn what Jinja raised into where and why, for the template's author."""
    if isinstance(error, ScaffolderError):
        return error
    if isinstance(error, TemplateSyntaxError):
        where = f"{_shown(error.name or name)}, line {error.lineno}"
        return ScaffolderError(f"{where}: {_sentence(error.message)}", fix="Correct the template there.")
    if isinstance(error, TemplateNotFound):
        return ScaffolderError(
            f"{_where(error, name)}: there is no template file {error.name!r}.",
            fix='Name it as "TEMPLATE/PATH", of a template that is in use.',
        )
    if isinstance(error, UndefinedError):
        return ScaffolderError(
            f"{_where(error, name)}: {_sentence(error.message)}",
            fix="Correct the name; docs/templates.md lists what is known.",
        )
    if isinstance(error, SecurityError):
        return ScaffolderError(
            f"{_where(error, name)}: {_sentence(str(error))}", fix="Templates cannot reach into Python; leave it out."
        )
    return ScaffolderError(
        f"{_where(error, name)}: {_sentence(f'{type(error).__name__}: {error}')}", fix="Correct the template there."
    )


def _sentence(message: str | None) -> str:
    return f"{(message or 'it is wrong').rstrip('.')}."


def _where(error: Exception, name: str) -> str:
    """Give the innermost template file and line of a traceback that Jinja has rewritten."""
    place = _shown(name)
    step = error.__traceback__
    while step is not None:
        if "__jinja_exception__" in step.tb_frame.f_globals:
            place = f"{step.tb_frame.f_code.co_filename}, line {step.tb_lineno}"
        step = step.tb_next
    return place


def _json(value: object) -> str:
    """Write a value as JSON on one line; a tuple is a list, as in YAML."""
    return json.dumps(value, ensure_ascii=False, default=dict)
