"""`scaffold template show`: what a template asks, makes and changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scaffolder.authoring.description import Description

SCHEMA = 1


@click.command(short_help="Show what a template asks, makes and changes.")
@click.argument("source", metavar="SOURCE")
@click.option("--below", multiple=True, metavar="SOURCE", help="A template that it lies on; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
def show(source: str, *, below: tuple[str, ...], as_json: bool) -> None:
    """Show the template that SOURCE names, as `scaffold new --template` takes it: its layers, questions and files."""
    from scaffolder.authoring.description import describe

    found, notes = describe([*below, source])
    for note in notes:
        click.echo(note, err=True)
    document = found.document()
    if as_json:
        click.echo(json.dumps({"schema": SCHEMA, **document}, indent=2, ensure_ascii=False, default=str))
    else:
        click.echo("\n".join(_lines(found, document)))


def _lines(found: Description, document: dict[str, Any]) -> Iterator[str]:
    yield f"{document['name']} {document['version']}: {document['description']}"
    yield from _section("Layers, each on those above it", (_layer(layer) for layer in document["layers"]))
    yield from _section("Questions", map(_question, document["questions"]))
    yield from _section("Settings", (f"{key} = {json.dumps(value)}" for key, value in document["settings"].items()))
    yield from _section(
        "Locked", (f"{key} = {json.dumps(lock['value'])}  {lock['why']}" for key, lock in document["locked"].items())
    )
    yield from _section("Files", document["files"])
    yield from _section("Removes", document["removes"])
    yield from _section("Patches", document["patches"])
    yield from _section("Conflicts", document["conflicts"])
    if found.unknown:
        yield from ("", f"Conflicts are not known: {found.unknown}")


def _section(title: str, lines: Any) -> Iterator[str]:
    told = [f"  {line}" for line in lines]
    if told:
        yield from ("", title, *told)


def _layer(layer: dict[str, str]) -> str:
    commit = f" ({layer['commit'][:10]})" if "commit" in layer else ""
    return f"{layer['name']} {layer['version']}  {layer['source']}{commit}"


def _question(question: dict[str, Any]) -> str:
    parts = [f"{question['key']}: {question['type']}"]
    if "choices" in question:
        parts.append(f"one of {', '.join(map(str, question['choices']))}")
    parts.append(f"default {json.dumps(question['default'], default=str)}" if "default" in question else "no default")
    if "when" in question:
        parts.append(f"when {question['when']}")
    if question["locked"]:
        parts.append("locked")
    return f"{', '.join(parts)}  [{question['asked_by']}] {question['ask']}"
