"""Reads a function's arguments as a bridged provider does: `"true"` is true for a bool, and comes back so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffolder.simulator.types import ListOf, Property, Scalar, Type
from scaffolder.simulator.values import Secret, Unknown

_TRUTH: Final = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


def as_declared(args: Mapping[str, Any], declared: Mapping[str, Property]) -> dict[str, Any]:
    """Give arguments in the types that the SDK declares; as they are where they can be no such thing."""
    return {name: _value(value, declared[name].type) if name in declared else value for name, value in args.items()}


def _value(value: Any, type_: Type) -> Any:
    if value is None or isinstance(value, Unknown):
        return value
    if isinstance(value, Secret):
        return Secret(_value(value.value, type_))
    if isinstance(type_, ListOf):
        items = value if isinstance(value, list) else [value]
        return [_value(item, type_.items) for item in items]
    if not isinstance(type_, Scalar) or not isinstance(value, (str, int, float)):
        return value
    return _read(value, type_.name) if isinstance(value, str) else _written(value, type_.name)


def _written(value: float, name: str) -> Any:
    if name != "str":
        return value
    return str(value).lower() if isinstance(value, bool) else f"{value:.15g}"


def _read(text: str, name: str) -> Any:
    if name == "bool":
        return _TRUTH.get(text, text)
    try:
        return int(text) if name == "int" else float(text) if name == "float" else text
    except ValueError:
        return text
