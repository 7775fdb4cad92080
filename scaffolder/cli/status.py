"""`scaffold status`: how a project stands to its templates and to what was generated."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scaffolder.update import Status

SCHEMA = 1
BEHIND, EDITED, BOTH = 10, 11, 12
_LETTERS = {"added": "A", "removed": "D", "changed": "M", "mode": "X"}


@click.command(short_help="Show what was edited, and whether an update is there.")
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--offline", is_flag=True, help="Ask no repository whether its templates have a newer version.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
def status(path: Path, *, offline: bool, as_json: bool) -> None:
    """Show how the project at PATH differs from what was generated, and from what would be generated now.

    Files that `scaffold new` did not write are not looked at.

    \b
    Exit codes:
      0   as generated, by the templates that are installed
      10  behind: an update is there
      11  edited: files changed or deleted, or conflicts to resolve
      12  both
    """  # noqa: D301 - click reads the character that it is
    from scaffolder.cli._opened import tell
    from scaffolder.project.opened import find_existing, recovered
    from scaffolder.sources.versions import KEPT, NEWEST
    from scaffolder.update import plan_status

    project = find_existing(path)
    tell(recovered(project))
    found = plan_status(project, KEPT if offline else NEWEST)
    for note in found.notes:
        click.echo(note, err=True)
    click.echo(_as_json(found) if as_json else "\n".join(_lines(found)))
    sys.exit({(False, False): 0, (True, False): BEHIND, (False, True): EDITED}.get((found.behind, found.edited), BOTH))


def _as_json(found: Status) -> str:
    paths: dict[str, list[str]] = {"changed": [], "removed": [], "mode": [], "added": []}
    for change in found.edits:
        paths[change.kind].append(change.path)
    document = {
        "schema": SCHEMA,
        "path": str(found.project),
        "behind": found.behind,
        "ahead": found.ahead,
        "edited": found.edited,
        "scaffolder": found.record.scaffolder_version,
        "templates": {layer.name: layer.version for layer in found.record.layers},
        "installed": {layer.name: layer.version for layer in found.installed},
        "outdated": [change.path for change in found.outdated],
        "changed": paths["changed"],
        "deleted": paths["removed"],
        "mode": paths["mode"],
        "replaced": dict(found.blocked),
        "unresolved": list(found.unresolved),
        "notes": list(found.notes),
    }
    return json.dumps(document, indent=2)


def _lines(found: Status) -> Iterator[str]:
    yield _versions(found)
    if not found.edited:
        yield "No file was edited since it was generated."
    if found.edits or found.blocked:
        yield "Edited since it was generated (see `scaffold diff`):"
    for change in found.edits:
        yield f"  {_LETTERS[change.kind]} {change.path}"
    for path, why in found.blocked.items():
        yield f"  T {path} ({why})"
    if found.unresolved:
        yield "Conflicts to resolve:"
    for path in found.unresolved:
        yield f"  C {path}"


def _versions(found: Status) -> str:
    """Say what the project was made of, and whether that is what there is."""
    from scaffolder.update import differing, named

    made, installed = map(named, differing(found.record.layers, found.installed))
    if found.ahead:
        return f"Made of {made}; this scaffolder has the older {installed}. Update scaffolder."
    if not found.behind:
        return f"Up to date with {named(found.installed)}."
    count = len(found.outdated)
    files = "one file differs" if count == 1 else f"{count or 'no'} files differ"
    newer = f"made of {made}; {installed} is installed"
    if tuple(found.installed) == tuple(found.record.layers):
        newer = f"the answers, in .scaffold/answers.json, or {installed} were changed since"
    elif made == installed:
        newer = f"{installed} was changed without a new version"
    return f"Behind: {newer}, and {files}. See `scaffold update --dry-run`."
