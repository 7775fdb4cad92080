"""What the commands that change a project have in common: their options, their checks and what they print."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from scaffolder.cli.complete import complete_setting, complete_stack
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.impact.foresee import Impact
    from scaffolder.project.answers import Answers
    from scaffolder.project.record import Record
    from scaffolder.sources.versions import Versions
    from scaffolder.update import Update

SCHEMA = 1
CONFLICTS = 13
_MOST_NAMED = 5
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "mode": "x"}


@dataclass(frozen=True, kw_only=True)
class How:
    """How a change is made, as the options say."""

    dry_run: bool
    conflict: str
    force: bool
    as_json: bool
    allow_replace: tuple[str, ...]
    no_impact: bool
    versions: Versions | None = None


_OPTIONS = (
    click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing."),
    click.option(
        "--conflict",
        type=click.Choice(["inline", "rej", "ours", "theirs"]),
        default="inline",
        show_default=True,
        help="Where you and the template changed the same lines: markers in the file; yours, and a patch in FILE.rej; "
        "yours; or the template's.",
    ),
    click.option("--force", is_flag=True, help="Also over changes that are not committed, and unresolved conflicts."),
    click.option(
        "--allow-replace",
        multiple=True,
        metavar="URN",
        help="Let a resource be replaced or deleted that holds data or is known outside; `*` stands for anything; may "
        "be repeated.",
    ),
    click.option("--no-impact", is_flag=True, help="Do not preview what it does to what is deployed."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else."),
)

set_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="[SCOPE:]KEY=VALUE",
    shell_complete=complete_setting,
    help="Change an answer along with it; may be repeated.",
)
stack_option = click.option(
    "--stack",
    "stacks",
    multiple=True,
    metavar="S",
    shell_complete=complete_stack,
    help="Only there: a stack or an environment; may be repeated.",
)


def how_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of `How`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def change(
    path: Path, answered: Callable[[Record], Answers | None], how: How, *, stacks: Sequence[str] = ()
) -> NoReturn:
    """Bring the project at `path` to what the installed templates make of new answers, or of those it has.

    What it does to what is deployed is foreseen for all stacks, or for `stacks`.
    """
    from scaffolder.cli._opened import tell, tell_overtaken
    from scaffolder.project.opened import find_project, locked, recovered
    from scaffolder.update import apply_update

    project = find_project(path)
    if how.dry_run:
        tell(recovered(project))
        planned = _plan(project, answered, how)
        impact = _foresee(planned, how, stacks)
        code = _show(planned, impact, how, written=False)
        _check_losses(impact, how)
        sys.exit(code)
    with locked(project) as recovery:
        tell(recovery)
        planned = _plan(project, answered, how)
        impact = None
        if planned.needed:
            if not how.force:
                _check_clean(planned)
            impact = _foresee(planned, how, stacks)
            _check_losses(impact, how)
            tell_overtaken(apply_update(planned))
    sys.exit(_show(planned, impact, how, written=planned.needed))


def with_set(answers: Answers, settings: Sequence[str]) -> Answers:
    """Give answers with what `--set` changes."""
    if not settings:
        return answers
    from scaffolder.cli.asked import Given, add_settings

    given = Given(name=None, clouds=(), regions=(), environments=(), image=None, settings=settings)
    document: dict[str, Any] = {"settings": answers.settings, "overrides": answers.overrides}
    add_settings(document, given)
    return replace(answers, **document)


def _plan(project: Path, answered: Callable[[Record], Answers | None], how: How) -> Update:
    from scaffolder.project.merge import Style
    from scaffolder.sources.versions import KEPT
    from scaffolder.update import plan_update

    planned = plan_update(project, answered, Style(how.conflict), how.versions or KEPT)
    for note in planned.status.notes:
        click.echo(note, err=True)
    return planned


def _check_clean(planned: Update) -> None:
    """Refuse to mix an update with what is not finished, or to forget what is deployed.

    Raises:
        ScaffolderError: there are conflicts of an earlier update, or changes that are not committed, or stacks that
            somebody set up would be gone.
    """
    from scaffolder.project.git import uncommitted

    status = planned.status
    if status.unresolved:
        raise ScaffolderError(
            f"There are conflicts to resolve first: {_some(status.unresolved)}.",
            fix="Resolve them and remove .rej and .theirs files, or go on with --force.",
        )
    if planned.set_up:
        stacks = " and ".join(planned.set_up)
        raise ScaffolderError(
            f"The settings of {stacks} were changed since they were written: what is deployed would be left without "
            "a program.",
            fix=f"Destroy it first: {'; '.join(map(_destroy, planned.set_up))}. Where nothing is deployed, go on with "
            "--force.",
        )
    touched = {change.path for change in planned.changes} | status.record.base.keys()
    if changed := uncommitted(status.project, touched):
        raise ScaffolderError(
            f"There are changes that are not committed: {_some(changed)}.",
            fix="Commit or stash them, so that the update can be told from them; or go on with --force.",
        )


def _foresee(planned: Update, how: How, stacks: Sequence[str]) -> Impact | None:
    """Preview what an update does to what is deployed, with a line on the terminal meanwhile."""
    if how.no_impact or not planned.needed:
        return None
    from scaffolder.cli._progress import Progress
    from scaffolder.impact.foresee import foresee

    with Progress() as progress:
        return foresee(planned.status.project, planned.settled, stacks=stacks, on_resource=progress.registered)


def _check_losses(impact: Impact | None, how: How) -> None:
    """Refuse to let go of what holds data or is known outside.

    Raises:
        ScaffolderError: something would be replaced or deleted that was not allowed.
    """
    lost = impact.losses(how.allow_replace) if impact else ()
    if lost:
        listed = "".join(f"\n  {loss}" for loss in lost)
        raise ScaffolderError(
            f"The next deployment would replace or delete what holds data or is known outside:{listed}",
            fix="Where that is meant, name each: --allow-replace URN, in quotes; `*` stands for anything.",
        )


def _some(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:_MOST_NAMED])
    return f"{shown} and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else shown


def _destroy(stack: str) -> str:
    return f"pulumi destroy --remove --stack {stack}"


def _show(planned: Update, impact: Impact | None, how: How, *, written: bool) -> int:
    """Print what changed, or would; give the exit code."""
    if how.as_json:
        click.echo(_as_json(planned, impact, how, written=written))
    else:
        click.echo("\n".join(_lines(planned, impact, written=written)))
    return CONFLICTS if any(conflict.left for conflict in planned.merge.conflicts) else 0


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _as_json(planned: Update, impact: Impact | None, how: How, *, written: bool) -> str:
    from scaffolder.cli._impact import impact_document

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
        "stacks": {"added": list(planned.added_stacks), "removed": list(planned.removed_stacks)},
        "impact": impact_document(impact, how.allow_replace) if impact else None,
    }
    return json.dumps(document, indent=2)


def _lines(planned: Update, impact: Impact | None, *, written: bool) -> Iterator[str]:
    from scaffolder.cli._impact import impact_counts, impact_lines
    from scaffolder.update import named

    status, merge = planned.status, planned.merge
    if not planned.needed:
        yield f"Up to date with {named(status.installed)}; nothing was changed."
        return
    before, after = named(status.record.layers), named(status.installed)
    files, conflicts = _plural(len(planned.changes), "file"), _plural(len(merge.conflicts), "conflict")
    counts = f"{files}, {len(merge.merged)} merged, {conflicts}{impact_counts(impact)}"
    yield f"{before} -> {after}: {counts}" if before != after else f"{after}: {counts}"
    clashing = {conflict.path for conflict in merge.conflicts}
    for old, new in merge.moved.items():
        if new in merge.tree:
            yield f"  > {new}  moved from {old}, with your edits"
    for change in planned.changes:
        if change.path not in {*clashing, *merge.moved, *merge.moved.values()}:
            merged = "  merged with your edits" if change.path in merge.merged else ""
            yield f"  {_SIGNS[change.kind]} {change.path}{merged}"
    for path in merge.kept_deleted:
        yield f"  . {path}  stays deleted, though the template changed it"
    for conflict in merge.conflicts:
        line = f"  ! {conflict.path}  {conflict.reason}"
        yield click.style(line, fg="red") if conflict.left else line
    yield from impact_lines(impact)
    yield from _stack_lines(planned)
    yield "Take it back with: scaffold update --undo" if written else "Nothing was written."


def _stack_lines(planned: Update) -> Iterator[str]:
    """Say which stacks there are more or fewer of, and what is to be done for them."""
    if planned.added_stacks:
        yield f"New stacks: {', '.join(planned.added_stacks)}. README.md says how a stack is deployed the first time."
    if planned.removed_stacks:
        gone = ", ".join(planned.removed_stacks)
        yield f"Stacks that are no more: {gone}. What is deployed of them stays until it is destroyed:"
        for stack in planned.removed_stacks:
            yield f"  {_destroy(stack)}"
