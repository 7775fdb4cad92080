"""`scaffold new`: write a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffolder.cli._terminal import in_terminal
from scaffolder.cli.complete import CLOUDS, complete_region, complete_setting, complete_template

if TYPE_CHECKING:
    from scaffolder.generate import Project
    from scaffolder.sources.finder import Finder

_COMMIT_MESSAGE = "Create the project with scaffold new"


@click.command(short_help="Create a project.")
@click.argument("name", required=False)
@click.option("--cloud", "clouds", multiple=True, type=click.Choice(CLOUDS), help="Where it runs; may be repeated.")
@click.option(
    "--region",
    "regions",
    multiple=True,
    metavar="REGION",
    shell_complete=complete_region,
    help="A region that serves, the first of a cloud is its primary; may be repeated. Else one in dev, two in prod.",
)
@click.option(
    "--env", "environments", multiple=True, metavar="ENV", help="An environment; may be repeated. Else dev and prod."
)
@click.option("--image", metavar="REF", help="A container image by digest. Else app/ is built.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="[SCOPE:]KEY=VALUE",
    shell_complete=complete_setting,
    help="A setting, for all stacks or for a scope: a cloud, an environment or a stack (prod:maxReplicas=40).",
)
@click.option(
    "--template",
    "templates",
    multiple=True,
    metavar="[NAME=]SOURCE",
    shell_complete=complete_template,
    help="What it is made of: a built-in name, a folder, git+https://host/repo.git@v1//folder, or an installed "
    "package's name; may be repeated, later ones on top. See docs/sources.md.",
)
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Answers in YAML, TOML or JSON; the options given beside it win. See `scaffold schema answers`.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to write it: a folder that is absent or empty. Else ./NAME.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
@click.option("--no-input", is_flag=True, help="Ask nothing: use defaults, or fail.")
@click.option("--no-git", is_flag=True, help="Make no git repository.")
def new(
    *,
    name: str | None,
    clouds: tuple[str, ...],
    regions: tuple[str, ...],
    environments: tuple[str, ...],
    image: str | None,
    settings: tuple[str, ...],
    templates: tuple[str, ...],
    answers_file: Path | None,
    output: Path | None,
    dry_run: bool,
    as_json: bool,
    no_input: bool,
    no_git: bool,
) -> None:
    """Create a project called NAME: an inference service as Pulumi code, tests and CI, that you own.

    In a terminal it asks for what is missing. Every --set is checked by the rules that the project itself uses;
    where several scopes set the same key, a stack wins over its environment, that over its cloud, that over all.
    """
    from scaffolder.cli.asked import Given, gather
    from scaffolder.cli.report import Made, next_commands, secret_commands
    from scaffolder.generate import layer_of, new_sandbox, plan_project, read_layers, template_finder
    from scaffolder.project.apply import check_target

    given = Given(name=name, clouds=clouds, regions=regions, environments=environments, image=image, settings=settings)
    ask = not no_input and not as_json and in_terminal()
    answers = gather(given, answers_file, ask=ask)
    finder = template_finder()
    answers = replace(answers, templates=_sources(templates or answers.templates, finder))
    sandbox = new_sandbox()
    layers = read_layers(answers, finder, sandbox)
    if ask and any(layer.manifest.questions for layer in layers):
        from scaffolder.cli._ask_questions import ask_questions

        answers = ask_questions(answers, finder)
        layers = read_layers(answers, finder, sandbox)
    project = plan_project(answers, layers, sandbox=sandbox)
    for note in (*finder.notes, *(str(conflict) for conflict in project.conflicts if not conflict.expected)):
        click.echo(note, err=True)
    shown = output if output is not None else Path(answers.name)
    # Both before it is written: an empty folder that one is in is replaced, and has no path then.
    target, commands = _absolute(shown), [*next_commands(shown), *secret_commands(project)]
    check_target(target)
    git = "this is a dry run" if dry_run else "--no-git was given" if no_git else None
    if not dry_run:
        git = _write(project, target, git)
    made = Made(
        project=project,
        layers=[layer_of(template) for template in layers],
        shown=shown,
        target=target,
        commands=commands,
        written=not dry_run,
        no_repository=git or "",
    )
    click.echo(made.as_json() if as_json else made.as_text())


def _sources(templates: Sequence[str], finder: Finder) -> list[str]:
    """Give the sources of what was asked for, or of the configured templates, as they are recorded."""
    from scaffolder.sources.asked import asked_sources
    from scaffolder.sources.config import read_config

    return [source.text for source in asked_sources(templates, read_config, finder)]


def _absolute(path: Path) -> Path:
    """Give the path without links or `..` on the way; it may be a link itself, which is refused."""
    return path.resolve() if path.name in {"", ".."} else path.parent.resolve() / path.name


def _write(project: Project, target: Path, git: str | None) -> str:
    """Write the project, with a repository unless `git` says why not; give why there is none."""
    from scaffolder.project.apply import create

    if git is not None:
        create(project.tree, target)
        return git
    from scaffolder.project.git import inside_repository, start_repository

    if inside_repository(target):
        create(project.tree, target)
        own = (target / ".git").exists()
        return (
            "it has one already"
            if own
            else "it lies in one already; GitHub looks for workflows at the top of that only"
        )
    problems: list[str] = []
    create(project.tree, target, lambda folder: problems.append(start_repository(folder, _COMMIT_MESSAGE)))
    return problems[0]
