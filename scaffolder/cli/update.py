"""`scaffold update`: bring a project to the installed templates, and keep every edit."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffolder.cli.complete import complete_setting
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.project.answers import Answers
    from scaffolder.update import Update

SCHEMA = 1
CONFLICTS = 13
_MOST_NAMED = 5
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "mode": "x"}


@click.command(short_help="Bring a project to the installed templates, and keep your edits.")
@click.argument("path", type=click.Path(path_type=Path, exists=True), default=Path())
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option(
    "--conflict",
    type=click.Choice(["inline", "rej", "ours", "theirs"]),
    default="inline",
    show_default=True,
    help="Where you and the template changed the same lines: markers in the file; yours, and a patch in FILE.rej; "
    "yours; or the template's.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="[SCOPE:]KEY=VALUE",
    shell_complete=complete_setting,
    help="Change an answer along with it; may be repeated.",
)
@click.option("--force", is_flag=True, help="Also over changes that are not committed, and unresolved conflicts.")
@click.option("--undo", is_flag=True, help="Take the last update back; done twice, it is there again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
def update(
    path: Path,
    *,
    dry_run: bool,
    conflict: str,
    settings: tuple[str, ...],
    force: bool,
    undo: bool,
    as_json: bool,
) -> None:
    """Bring the project at PATH to what the installed templates make of its answers.

    Your edits are merged with the template's changes, line by line; a file that you deleted stays deleted. It needs
    no network and no git. All files change at once or none does.

    \b
    Exit codes:
      0   done, or nothing to do
      1   refused; nothing was changed
      13  done, but there are conflicts to resolve by hand
    """  # noqa: D301 - click reads the character that it is
    from scaffolder.cli._opened import tell
    from scaffolder.project.opened import find_project, locked, recovered

    if undo and (dry_run or settings):
        raise click.UsageError("--undo goes with neither --dry-run nor --set.")
    project = find_project(path)
    if dry_run:
        tell(recovered(project))
        sys.exit(_show(_plan(project, settings, conflict), as_json=as_json, written=False))
    with locked(project) as recovery:
        tell(recovery)
        if undo:
            _undo(project, force=force, as_json=as_json)
            return
        planned = _plan(project, settings, conflict)
        if planned.needed:
            if not force:
                _check_clean(planned)
            from scaffolder.cli._opened import tell_overtaken
            from scaffolder.update import apply_update

            tell_overtaken(apply_update(planned))
    sys.exit(_show(planned, as_json=as_json, written=planned.needed))


def _plan(project: Path, settings: Sequence[str], conflict: str) -> Update:
    from scaffolder.project.merge import Style
    from scaffolder.update import plan_update

    return plan_update(project, _answers(project, settings) if settings else None, Style(conflict))


def _answers(project: Path, settings: Sequence[str]) -> Answers:
    """Give the recorded answers with what `--set` changes."""
    from scaffolder.cli.asked import Given, add_settings
    from scaffolder.project.record import read_record

    answers = read_record(project).answers
    given = Given(name=None, clouds=(), regions=(), environments=(), image=None, settings=settings)
    document: dict[str, Any] = {"settings": answers.settings, "overrides": answers.overrides}
    add_settings(document, given)
    return replace(answers, **document)


def _check_clean(planned: Update) -> None:
    """Refuse to mix an update with what is not finished.

    Raises:
        ScaffolderError: there are conflicts of an earlier update, or changes that are not committed.
    """
    from scaffolder.project.git import uncommitted

    status = planned.status
    if status.unresolved:
        raise ScaffolderError(
            f"There are conflicts to resolve first: {_some(status.unresolved)}.",
            fix="Resolve them and remove .rej and .theirs files, or go on with --force.",
        )
    touched = {change.path for change in planned.changes} | status.record.base.keys()
    if changed := uncommitted(status.project, touched):
        raise ScaffolderError(
            f"There are changes that are not committed: {_some(changed)}.",
            fix="Commit or stash them, so that the update can be told from them; or go on with --force.",
        )


def _some(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:_MOST_NAMED])
    return f"{shown} and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else shown


def _undo(project: Path, *, force: bool, as_json: bool) -> None:
    from scaffolder.cli._opened import tell_overtaken
    from scaffolder.project.journal import plan_undo, replace_all

    what, writes = plan_undo(project, force=force)
    again = "update" if what == "undo" else "undo"
    tell_overtaken(replace_all(project, writes, what=again))
    paths = sorted(write.path for write in writes)
    if as_json:
        click.echo(json.dumps({"schema": SCHEMA, "path": str(project), "undone": what, "files": paths}, indent=2))
    else:
        click.echo(f"The last {what} was taken back: {len(paths)} files are as they were before it.")


def _show(planned: Update, *, as_json: bool, written: bool) -> int:
    """Print what changed, or would; give the exit code."""
    click.echo(_as_json(planned, written=written) if as_json else "\n".join(_lines(planned, written=written)))
    return CONFLICTS if any(conflict.left for conflict in planned.merge.conflicts) else 0


def _as_json(planned: Update, *, written: bool) -> str:
    status, merge = planned.status, planned.merge
    document = {
        "schema": SCHEMA,
        "path": str(status.project),
        "needed": planned.needed,
        "written": written,
        "from": {layer.name: layer.version for layer in status.record.layers},
        "to": {layer.name: layer.version for layer in status.installed},
        "changes": [
            {"path": change.path, "kind": change.kind, "merged": change.path in merge.merged}
            for change in planned.changes
        ],
        "moved": dict(merge.moved),
        "kept_deleted": list(merge.kept_deleted),
        "conflicts": [
            {"path": conflict.path, "reason": conflict.reason, "left": conflict.left} for conflict in merge.conflicts
        ],
    }
    return json.dumps(document, indent=2)


def _lines(planned: Update, *, written: bool) -> Iterator[str]:
    from scaffolder.update import named

    status, merge = planned.status, planned.merge
    if not planned.needed:
        yield f"Up to date with {named(status.installed)}; nothing was changed."
        return
    before, after = named(status.record.layers), named(status.installed)
    counts = f"{len(planned.changes)} files, {len(merge.merged)} merged, {len(merge.conflicts)} conflicts"
    yield f"{before} -> {after}: {counts}" if before != after else f"{after}: {counts}"
    conflicts = {conflict.path for conflict in merge.conflicts}
    for old, new in merge.moved.items():
        if new in merge.tree:
            yield f"  > {new}  moved from {old}, with your edits"
    for change in planned.changes:
        if change.path not in {*conflicts, *merge.moved, *merge.moved.values()}:
            merged = "  merged with your edits" if change.path in merge.merged else ""
            yield f"  {_SIGNS[change.kind]} {change.path}{merged}"
    for path in merge.kept_deleted:
        yield f"  . {path}  stays deleted, though the template changed it"
    for conflict in merge.conflicts:
        line = f"  ! {conflict.path}  {conflict.reason}"
        yield click.style(line, fg="red") if conflict.left else line
    yield "Take it back with: scaffold update --undo" if written else "Nothing was written."
