"""`scaffold explain`: which template, layer, version and answer made a file, or a line of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.explain import Explanation, Reason

SCHEMA = 1


@click.command(short_help="Show which template and answer made a file or a line.")
@click.argument("place", metavar="FILE[:LINE]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
def explain(place: str, *, as_json: bool) -> None:
    """Show which template, layer and version made FILE, or its LINE, and which answers decided on it.

    What you changed or added since is told as yours.
    """
    from scaffolder.cli._opened import tell
    from scaffolder.explain import explain as explained
    from scaffolder.explain import is_record
    from scaffolder.project.opened import find_project, recovered

    file, line = _parsed(place)
    project = find_project(file if file.is_dir() else file.parent)
    tell(recovered(project))
    path = _within(project, file)
    if is_record(path):
        raise ScaffolderError(f"{path} is scaffold's own record of the project.", fix="Name another file.")
    explanation = explained(project, path)
    if line is not None and explanation.reasons and not 1 <= line <= len(explanation.reasons):
        raise ScaffolderError(f"{path} has {len(explanation.reasons)} lines, no line {line}.", fix="Name one of them.")
    click.echo(json.dumps(_document(explanation, line), indent=2) if as_json else "\n".join(_lines(explanation, line)))


def _parsed(place: str) -> tuple[Path, int | None]:
    found = re.fullmatch(r"(.+):(\d{1,9})", place)
    return (Path(found[1]), int(found[2])) if found and not Path(place).exists() else (Path(place), None)


def _within(project: Path, file: Path) -> str:
    whole = file.parent.resolve() / file.name
    if whole == project or not whole.is_relative_to(project):
        raise ScaffolderError(f"{file} is no file of the project.", fix="Name a file of a project.")
    return whole.relative_to(project).as_posix()


def _lines(explanation: Explanation, line: int | None) -> Iterator[str]:
    path = explanation.path
    if not explanation.made:
        yield f"{path} is yours: no template makes it."
        return
    names = ", then ".join(f"{layer.name} {layer.manifest.version}" for layer in explanation.layers)
    if not explanation.there:
        yield f"{path} was deleted by you; it was made by {names or 'an earlier version of the templates'}."
        return
    if line is not None and explanation.reasons:
        yield f"{path}:{line}"
        yield from (f"  {text}" for text in _told(explanation, explanation.reasons[line - 1], at_line=True))
        return
    yield f"{path} is made by {names or 'an earlier version of the templates'}."
    for first, last, reason in explanation.runs():
        where = f"line {first}" if first == last else f"lines {first}-{last}"
        told = list(_told(explanation, reason, at_line=False))
        yield f"  {where:<14}{'; '.join(told)}"


def _told(explanation: Explanation, reason: Reason, *, at_line: bool) -> Iterator[str]:
    """Say what made a line."""
    cause = reason.cause
    if cause is None:
        yield "of an earlier version of the templates" if reason.earlier else "yours"
        return
    owner = f"{cause.template} {explanation.versions.get(cause.template, '')}".rstrip()
    source = f"the program's {cause.source.partition('/')[2]}" if cause.how == "program" else cause.source
    line = f", line {cause.line}" if at_line else ""
    block = f", block {cause.block}" if cause.block else ""
    if cause.how == "patched":
        yield f"patched by {owner}, {cause.source}, line {cause.line}"
    else:
        yield f"{'rendered' if cause.how == 'rendered' else 'copied'} by {owner} from {source}{line}{block}"
    if reason.setting:
        yield f"value: {reason.setting}"
    if at_line and reason.answers:
        yield f"answers: {', '.join(f'{name} = {_shown(value)}' for name, value in reason.answers.items())}"


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _document(explanation: Explanation, line: int | None) -> dict[str, Any]:
    runs = list(explanation.runs())
    if line is not None and explanation.reasons:
        runs = [(line, line, explanation.reasons[line - 1])]
    return {
        "schema": SCHEMA,
        "path": explanation.path,
        "made": explanation.made,
        "there": explanation.there,
        "layers": [
            {"name": layer.name, "version": layer.manifest.version, "source": layer.origin.source}
            for layer in explanation.layers
        ],
        "lines": [
            {
                "first": first,
                "last": last,
                "kind": reason.kind,
                **(
                    {
                        "layer": reason.cause.template,
                        "source": reason.cause.source,
                        "line": reason.cause.line,
                        "block": reason.cause.block,
                    }
                    if reason.cause
                    else {}
                ),
                "answers": dict(reason.answers),
                "setting": reason.setting,
            }
            for first, last, reason in runs
        ],
    }
