"""What the commands that open a project have in common."""

from __future__ import annotations

import click

from scaffolder.project.opened import Recovery


def tell(recovery: Recovery | None) -> None:
    """Say what became of an interrupted change, and which files it left alone."""
    if recovery is None:
        return
    done = "was completed first" if recovery.completed else "had not begun, and was dropped: the project is as it was"
    click.echo(f"An interrupted change of this project {done}.", err=True)
    tell_overtaken(recovery.overtaken)


def tell_overtaken(paths: tuple[str, ...] | list[str]) -> None:
    """Say which files somebody else changed meanwhile."""
    for path in paths:
        click.echo(f"{path} was changed meanwhile and kept; look for {path}.theirs beside it.", err=True)
