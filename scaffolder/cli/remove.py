"""`scaffold remove`: take a cloud, a region, an environment or a feature from a project, and keep every edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scaffolder.cli._changing import How, change, change_feature, how_options, set_option, stack_option
from scaffolder.cli.complete import complete_feature, complete_region

_PATH = click.argument("path", type=click.Path(path_type=Path), default=Path())


@click.group(short_help="Remove a cloud, a region, an environment or a feature from a project.")
def remove() -> None:
    """Take something away from a project, as if `scaffold new` had never written it, and keep your edits.

    It is an update with other answers: what newer templates bring comes along, and `scaffold update --undo` takes it
    back. The exit codes are those of `scaffold update`. Nothing that is deployed is touched.
    """


@remove.command(short_help="Leave a cloud.")
@click.argument("cloud", metavar="CLOUD")
@_PATH
@how_options
def cloud(cloud: str, path: Path, **how: Any) -> None:
    """Take CLOUD from the project at PATH; destroy its stacks first.

    The other stacks keep their names. Where a stack's settings were changed since they were written, as one does to
    deploy, it is refused; `pulumi destroy --remove` takes that file away too.
    """
    from scaffolder.project.amend import without_cloud

    change(path, lambda record: without_cloud(record.answers, cloud), How(**how))


@remove.command(short_help="Serve from a region no longer.")
@click.argument("region", metavar="REGION", shell_complete=complete_region)
@_PATH
@stack_option
@how_options
def region(region: str, path: Path, *, stacks: tuple[str, ...], **how: Any) -> None:
    """Take REGION from the stacks of the project at PATH that serve from it, or from those named."""
    from scaffolder.project.amend import without_region
    from scaffolder.update import stacks_of

    change(path, lambda record: without_region(record.answers, stacks_of(record), region, stacks), How(**how))


@remove.command(short_help="Leave an environment.")
@click.argument("environment", metavar="ENV")
@_PATH
@how_options
def env(environment: str, path: Path, **how: Any) -> None:
    """Take ENV from the project at PATH; destroy its stacks first, as for a cloud."""
    from scaffolder.project.amend import without_environment

    change(path, lambda record: without_environment(record.answers, environment), How(**how))


@remove.command(short_help="Switch something off, such as waf or gpu.")
@click.argument("name", metavar="NAME", shell_complete=complete_feature)
@_PATH
@stack_option
@set_option
@how_options
def feature(name: str, path: Path, *, stacks: tuple[str, ...], settings: tuple[str, ...], **how: Any) -> None:
    """Switch a feature off in the project at PATH, for all stacks or for those named; `?` lists them."""
    change_feature(name, path, stacks, settings, How(**how), on=False)
