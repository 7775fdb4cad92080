"""Jinja, closed: what a template may say is text, names it was given, and nothing of Python."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.bccache import BytecodeCache

from scaffolder.errors import ScaffolderError
from scaffolder.templating.limits import LimitedEnvironment
from scaffolder.templating.manifest import MANIFEST, Manifest
from scaffolder.templating.meter import LONGEST_TEXT
from scaffolder.templating.sandbox_errors import explained
from scaffolder.templating.template import Template


class Sandbox:
    """Renders the files of some templates, and what their manifests say in expressions."""

    def __init__(
        self, cache: BytecodeCache | None = None, kind: Callable[..., LimitedEnvironment] = LimitedEnvironment
    ) -> None:
        """Keep what is compiled in `cache`; `kind` makes the environment."""
        self._sources = _Sources()
        self.environment = kind(
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
            loader=self._sources,
            bytecode_cache=cache,
        )
        self.environment.add_filter("json", _json)

    def lay(self, templates: Sequence[Template]) -> None:
        """Let the templates include and extend each other's files, and no others'."""
        self._sources.templates = {template.name: template for template in templates}

    def file(self, template: Template, path: str, known: Mapping[str, object], *, below: str = "") -> str:
        """Render a file of a template; `below` is the file it lies on, as TEMPLATE/PATH, where there is one."""
        name = f"{template.name}/{path}"
        if below:
            self.environment.beneath[name] = below
        return self._text(name, known)

    def text(self, text: str, manifest: Manifest, place: Sequence[str | int], known: Mapping[str, object]) -> str:
        """Render a text that stands at `place` in a manifest."""
        if "<" not in text:
            return text
        return self._text(self._sources.add(text, manifest, place), known)

    def holds(self, when: str, manifest: Manifest, place: Sequence[str | int], known: Mapping[str, object]) -> bool:
        """Say whether the condition at `place` in a manifest is true."""
        return bool(self._value(self._sources.add(f"<% set value = ({when}) %>", manifest, place), known))

    def items(
        self, items: str, manifest: Manifest, place: Sequence[str | int], known: Mapping[str, object]
    ) -> list[object]:
        """Give the list that the expression at `place` in a manifest comes to."""
        name = self._sources.add(f"<% set value = ({items}) %>", manifest, place)
        found = self._value(name, known)
        if isinstance(found, (str, Mapping)) or not isinstance(found, Iterable):
            raise ScaffolderError(
                f"{self._sources.shown(name)}: {items!r} is no list.", fix="Name a list, like clouds or stacks."
            )
        try:
            return list(found)
        except Exception as error:
            raise explained(error, name, self._sources.shown) from error

    @property
    def globals(self) -> frozenset[str]:
        """The names that Jinja itself makes known."""
        return frozenset(self.environment.globals)

    def syntax(self, name: str) -> nodes.Template:
        """Read `TEMPLATE/PATH` without rendering it."""
        return self._parsed(self._sources.get_source(self.environment, name)[0], name)

    def syntax_of(self, text: str, manifest: Manifest, place: Sequence[str | int]) -> nodes.Template:
        """Read a text or, where `when` and `for` have one, an expression of a manifest without rendering it."""
        is_expression = place[-1] in {"when", "for"}
        text = f"<% set value = ({text}) %>" if is_expression else text
        return self._parsed(text, self._sources.add(text, manifest, place))

    def _parsed(self, text: str, name: str) -> nodes.Template:
        try:
            syntax = self.environment.parse(text, name)
            self._check_names(syntax)
        except TemplateSyntaxError as error:
            raise explained(error, name, self._sources.shown) from error
        return syntax

    def _check_names(self, syntax: nodes.Template) -> None:
        """Refuse filters and tests that there are none of; Jinja itself does when it renders."""
        for kind, known in ((nodes.Filter, self.environment.filters), (nodes.Test, self.environment.tests)):
            for node in syntax.find_all(kind):
                if node.name not in known:
                    raise TemplateSyntaxError(f"No {kind.__name__.lower()} named {node.name!r}.", node.lineno)

    def _text(self, name: str, known: Mapping[str, object]) -> str:
        try:
            return self.environment.rendered(name, known)
        except Exception as error:  # whatever a template does wrong, its author needs file and line
            raise explained(error, name, self._sources.shown) from error

    def _value(self, name: str, known: Mapping[str, object]) -> object:
        self.environment.meter.start()
        try:
            value = self.environment.get_template(name).make_module(dict(known)).__dict__["value"]
            return str(value) if isinstance(value, Undefined) else value  # an undefined one raises when read
        except Exception as error:
            raise explained(error, name, self._sources.shown) from error


class _Sources(BaseLoader):
    """Finds `TEMPLATE/PATH` among the templates in use, and the manifests' own expressions."""

    def __init__(self) -> None:
        self.templates: Mapping[str, Template] = {}
        self._expressions: dict[str, tuple[str, Manifest, Sequence[str | int]]] = {}

    def add(self, text: str, manifest: Manifest, place: Sequence[str | int]) -> str:
        """Take a text of a manifest; give the name that it is found by."""
        name = f"{manifest.name}/{MANIFEST}:{'.'.join(map(str, place))}"
        while name in self._expressions and self._expressions[name][0] != text:
            name += "'"  # another template of that name, or the next item of a list
        self._expressions[name] = (text, manifest, place)
        return name

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002 - Jinja's signature
        if template in self._expressions:
            return self._expressions[template][0], template, None
        owner, _, path = template.partition("/")
        found = self.templates.get(owner)
        file = (found.files.get(path) or found.parts.get(path)) if found else None
        if file is None:
            raise TemplateNotFound(template)
        if len(file.content) > LONGEST_TEXT:
            raise ScaffolderError(
                f"{self.shown(template)} has more than {LONGEST_TEXT:,} bytes, too many to be rendered.",
                fix="Take the .j2 ending off to have it copied.",
            )
        try:
            return file.content.decode(), template, None
        except UnicodeDecodeError as error:
            raise ScaffolderError(
                f"{self.shown(template)} is to be rendered but is no UTF-8 text.",
                fix="Save it as UTF-8, or take the .j2 ending off to have it copied.",
            ) from error

    def shown(self, name: str) -> str:
        """Give a file of a template, or a place in a manifest, as messages call it."""
        if name in self._expressions:
            _, manifest, place = self._expressions[name]
            key = next(part for part in reversed(place) if isinstance(part, str))
            return f"{manifest.where(*place)}, `{key}`"
        owner, _, path = name.partition("/")
        return name if path.startswith("parts/") else f"{owner}/files/{path}"


def _json(value: object) -> str:
    """Write a value as JSON on one line; a tuple is a list, as in YAML."""
    return json.dumps(value, ensure_ascii=False, default=dict)
