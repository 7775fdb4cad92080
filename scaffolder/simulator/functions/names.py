"""The names of a function's nested arguments, which the Python SDK sends as they were written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.types import ListOf, MapOf, ObjectRef, Property, Type
from scaffolder.simulator.values import Secret


def wire_names(schemas: SchemaStore, args: Mapping[str, Any], declared: Mapping[str, Property]) -> dict[str, Any]:
    """Give arguments under their wire names: a bridged provider understands `not_actions` as `notActions`."""
    by_python_name = {property_.python_name: name for name, property_ in declared.items()}
    renamed: dict[str, Any] = {}
    for key, value in args.items():
        name = key if key in declared else by_python_name.get(key, key)
        renamed[name] = _value(schemas, value, declared[name].type) if name in declared else value
    return renamed


def _value(schemas: SchemaStore, value: Any, type_: Type) -> Any:
    if isinstance(value, Secret):
        return Secret(_value(schemas, value.value, type_))
    if isinstance(value, list) and isinstance(type_, ListOf):
        return [_value(schemas, item, type_.items) for item in value]
    if isinstance(value, Mapping) and isinstance(type_, MapOf):
        return {key: _value(schemas, item, type_.values) for key, item in value.items()}
    if isinstance(value, Mapping) and isinstance(type_, ObjectRef):
        return wire_names(schemas, value, schemas.object_properties(type_.ref) or {})
    return value
