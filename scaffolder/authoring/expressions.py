"""What a manifest says in Jinja: conditions, loops, and texts that are rendered."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from scaffolder.templating.manifest import Manifest

_RENDERED = {"questions": ("default",), "files": ("to",), "patches": ("path", "set", "append", "delete")}


@dataclass(frozen=True, kw_only=True)
class Said:
    """An expression or a text, where it stands in the manifest, and the names that are known there alone."""

    place: tuple[str | int, ...]
    text: str
    known: frozenset[str] = frozenset()


def expressions(manifest: Manifest) -> Iterator[Said]:
    """Give what a manifest says in Jinja; an expression stands at `when` or `for`, all else is text."""
    for place, table in _tables(tomllib.loads(manifest.text)):
        item, _, items = table.get("for", "").partition(" in ")
        known = frozenset({item.strip()} - {""})
        if items:
            yield Said(place=(*place, "for"), text=items)
        if "when" in table:
            yield Said(place=(*place, "when"), text=table["when"], known=known)
        for key in _RENDERED.get(str(place[0]), ()):
            for text in _texts(table.get(key)):
                yield Said(place=(*place, key), text=text, known=known)


def _tables(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """Give the tables of a manifest that can say something, by their places."""
    for name in ("extends", "remove", "files", "patches"):
        for number, table in enumerate(data.get(name, ())):
            if isinstance(table, dict):
                yield (name, number), table
    for key, question in data.get("questions", {}).items():
        yield ("questions", key), question


def _texts(value: Any) -> Iterator[str]:
    """Give every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from chain(_texts(key), _texts(item))
    elif isinstance(value, Sequence):
        for item in value:
            yield from _texts(item)
