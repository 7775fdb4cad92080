"""What the commands that change a project have in common: their options, and what is looked at before they do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from scaffolder.cli._changed import destroy_command, show
from scaffolder.cli._terminal import in_terminal
from scaffolder.cli.complete import complete_setting, complete_stack
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.impact.foresee import Impact
    from scaffolder.project.answers import Answers
    from scaffolder.project.record import Record
    from scaffolder.sources.finder import Finder
    from scaffolder.sources.versions import Versions
    from scaffolder.update import Update

_MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class How:
    """How a change is made, as the options say."""

    dry_run: bool
    conflict: str
    force: bool
    as_json: bool
    allow_replace: tuple[str, ...]
    no_impact: bool
    no_input: bool
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
    click.option("--no-input", is_flag=True, help="Ask nothing: what newer templates ask has its default, or fails."),
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
    from scaffolder.project.opened import find_existing, locked, recovered
    from scaffolder.update import apply_update, check_update

    project = find_existing(path)
    if how.dry_run:
        tell(recovered(project))
        planned = _plan(project, answered, how)
        impact = _foresee(planned, how, stacks)
        if planned.needed:
            check_update(planned)
        code = show(planned, impact, how, written=False)
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
    sys.exit(show(planned, impact, how, written=planned.needed))


def with_set(answers: Answers, settings: Sequence[str]) -> Answers:
    """Give answers with what `--set` changes."""
    if not settings:
        return answers
    from scaffolder.cli.asked import Given, add_settings

    given = Given(name=None, clouds=(), regions=(), environments=(), image=None, settings=settings)
    document: dict[str, Any] = {"settings": answers.settings, "overrides": answers.overrides}
    add_settings(document, given)
    return replace(answers, **document)


def change_feature(
    name: str, path: Path, stacks: Sequence[str], settings: Sequence[str], how: How, *, on: bool
) -> None:
    """Switch a feature on or off, for all stacks or for those named, and what `--set` changes along with it.

    `?` lists the features there are.
    """
    from scaffolder.project.amend import with_settings
    from scaffolder.project.features import listed, settings_of_feature
    from scaffolder.update import features

    if name == "?":
        from scaffolder.project.opened import find_existing
        from scaffolder.project.record import read_record

        click.echo("\n".join(listed(features(read_record(find_existing(path))))))
        return

    def answered(record: Record) -> Answers:
        wanted = settings_of_feature(name, features(record), on=on)
        return with_set(with_settings(record.answers, wanted, stacks), settings)

    change(path, answered, how)


def _plan(project: Path, answered: Callable[[Record], Answers | None], how: How) -> Update:
    from scaffolder.project.merge import Style
    from scaffolder.sources.versions import KEPT
    from scaffolder.update import plan_update

    ask = _ask if in_terminal() and not (how.no_input or how.as_json) else lambda answers, _: answers
    planned = plan_update(project, answered, Style(how.conflict), how.versions or KEPT, ask)
    for note in planned.status.notes:
        click.echo(note, err=True)
    return planned


def _ask(answers: Answers, finder: Finder) -> Answers:
    """Ask what newer templates want to know and have no default for."""
    from scaffolder.cli._ask_questions import ask_questions

    return ask_questions(answers, finder, needed=True)


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
            fix=f"Destroy it first: {'; '.join(map(destroy_command, planned.set_up))}. Where nothing is deployed, go "
            "on with --force.",
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
