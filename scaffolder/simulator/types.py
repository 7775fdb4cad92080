"""The types an SDK declares for its properties, in a form that is quick to check against and small to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

ScalarName = Literal["str", "int", "float", "bool", "any", "asset", "archive", "resource"]


@dataclass(frozen=True)
class Scalar:
    """A value without parts; `any` accepts everything, `resource` wants another resource."""

    name: ScalarName


@dataclass(frozen=True)
class ListOf:
    """A list of one type."""

    items: Type


@dataclass(frozen=True)
class MapOf:
    """A mapping with free keys and values of one type."""

    values: Type


@dataclass(frozen=True)
class ObjectRef:
    """An object type, looked up when needed: `pulumi_aws.ecs._inputs:ServiceAlarmsArgs`."""

    ref: str


@dataclass(frozen=True)
class EnumOf:
    """One of a closed set of values."""

    values: tuple[str | int | float | bool, ...]


@dataclass(frozen=True)
class UnionOf:
    """Any one of several types."""

    members: tuple[Type, ...]


Type = Scalar | ListOf | MapOf | ObjectRef | EnumOf | UnionOf

ANY: Final = Scalar("any")
SCALARS: Final[Mapping[str, Scalar]] = {
    name: Scalar(name) for name in ("str", "int", "float", "bool", "any", "asset", "archive", "resource")
}


@dataclass(frozen=True, kw_only=True)
class Property:
    """One property of a resource, function or nested object.

    `name` is the wire's name and `python_name` the program's. `description` is the first paragraph of the SDK's text;
    `constant` is the only value it allows ("Expected value is 'X'."), `replaces` says that the text promises a
    replacement when the property changes.
    """

    name: str
    python_name: str
    type: Type
    required: bool
    description: str = ""
    deprecated: str = ""
    constant: str | None = None
    replaces: bool = False


def describe(type_: Type) -> str:
    """Say what a value of this type is, in words for a message."""
    words = {
        "str": "a string", "int": "a whole number", "float": "a number", "bool": "true or false", "any": "anything",
        "asset": "an asset", "archive": "an archive", "resource": "a resource",
    }  # fmt: skip
    match type_:
        case Scalar(name):
            return words[name]
        case ListOf(items):
            return f"a list, each item {describe(items)}"
        case MapOf(values):
            return f"a mapping, each value {describe(values)}"
        case ObjectRef(ref):
            return f"an object ({ref.rpartition(':')[2].removesuffix('Args')})"
        case EnumOf(values):
            return "one of " + allowed_text(values)
        case UnionOf(members):
            return " or ".join(dict.fromkeys(describe(member) for member in members))


# More than this many allowed values would drown the message that lists them.
_SHOWN: Final = 24


def allowed_text(values: tuple[str | int | float | bool, ...]) -> str:
    """List allowed values for a message, the first two dozen of a long list."""
    shown = ", ".join(str(value) for value in values[:_SHOWN])
    return shown if len(values) <= _SHOWN else f"{shown}, ... ({len(values)} in all)"


def encode_type(type_: Type) -> Any:
    """Give the JSON of a type."""
    match type_:
        case Scalar(name):
            return name
        case ListOf(items):
            return ["list", encode_type(items)]
        case MapOf(values):
            return ["map", encode_type(values)]
        case ObjectRef(ref):
            return ["object", ref]
        case EnumOf(values):
            return ["enum", list(values)]
        case UnionOf(members):
            return ["union", [encode_type(member) for member in members]]


def decode_type(document: Any) -> Type:
    """Give the type of a JSON document of `encode_type`; any other raises ValueError, KeyError or TypeError."""
    if isinstance(document, str):
        return SCALARS[document]
    kind, content = document
    match kind:
        case "list":
            return ListOf(decode_type(content))
        case "map":
            return MapOf(decode_type(content))
        case "object":
            return ObjectRef(str(content))
        case "enum":
            return EnumOf(tuple(content))
        case "union":
            return UnionOf(tuple(decode_type(member) for member in content))
    raise ValueError(f"unknown type kind {kind!r}")


def encode_property(property_: Property) -> list[Any]:
    """Give the JSON of a property."""
    return [
        property_.name, property_.python_name, encode_type(property_.type), property_.required,
        property_.description, property_.deprecated, property_.constant, property_.replaces,
    ]  # fmt: skip


def decode_property(document: Any) -> Property:
    """Give the property of a JSON document that `encode_property` made."""
    name, python_name, type_, required, description, deprecated, constant, replaces = document
    return Property(
        name=name,
        python_name=python_name,
        type=decode_type(type_),
        required=required,
        description=description,
        deprecated=deprecated,
        constant=constant,
        replaces=replaces,
    )
