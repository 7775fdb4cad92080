"""What we know of the clouds that no SDK says: data files, each with where it is from and the day it was read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(str(resources.files("scaffolder.simulator"))) / "data"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One data file: what it holds, where that was read, and when."""

    name: str
    what: str
    source: str
    date: date


@lru_cache
def read(name: str) -> Mapping[str, Any]:
    """Give a data file's document: `aws_zones`."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def all_facts() -> Sequence[Fact]:
    """Give every data file there is, the oldest first."""
    found = []
    for file in sorted(_FOLDER.glob("*.*")):
        document = read(file.stem) if file.suffix == ".json" else _toml(file)
        said = {key: document.get(key, "") for key in ("what", "source", "date")}
        if said["date"]:
            day = date.fromisoformat(str(said["date"]))
            found.append(Fact(name=file.stem, what=str(said["what"]), source=str(said["source"]), date=day))
    return sorted(found, key=lambda fact: (fact.date, fact.name))


def _toml(file: Path) -> Mapping[str, Any]:
    import tomllib

    return tomllib.loads(file.read_text(encoding="utf-8"))


@lru_cache
def aws_zones() -> Mapping[str, tuple[str, ...]]:
    """Give the zone names of every AWS region."""
    found = read("aws_zones")["zones"]
    return {region: tuple(region + end for end in ends.split()) for region, ends in found.items()}


@lru_cache
def aws_actions(service: str) -> Mapping[str, str] | None:
    """Give the actions of a service prefix, as they are written by their small letters; None for an unknown prefix."""
    names = read("aws_iam_actions")["actions"].get(service.lower())
    return None if names is None else {name.lower(): name for name in names.split()}
