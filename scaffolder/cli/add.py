"""`scaffold add`: give a project another cloud, region, environment or feature, and keep every edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scaffolder.cli._changing import How, change, change_feature, how_options, set_option, stack_option, with_set
from scaffolder.cli.complete import CLOUDS, complete_feature, complete_region

_PATH = click.argument("path", type=click.Path(path_type=Path), default=Path())


@click.group(short_help="Add a cloud, a region, an environment or a feature to a project.")
def add() -> None:
    """Add something to a project, as `scaffold new` would have written it, and keep your edits.

    It is an update with other answers: what newer templates bring comes along, and `scaffold update --undo` takes it
    back. The exit codes are those of `scaffold update`.
    """


@add.command(short_help="Let the service run on another cloud too.")
@click.argument("cloud", metavar="CLOUD")
@_PATH
@click.option(
    "--region",
    "regions",
    multiple=True,
    metavar="REGION",
    shell_complete=complete_region,
    help="A region that serves there, the first is the primary; may be repeated. Else the usual ones.",
)
@set_option
@how_options
def cloud(cloud: str, path: Path, *, regions: tuple[str, ...], settings: tuple[str, ...], **how: Any) -> None:
    """Add CLOUD (aws, gcp or azure) to the project at PATH: its program, policies, tests, and a stack an environment.

    The stacks that are there keep their names, their settings and what is deployed.
    """
    from scaffolder.project.amend import with_cloud

    change(path, lambda record: with_set(with_cloud(record.answers, cloud, regions), settings), How(**how))


@add.command(short_help="Serve from another region.")
@click.argument("region", metavar="REGION", shell_complete=complete_region)
@_PATH
@click.option("--cloud", type=click.Choice(CLOUDS), help="The cloud it is of; no two clouds share a name.")
@stack_option
@how_options
def region(region: str, path: Path, *, cloud: str | None, stacks: tuple[str, ...], **how: Any) -> None:
    """Add REGION, as the last one, to the stacks of its cloud in the project at PATH, or to those named."""
    from scaffolder.project.amend import with_region
    from scaffolder.update import stacks_of

    change(path, lambda record: with_region(record.answers, stacks_of(record), region, stacks, cloud=cloud), How(**how))


@add.command(short_help="Deploy to another environment.")
@click.argument("environment", metavar="ENV")
@_PATH
@set_option
@how_options
def env(environment: str, path: Path, *, settings: tuple[str, ...], **how: Any) -> None:
    """Add ENV to the project at PATH: a stack on each cloud, and its job in the deployment workflow.

    It comes before `prod`, so that a deployment goes through it on the way.
    """
    from scaffolder.project.amend import with_environment

    change(path, lambda record: with_set(with_environment(record.answers, environment), settings), How(**how))


@add.command(short_help="Switch something on, such as waf or gpu=l4.")
@click.argument("name", metavar="NAME[=VALUE]", shell_complete=complete_feature)
@_PATH
@stack_option
@set_option
@how_options
def feature(name: str, path: Path, *, stacks: tuple[str, ...], settings: tuple[str, ...], **how: Any) -> None:
    """Switch a feature on in the project at PATH, for all stacks or for those named; `?` lists them."""
    change_feature(name, path, stacks, settings, How(**how), on=True)
