"""`scaffold template`: commands for authors of templates."""

from __future__ import annotations

import click

from scaffolder.cli import LazyGroup

COMMANDS = {
    "new": "Start a template that extends another.",
    "list": "List the templates that are there.",
    "show": "Show what a template asks, makes and changes.",
    "lint": "Look for what is wrong in a template.",
    "test": "Try a template's projects and its updates.",
}


class TemplateGroup(LazyGroup):
    """The commands of this folder, imported when they run."""

    table = COMMANDS
    package = "scaffolder.cli.template"


@click.group(cls=TemplateGroup, short_help="Write, check and test templates of your own.")
def template() -> None:
    """Write, check and test templates of your own. See docs/extend.md."""
