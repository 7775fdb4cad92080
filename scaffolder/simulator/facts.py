"""What we know of the clouds that no SDK says: data files, each with where it is from and the day it was read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(str(resources.files("scaffolder.simulator"))) / "data"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One data file, and the day it was read; of several days the earliest."""

    name: str
    read: date


@lru_cache
def read(name: str) -> Mapping[str, Any]:
    """Give a data file's document: `aws_zones`."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def all_facts() -> Sequence[Fact]:
    """Give every data file that says when it was read, the oldest first."""
    found = []
    for file in sorted(_FOLDER.glob("*.*")):
        document = read(file.stem) if file.suffix == ".json" else _toml(file)
        if days := list(_days(document)):
            found.append(Fact(name=file.stem, read=min(days)))
    return sorted(found, key=lambda fact: (fact.read, fact.name))


def _days(document: Mapping[str, Any]) -> Iterator[date]:
    """The days that a document names: its own, and those of the pages in it."""
    for key, value in document.items():
        if isinstance(value, Mapping):
            yield from _days(value)
        elif key in {"date", "read"}:
            yield date.fromisoformat(str(value))


def _toml(file: Path) -> Mapping[str, Any]:
    import tomllib

    return tomllib.loads(file.read_text(encoding="utf-8"))


@lru_cache
def aws_zones() -> Mapping[str, tuple[str, ...]]:
    """Give the zone names of every AWS region."""
    found = read("aws_zones")["zones"]
    return {region: tuple(region + end for end in ends.split()) for region, ends in found.items()}


@lru_cache
def aws_regions() -> frozenset[str]:
    """Give every AWS region, those too whose zones are not known yet."""
    return frozenset([*aws_zones(), *read("aws_zones")["without_zones"].split()])


@lru_cache
def aws_actions(service: str) -> Mapping[str, str] | None:
    """Give the actions of a service prefix, as they are written by their small letters; None for an unknown prefix."""
    names = read("aws_iam_actions")["actions"].get(service.lower())
    return None if names is None else {name.lower(): name for name in names.split()}
