"""`scaffold simulate`: run Pulumi's own commands against the simulated clouds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scaffolder.simulator.problems import Problem


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED, metavar="-- COMMAND [ARGS]...")
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep the state in this folder, so that `pulumi up` and a later `pulumi refresh` see the same resources.",
)
def simulate(command: tuple[str, ...], state: Path | None) -> None:
    """Run COMMAND with the simulated clouds as Pulumi's providers.

    No account and no network: `scaffold simulate -- pulumi preview --stack dev` in a project is Pulumi's own preview
    of it. The stacks of the project are there already, in a local backend that is thrown away afterwards.
    When it ends well, what no single resource shows is told below it: regions that disagree, names that clash. The
    exit code is the command's, or 1 when that finds an error.
    """
    from scaffolder.engine.simulate import run_simulated

    sys.exit(run_simulated(command, folder=Path.cwd(), state=state, tell=_tell))


def _tell(problem: Problem, position: str) -> None:
    from scaffolder.cli._preview_tree import short_type

    colour = "red" if problem.severity == "error" else "yellow"
    type_, name = problem.urn.split("::")[-2:]
    where = f"{name} ({short_type(type_.rpartition('$')[2])}{f', {position}' if position else ''})"
    click.echo(f"{click.style(problem.severity, fg=colour, bold=True)}: {where}: {problem.message}", err=True)
    if problem.fix:
        click.echo(f"{click.style('fix', fg='green')}: {problem.fix}", err=True)
