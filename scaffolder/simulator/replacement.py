"""Which inputs of a resource make another one of it when they change."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final

from scaffolder.simulator.constraints.plain_type import plain_type
from scaffolder.simulator.schema import ResourceSchema
from scaffolder.simulator.values import Secret

_DATA: Final = Path(__file__).parent / "data"
_STEP: Final = re.compile(r"[^.\[\]\"]+")
_ALL: Final = ("*",)


class Forcing:
    """The input paths of one resource type that make another resource of it."""

    def __init__(self, paths: Iterable[str], never: Iterable[str] = ()) -> None:
        self._paths = frozenset(map(steps, paths))
        self._never = frozenset(map(steps, never))

    def covers(self, path: Sequence[str], value: Any) -> bool:
        """Whether a change at a path, to or from this value, makes another resource; indices are no part of a path."""
        at = tuple(path)
        if any(at[: depth + 1] in self._never for depth in range(len(at))):
            return False
        if _ALL in self._paths or any(at[: depth + 1] in self._paths for depth in range(len(at))):
            return True
        return any(below[: len(at)] == at and _has(value, below[len(at) :]) for below in self._paths)


def steps(path: str) -> tuple[str, ...]:
    """Give the names of a path, without indices: `a.b[0].c` is a, b, c."""
    return tuple(step for step in _STEP.findall(path) if not step.isdigit() and (step != "*" or path == "*"))


def _has(value: Any, path: Sequence[str]) -> bool:
    if isinstance(value, Secret):
        return _has(value.value, path)
    if isinstance(value, list):
        return any(_has(item, path) for item in value)
    if not path:
        return value is not None
    return isinstance(value, Mapping) and _has(value.get(path[0]), path[1:])


def forcing(type_: str, schema: ResourceSchema | None, also: Iterable[str] = ()) -> Forcing:
    """Give what makes another resource of this type: what its provider's sources say, else what the SDK's text does.

    `also` are paths that do so for the values at hand.
    """
    package = type_.partition(":")[0]
    if type_.startswith("pulumi:providers:"):
        return Forcing(())
    rules = _rules()
    paths = _matching(rules["forces"], type_)
    never = _matching(rules["never"], type_)
    known = listed(package).get(plain_type(type_))
    if known is not None:
        paths += known
    elif not paths and schema is not None:
        paths += [name for name, property_ in schema.inputs.items() if property_.replaces]
        paths += _places(package, schema)
    if package == "aws":
        # Every resource has a region of its own; it does not move.
        paths.append("region")
    return Forcing([*paths, *also], never)


def _places(package: str, schema: ResourceSchema) -> list[str]:
    """What names a resource or says where it lies, for a type that no list has."""
    if package == "azure-native":
        kind = schema.token.rpartition(":")[2]
        named = {f"{kind[0].lower()}{kind[1:]}Name", "resourceGroupName", "location", "scope"}
        return [
            name
            for name, property_ in schema.inputs.items()
            if name in named or (property_.required and name.endswith("Name") and "ame of the" in property_.description)
        ]
    known = {"gcp": {"name", "project", "location", "region", "zone"}, "aws": {"name", "namePrefix"}}
    return [name for name in schema.inputs if name in known.get(package, set())]


def _matching(patterns: Mapping[str, Sequence[str]], type_: str) -> list[str]:
    return [path for pattern, paths in patterns.items() if fnmatchcase(type_, pattern) for path in paths]


@cache
def _rules() -> Mapping[str, Mapping[str, Sequence[str]]]:
    with (_DATA / "replacements.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def listed(package: str) -> Mapping[str, Sequence[str]]:
    """Give the paths by resource type of a package whose types are listed; empty for any other."""
    if package == "azure-native":
        with (_DATA / "azure_create_only.toml").open("rb") as file:
            return {type_: said.get("replaces", []) for type_, said in tomllib.load(file).items() if type_ != "sources"}
    return {type_: paths.split() for type_, paths in _provider(package).get("forces", {}).items()}


def sets(type_: str) -> frozenset[tuple[str, ...]]:
    """Give the paths of a type's lists whose order has no meaning."""
    return frozenset(map(steps, _provider(type_.partition(":")[0]).get("sets", {}).get(type_, "").split()))


@cache
def _provider(package: str) -> Mapping[str, Mapping[str, str]]:
    file = _DATA / f"replacements_{package}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
