"""`scaffold simulate`: run Pulumi's own commands against the simulated clouds."""

from __future__ import annotations

import sys
from pathlib import Path

import click


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
    The exit code is the command's.
    """
    from scaffolder.engine.simulate import run_simulated

    sys.exit(run_simulated(command, folder=Path.cwd(), state=state))
