"""`scaffold template new`: start a template."""

from __future__ import annotations

from pathlib import Path

import click

from scaffolder.cli.complete import complete_template


@click.command(short_help="Start a template that extends another.")
@click.argument("name")
@click.option(
    "--extends",
    default="service",
    show_default=True,
    metavar="SOURCE",
    shell_complete=complete_template,
    help="The template it lies on, as for `scaffold new --template`.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="DIR", help="Where to write it: absent or empty. Else ./NAME."
)
def new(name: str, *, extends: str, output: Path | None) -> None:
    """Start a template called NAME, for an organisation or a team: with a question, a setting, a patch, a file, a
    workflow that tests it, and a README. It works as it is.
    """  # noqa: D205 - click joins the lines
    from scaffolder.authoring.start import start_template
    from scaffolder.cli.report import tree_lines

    target = output or Path(name)
    started = start_template(name, extends, target)
    click.echo(f"{target}/ holds a template of {len(started.tree)} files:")
    click.echo("\n".join(tree_lines(started.tree)))
    click.echo("\nNext:")
    first = started.below.replace("--below", "--template")
    source = target if target.is_absolute() else f"./{target.as_posix()}"
    for command in (
        f"scaffold template lint {target}{started.below}",
        f"scaffold template test {target}{started.below} --update-snapshots",
        f"scaffold new demo --cloud gcp{first} --template {source}",
    ):
        click.echo(f"  {command}")
