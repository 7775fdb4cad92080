"""`scaffold schema`: JSON Schemas of what the command reads and writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click


@click.command(short_help="Print a JSON Schema of what is read or written.")
@click.argument("what", type=click.Choice(["answers", "settings", "preview", "rehearsal", "config", "template"]))
def schema(what: str) -> None:
    """Print the JSON Schema of WHAT: answers, settings, what a --json prints, your configuration, a template.toml."""
    click.echo(json.dumps(_schema(what), indent=2, ensure_ascii=False))


def _schema(what: str) -> Mapping[str, Any]:
    if what == "preview":
        from scaffolder.engine.document import PREVIEW_SCHEMA

        return PREVIEW_SCHEMA
    if what == "config":
        from scaffolder.sources.config import CONFIG_SCHEMA

        return CONFIG_SCHEMA
    if what == "rehearsal":
        from scaffolder.engine.rehearsal.document import REHEARSAL_SCHEMA

        return REHEARSAL_SCHEMA
    if what == "template":
        from scaffolder.templating.manifest_schema import MANIFEST_SCHEMA

        return MANIFEST_SCHEMA
    from scaffolder.project.schemas import answers_schema, settings_schema

    return answers_schema() if what == "answers" else settings_schema()
