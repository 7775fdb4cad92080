"""Properties that hold the name of another resource: which, and of what type."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final

_DATA: Final = Path(__file__).parent.parent / "data" / "references.toml"
_ANYWHERE: Final = "**."


@dataclass(frozen=True, kw_only=True)
class Target:
    """A resource type that others refer to by name.

    `name` is the path of the input that holds the name, empty where the cloud numbers the resource; `types` are the
    types that serve, `always` the names that are there anyway, `*` for any text.
    """

    type: str
    name: str
    types: frozenset[str]
    always: Sequence[str]
    sources: Sequence[tuple[str, Sequence[str]]]

    def has_always(self, name: str) -> bool:
        """Say whether something of this name is there without anybody making it."""
        return any(fnmatchcase(name, one) for one in self.always)


@cache
def targets() -> Sequence[Target]:
    """Give every type that others refer to by name."""
    with _DATA.open("rb") as file:
        return [_target(type_, entry) for type_, entry in tomllib.load(file).items() if type_ != "sources"]


def _target(type_: str, entry: dict[str, Any]) -> Target:
    return Target(
        type=type_,
        name=entry.get("name", "name"),
        types=frozenset({type_, *entry.get("also", ())}),
        always=entry.get("always", ()),
        sources=list(entry["from"].items()),
    )


def target_of(type_: str, path: str) -> Target | None:
    """Give what a property of a type names; `path` is without indices. None for one that names nothing known."""
    for target, properties in _naming(type_):
        if type_ in target.types and path == target.name:
            continue
        for one in properties:
            if path == one or (one.startswith(_ANYWHERE) and f".{path}".endswith(f".{one.removeprefix(_ANYWHERE)}")):
                return target
    return None


@cache
def _naming(type_: str) -> Sequence[tuple[Target, Sequence[str]]]:
    return [
        (target, properties)
        for target in targets()
        for pattern, properties in target.sources
        if fnmatchcase(type_, pattern)
    ]
