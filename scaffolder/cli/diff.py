"""`scaffold diff`: what a user changed since the project was generated."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffolder.cli._terminal import is_terminal
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.tree import Tree

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command(short_help="Show what you changed since the project was generated.")
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
def diff(path: Path, files: tuple[Path, ...]) -> None:
    """Show what changed since the project at PATH was generated, or only in each FILE or folder.

    PATH may be a file or a folder of a project as well. Files that `scaffold new` did not write are not looked at.
    """
    from scaffolder.cli._opened import tell
    from scaffolder.project.changes import diff_lines
    from scaffolder.project.opened import find_project, recovered
    from scaffolder.update import edits_of

    project = find_project(path)
    tell(recovered(project))
    record, work_tree, edits = edits_of(project)
    # Beside a project's own folder, files are named as they lie in it.
    below = bool(files) and path.is_dir() and path.resolve() == project
    wanted = (
        [_within(project, path / file) for file in files]
        if below
        else [_within(project, place) for place in (path, *files)]
    )
    _check_known(wanted, record.base)
    colour = is_terminal(sys.stdout) and "NO_COLOR" not in os.environ
    for change in edits:
        if _chosen(change.path, wanted):
            for line in diff_lines(change):
                # As bytes, so that a file in any encoding comes out as it is.
                click.echo((_coloured(line) if colour else line).encode("utf-8", "surrogateescape"))
    for blocked, why in work_tree.blocked.items():
        if _chosen(blocked, wanted):
            click.echo(f"{blocked}: {why}.", err=True)


def _within(project: Path, place: Path) -> str:
    """Give a path below the project, `.` for the project itself; the last part may be a link."""
    if place.resolve() == project:
        return "."
    followed = place.is_dir() and not place.is_symlink()
    whole = place.resolve() if followed else place.parent.resolve() / place.name
    try:
        return whole.relative_to(project).as_posix()
    except ValueError as error:
        raise ScaffolderError(f"{place} is not in the project {project}.", fix="Name a file of the project.") from error


def _check_known(wanted: Sequence[str], base: Tree) -> None:
    for place in wanted:
        if not any(_chosen(path, [place]) for path in base):
            raise ScaffolderError(
                f"{place} was not generated, so there is nothing to compare it with.", fix="Use git to see its changes."
            )


def _chosen(path: str, wanted: Sequence[str]) -> bool:
    return any(place in {".", path} or path.startswith(f"{place}/") for place in wanted)


def _coloured(line: str) -> str:
    if line.startswith(("diff --git", "--- ", "+++ ")):
        return click.style(line, bold=True)
    colour = _COLOURS.get(line[:1])
    return click.style(line, fg=colour) if colour else line
