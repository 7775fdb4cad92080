"""Makes values that a schema allows, for tests that try many types."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.types import EnumOf, ListOf, MapOf, ObjectRef, Property, Scalar, Type, UnionOf
from scaffolder.simulator.values import UNKNOWN, Asset, ResourceReference, Secret

_DEEPEST = 4


class Maker:
    """Makes values that a schema allows; with `wrapped`, some are secret or unknown."""

    def __init__(self, schemas: SchemaStore, chance: random.Random, *, wrapped: bool = True) -> None:
        self._schemas = schemas
        self._chance = chance
        self._weights = [20, 1, 1] if wrapped else [1, 0, 0]

    def inputs(self, properties: Mapping[str, Property], depth: int = 0) -> dict[str, Any]:
        """Give all required properties and some of the others."""
        share = 0.5 if depth < 2 else 0.1
        return {
            name: self.value(property_.type, depth) if property_.constant is None else property_.constant
            for name, property_ in properties.items()
            if property_.required or (depth < _DEEPEST and self._chance.random() < share)
        }

    def value(self, type_: Type, depth: int) -> Any:
        """Give a value of a type."""
        match type_:
            case Scalar(name):
                made: Any = {
                    "str": "text", "int": 3.0, "float": 0.5, "bool": True, "any": {"free": [1]}, "asset": Asset(text=""),
                    "archive": Asset(archive=True), "resource": ResourceReference(urn="u", id="i"),
                }[name]  # fmt: skip
            case EnumOf(values):
                made = self._chance.choice(values)
            case ListOf(items):
                made = [self.value(items, depth + 1)] if depth < _DEEPEST else []
            case MapOf(values):
                made = {"key": self.value(values, depth + 1)}
            case UnionOf(members):
                made = self.value(self._chance.choice(members), depth)
            case ObjectRef(ref):
                properties = self._schemas.object_properties(ref)
                made = self.inputs(properties, depth + 1) if properties and depth < 12 else UNKNOWN
        return self._chance.choices([made, Secret(made), UNKNOWN], self._weights)[0]


def tokens_of(site_packages: Path, package: str) -> list[str]:
    """Give every resource type of an SDK, in order."""
    registry = (site_packages / f"pulumi_{package}" / "__init__.py").read_text()
    modules = json.loads(re.findall(r'resource_modules="""(.*?)"""', registry, re.DOTALL)[0])
    return sorted(token for entry in modules for token in entry["classes"])
