"""The truth about an SDK: what Pulumi's own functions say of its imported classes, in our types."""

from __future__ import annotations

import collections.abc
import enum
import importlib
import inspect
import typing
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi import _types

from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.types import EnumOf, ListOf, MapOf, ObjectRef, Scalar, Type, UnionOf

_PLAIN = {str: "str", int: "int", float: "float", bool: "bool", Any: "any"}
_DEEPEST = 3


def differences(store: SchemaStore, token: str, module: str, class_name: str) -> list[str]:
    """Say where the schema read from the source and the imported classes disagree about a resource type."""
    schema = store.resource(token)
    if schema is None:
        return [f"{token}: not found"]
    home = importlib.import_module(module)
    resource = getattr(home, class_name)
    source = inspect.getsource(resource._internal_init)
    args = vars(inspect.getmodule(resource))[source.partition("__props__ = ")[2].partition(".__new__")[0]]
    found = _compare_object(store, token, schema.inputs, args, 0)
    real_outputs = _types.resource_types(resource)
    names = _types.resource_pulumi_to_py_names(resource)
    # A class also inherits `id` and `urn` from the SDK core.
    declared = {name for name in names if name not in {"id", "urn"} or name in schema.outputs}
    if declared != set(schema.outputs):
        found.append(f"{token}: outputs {sorted(declared ^ set(schema.outputs))}")
    for name, property_ in schema.outputs.items():
        if name in real_outputs:
            found += _compare(store, f"{token} -> {name}", property_.type, real_outputs[name], 0)
    return found


def _compare_object(store: SchemaStore, where: str, properties: Mapping[str, Any], cls: type, depth: int) -> list[str]:
    if issubclass(cls, dict):  # an output type
        names = {wire: python for python, wire in _types._py_to_pulumi_names_from_py_properties(cls).items()}
        types = _types.output_type_types(cls)
        needed = None
    else:
        names = {wire: python for python, wire in _types.input_type_py_to_pulumi_names(cls).items()}
        types = _types.input_type_types(cls)
        parameters = inspect.signature(cls.__init__).parameters
        needed = {name for name, parameter in parameters.items() if parameter.default is parameter.empty}
    found = []
    if {name: property_.python_name for name, property_ in properties.items()} != names:
        found.append(f"{where}: names {sorted(set(properties) ^ set(names))}")
    for name, property_ in properties.items():
        if needed is not None and property_.required != (property_.python_name in needed):
            found.append(f"{where}.{name}: required is {property_.required}")
        if name in types:
            found += _compare(store, f"{where}.{name}", property_.type, types[name], depth)
    return found


def _compare(store: SchemaStore, where: str, ours: Type, real: Any, depth: int) -> list[str]:
    real = _unwrapped(real)
    arguments = typing.get_args(real)
    if isinstance(real, type) and (_types.is_input_type(real) or _types.is_output_type(real)):
        properties = store.object_properties(ours.ref) if isinstance(ours, ObjectRef) else None
        if properties is None:
            return [f"{where}: {ours} is {real}"]
        return _compare_object(store, where, properties, real, depth + 1) if depth < _DEEPEST else []
    if isinstance(ours, ListOf) and len(arguments) == 1:
        return _compare(store, f"{where}[]", ours.items, arguments[0], depth)
    if isinstance(ours, MapOf) and len(arguments) == 2:
        return _compare(store, f"{where}{{}}", ours.values, arguments[1], depth)
    return [] if _member_kinds(real) == _kinds(ours) else [f"{where}: {ours} is {real}"]


def _member_kinds(member: Any) -> set[str]:
    """The kinds of a union's member; what only wraps the others (a promise of them) adds nothing."""
    if member is type(None) or typing.get_origin(member) in {collections.abc.Awaitable, pulumi.Output}:
        return set()
    if typing.get_origin(member) is typing.Union:
        return {kind for inner in typing.get_args(member) for kind in _member_kinds(inner)}
    return {_kind(_unwrapped(member))}


def _unwrapped(real: Any) -> Any:
    for _ in range(6):
        real = _types.unwrap_type(real)
    return real


def _kinds(ours: Type) -> set[str]:
    if isinstance(ours, UnionOf):
        return {kind for member in ours.members for kind in _kinds(member)}
    match ours:
        case Scalar(name):
            return {name}
        case ListOf():
            return {"list"}
        case MapOf():
            return {"map"}
        case EnumOf():
            return {"enum"}
    return {"object"}


def _kind(real: Any) -> str:
    origin = typing.get_origin(real)
    said = _PLAIN.get(real, str(real))
    if origin in {list, typing.Sequence} or "Sequence" in str(origin):
        said = "list"
    elif origin is dict or "Mapping" in str(origin):
        said = "map"
    elif origin is typing.Literal:
        said = "enum"
    elif isinstance(real, type) and (_types.is_input_type(real) or _types.is_output_type(real)):
        said = "object"
    elif isinstance(real, type):
        bases = {enum.Enum: "enum", pulumi.Archive: "archive", pulumi.Asset: "asset", pulumi.Resource: "resource"}
        said = next((name for base, name in bases.items() if issubclass(real, base)), said)
    return said
