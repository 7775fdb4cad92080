"""What the shell offers after an option; imports what it needs only when it is asked."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

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
    """Offer the keys of the settings, and after `KEY=` the values where they are counted."""
    from click.shell_completion import CompletionItem

    from scaffolder.shipped import program_module

    settings = program_module("settings").SETTINGS
    scope, colon, rest = incomplete.rpartition(":")
    key, sign, start = rest.partition("=")
    if sign:
        values = next(
            (item.choices or ("true", "false") * (item.type == "boolean") for item in settings if item.key == key), ()
        )
        return [CompletionItem(f"{scope}{colon}{key}={value}") for value in values if value.startswith(start)]
    return [
        CompletionItem(f"{scope}{colon}{item.key}=", help=item.description)
        for item in settings
        if item.key.startswith(rest) and item.key not in {"cloud", "environment"}
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
