"""What the shell offers after an option; imports what it needs only when it is asked."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from scaffolder.templating.questions import Question

CLOUDS = ("aws", "gcp", "azure")


def complete_region(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Offer the regions of the clouds already on the line, or of all."""
    from click.shell_completion import CompletionItem

    from scaffolder.shipped import program_module

    regions = program_module("regions").REGIONS
    clouds = ctx.params.get("clouds") or CLOUDS
    return [
        CompletionItem(region, help=cloud)
        for cloud in clouds
        for region in regions[cloud]
        if region.startswith(incomplete)
    ]


def complete_setting(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Offer the keys of the settings and of the templates' questions, and after `KEY=` the values that are counted."""
    from click.shell_completion import CompletionItem

    from scaffolder.shipped import program_module

    settings = [item for item in program_module("settings").SETTINGS if item.key not in {"cloud", "environment"}]
    scope, colon, rest = incomplete.rpartition(":")
    key, sign, start = rest.partition("=")
    offered = {item.key: (item.description, item.type, item.choices) for item in settings}
    if not colon:  # a question is answered once for the whole project
        for name, question in _questions(ctx).items():
            offered[name] = question.words, question.type, [str(choice.value) for choice in question.choices]
    if sign:
        _, kind, choices = offered.get(key, ("", "", ()))
        values = choices or ("true", "false") * (kind == "boolean")
        return [CompletionItem(f"{scope}{colon}{key}={value}") for value in values if value.startswith(start)]
    return [
        CompletionItem(f"{scope}{colon}{name}=", help=says)
        for name, (says, *_) in offered.items()
        if name.startswith(rest)
    ]


def complete_feature(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Offer the features, with those that the project's templates ask for."""
    from click.shell_completion import CompletionItem

    from scaffolder.project.features import features_of

    return [
        CompletionItem(name, help=feature.says)
        for name, feature in features_of(_questions(ctx)).items()
        if name.startswith(incomplete)
    ]


def complete_stack(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Offer the stacks of the project that the command is about."""
    from click.shell_completion import CompletionItem

    from scaffolder.engine.workspace import Workspace

    # While an option still lacks its value, click keeps the arguments before it in `args`.
    path = next(iter(ctx.args), None) or ctx.params.get("path") or "."
    stacks: Sequence[str] = ()
    with contextlib.suppress(ScaffolderError):
        stacks = Workspace.find(Path(path)).stacks()
    return [CompletionItem(name) for name in stacks if name.startswith(incomplete)]


def _questions(ctx: click.Context) -> Mapping[str, Question]:
    """Give what the templates on the line ask, or those of the project that the command is about; none is fetched."""
    from scaffolder.generate import ask_layers, read_layers, template_finder
    from scaffolder.project.answers import Answers
    from scaffolder.project.opened import find_project
    from scaffolder.project.record import read_record
    from scaffolder.sources.asked import asked_sources
    from scaffolder.sources.config import read_config
    from scaffolder.sources.finder import pins_of
    from scaffolder.sources.source import Kind

    with contextlib.suppress(ScaffolderError):
        if ctx.command.name == "new":
            sources = asked_sources(ctx.params.get("templates") or (), read_config, template_finder())
            local = [source.text for source in sources if source.kind is not Kind.GIT]
            answers = Answers(name="x", clouds=ctx.params.get("clouds") or CLOUDS, templates=local)
            return ask_layers(answers, read_layers(answers, template_finder()))[0]
        words = [*reversed(ctx.args), ctx.params.get("path") or "."]
        record = read_record(find_project(Path(next((word for word in words if Path(word).is_dir()), "."))))
        return ask_layers(record.answers, read_layers(record.answers, template_finder(pins_of(record.layers))))[0]
    return {}


def complete_template(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Offer the templates that have a name here, and folders."""
    from click.shell_completion import CompletionItem

    from scaffolder.authoring.catalogue import catalogue

    if incomplete.startswith((".", "/", "~")):
        return [CompletionItem(incomplete, type="dir")]
    found: list[CompletionItem] = []
    with contextlib.suppress(ScaffolderError):
        found = [
            CompletionItem(entry.name, help=entry.description)
            for entry in catalogue()
            if entry.name.startswith(incomplete)
        ]
    return found
