"""`scaffold template list`: the templates that are there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scaffolder.authoring.catalogue import Entry

SCHEMA = 1


@click.command(name="list", short_help="List the templates that are there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
def templates(*, as_json: bool) -> None:
    """List the templates that --template knows by name: built in, configured, and of installed packages.

    Nothing is fetched: of a template in a repository, the version is what its source asks for.
    """
    from scaffolder.authoring.catalogue import catalogue

    entries = [*catalogue()]
    if as_json:
        document = {"schema": SCHEMA, "templates": [entry.document() for entry in entries]}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    widths = [max(len(row[column]) for row in map(_row, entries)) for column in range(3)]
    for entry in entries:
        cells = "  ".join(cell.ljust(width) for cell, width in zip(_row(entry), widths, strict=True))
        about = entry.problem or entry.description or entry.source
        click.echo(f"{cells}  {about}{'  (default)' if entry.default else ''}")


def _row(entry: Entry) -> tuple[str, str, str]:
    return entry.name, entry.version, entry.kind


list = templates  # noqa: A001 - the command's own name
