"""Turns what Jinja raises into where and why, for the template's author."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError

from scaffolder.errors import ScaffolderError
from scaffolder.templating.limits import BELOW
from scaffolder.templating.manifest import MANIFEST
from scaffolder.templating.meter import TooMuchError


class UndefinedNameError(ScaffolderError):
    """A template says a name that is not known, or not yet."""


def explained(error: Exception, name: str, shown: Callable[[str], str]) -> ScaffolderError:
    """Tell what went wrong while `name` was rendered; `shown` gives a file of a template as messages call it."""
    if isinstance(error, ScaffolderError):
        return error
    if isinstance(error, TemplateSyntaxError):
        where = _placed(error.name or name, error.lineno, shown)
        return ScaffolderError(f"{where}: {_sentence(error.message)}", fix="Correct the template there.")
    where = _where(error, name, shown)
    if isinstance(error, UndefinedError):
        return UndefinedNameError(
            f"{where}: {_sentence(error.message)}", fix="Correct the name; docs/templates.md lists what is known."
        )
    told, fix = _told(error)
    return ScaffolderError(f"{where}: {_sentence(told)}", fix=fix)


def _told(error: Exception) -> tuple[str, str]:
    """Give what is wrong, and how to put it right."""
    if isinstance(error, TemplateNotFound) and error.name == BELOW:
        return "no layer below renders this file", "Leave `below` out, or correct the file's path."
    if isinstance(error, TemplateNotFound):
        return (
            f"there is no template file {error.name!r}",
            'Name it as "TEMPLATE/PATH", of a template that is in use.',
        )
    if isinstance(error, SecurityError):
        return str(error), "Templates cannot reach into Python; leave it out."
    if isinstance(error, TooMuchError):
        return str(error), "Templates have limits; docs/templates.md says which."
    if isinstance(error, RecursionError):
        return (
            "it is nested too deeply, or calls or includes itself without end",
            "Let it come to an end, or be flatter.",
        )
    return f"{type(error).__name__}: {error}", "Correct the template there."


def _sentence(message: str | None) -> str:
    return f"{(message or 'it is wrong').rstrip('.')}."


def _where(error: Exception, name: str, shown: Callable[[str], str]) -> str:
    """Give the innermost template file and line of a traceback that Jinja has rewritten."""
    place = shown(name)
    step = error.__traceback__
    while step is not None:
        if "__jinja_exception__" in step.tb_frame.f_globals:
            place = _placed(step.tb_frame.f_code.co_filename, step.tb_lineno, shown)
        step = step.tb_next
    return place


def _placed(name: str, line: int, shown: Callable[[str], str]) -> str:
    """Name a line of a file; a text of a manifest stands on a line of its own."""
    return shown(name) if f"{MANIFEST}:" in name else f"{shown(name)}, line {line}"
