"""The tables of a manifest that few templates have: what is locked, removed, patched, or called differently."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffolder.templating.migrations import read_migrations


@dataclass(frozen=True, kw_only=True)
class Lock:
    """A value that users cannot change, and why; of a setting perhaps in some environments alone."""

    value: Any
    why: str
    environments: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Removal:
    """A path of the project that a layer takes out; a folder ends in "/"."""

    path: str
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Patch:
    """Changes to a YAML, TOML or JSON file that a layer made."""

    path: str
    when: str = ""
    item: str = ""
    items: str = ""
    set: Mapping[str, Any] = field(default_factory=dict)
    append: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    delete: Sequence[str] = ()


def read_tables(data: Mapping[str, Any], loops: Callable[[Mapping[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Read them from what the schema has checked; `loops` takes a `for` apart."""
    return {
        "locked": {key: Lock(**lock) for key, lock in data.get("locked", {}).items()},
        "remove": tuple(Removal(path=of) if isinstance(of, str) else Removal(**of) for of in data.get("remove", ())),
        "patches": tuple(Patch(**loops(patch)) for patch in data.get("patches", ())),
        "migrations": read_migrations(data.get("migrations", ())),
    }
