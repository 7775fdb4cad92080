"""`scaffold schema`: JSON Schemas of what the command reads and writes."""

from __future__ import annotations

import importlib
import json

import click

# What has a schema, and the function that gives it; imported when asked for.
_SCHEMAS = {
    "answers": ("scaffolder.project.schemas", "answers_schema"),
    "settings": ("scaffolder.project.schemas", "settings_schema"),
    "preview": ("scaffolder.engine.preview_schema", "preview_schema"),
}


@click.command(short_help="Print a JSON Schema: answers, settings or preview.")
@click.argument("what", type=click.Choice(list(_SCHEMAS)))
def schema(what: str) -> None:
    """Print the JSON Schema of WHAT: a file for `new --answers`, a stack's settings, or `preview --json`."""
    module, function = _SCHEMAS[what]
    click.echo(json.dumps(getattr(importlib.import_module(module), function)(), indent=2, ensure_ascii=False))
