"""`scaffold update`: bring a project to the installed templates, and keep every edit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffolder.cli._changed import SCHEMA
from scaffolder.cli._changing import How, change, how_options, set_option, with_set
from scaffolder.cli.complete import complete_stack, complete_template

if TYPE_CHECKING:
    from scaffolder.project.answers import Answers
    from scaffolder.project.record import Record


@click.command(short_help="Bring a project to the installed templates, and keep your edits.")
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--to",
    "to",
    multiple=True,
    metavar="[NAME=]VERSION",
    help="The version to take: a tag, branch or commit of a repository's templates, or the installed one. "
    "Else the newest tag, or the branch's head.",
)
@click.option(
    "--template",
    "templates",
    multiple=True,
    metavar="[NAME=]SOURCE",
    shell_complete=complete_template,
    help="Make it of these templates from now on, as for `scaffold new`: all of them, in their order.",
)
@set_option
@click.option(
    "--stack",
    "stacks",
    multiple=True,
    metavar="S",
    shell_complete=complete_stack,
    help="Foresee what it does to this stack only; may be repeated. Else to all.",
)
@how_options
@click.option("--undo", is_flag=True, help="Take the last update back; done twice, it is there again.")
def update(
    path: Path,
    *,
    to: tuple[str, ...],
    templates: tuple[str, ...],
    settings: tuple[str, ...],
    stacks: tuple[str, ...],
    undo: bool,
    **how: Any,
) -> None:
    """Bring the project at PATH to what the newest templates make of its answers.

    Your edits are merged with the template's changes, line by line; a file that you deleted stays deleted. It needs
    no git, and a network only for templates that come from a repository. All files change at once or none does.

    Where files of the program change, it is previewed before and after, offline. What would replace or delete a
    resource that holds data or is known outside is refused, unless --allow-replace names it.

    \b
    Exit codes:
      0   done, or nothing to do
      1   refused; nothing was changed
      13  done, but there are conflicts to resolve by hand
    """  # noqa: D301 - click reads the character that it is
    from scaffolder.sources.versions import Versions

    options = How(**how, versions=Versions(newest=True, to=to))
    if undo and (options.dry_run or settings or to or templates):
        raise click.UsageError("--undo goes with none of --dry-run, --set, --template and --to.")
    if undo:
        _undo(path, options)
        return
    change(path, lambda record: _answers(record, templates, settings), options, stacks=stacks)


def _answers(record: Record, templates: Sequence[str], settings: Sequence[str]) -> Answers:
    """Give the recorded answers with what `--template` and `--set` change."""
    answers = with_set(record.answers, settings)
    if not templates:
        return answers
    from scaffolder.generate import template_finder
    from scaffolder.sources.asked import asked_sources
    from scaffolder.sources.config import read_config

    sources = asked_sources(templates, read_config, template_finder())
    return replace(answers, templates=[source.text for source in sources])


def _undo(path: Path, how: How) -> None:
    from scaffolder.cli._opened import tell, tell_overtaken
    from scaffolder.project.journal import plan_undo, replace_all
    from scaffolder.project.opened import find_existing, locked

    project = find_existing(path)
    with locked(project) as recovery:
        tell(recovery)
        what, writes = plan_undo(project, force=how.force)
        again = "update" if what == "undo" else "undo"
        tell_overtaken(replace_all(project, writes, what=again))
    paths = sorted(write.path for write in writes)
    if how.as_json:
        click.echo(json.dumps({"schema": SCHEMA, "path": str(project), "undone": what, "files": paths}, indent=2))
    else:
        files = "one file is as it was" if len(paths) == 1 else f"{len(paths)} files are as they were"
        click.echo(f"The last {what} was taken back: {files} before it.")
