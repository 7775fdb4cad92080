"""Between the protocol's `Struct` and plain Python values, and from those to JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from scaffolder.simulator.values import UNKNOWN, Asset, ResourceReference, Secret, Unknown

if TYPE_CHECKING:
    from google.protobuf.struct_pb2 import Struct, Value

# The protocol's constants: sdk/go/common/resource/{properties,asset/asset,archive/archive}.go and
# sdk/go/common/resource/plugin/rpc.go of github.com/pulumi/pulumi.
SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a marker, not a secret
RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN_STRING: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
# Ours, for what the engine is to take for known: it asks nothing of a provider with settings that are not.
UNKNOWN_SETTING: Final = "f3a1c7d2-6f0b-4c55-9d0e-scaffolder00"
UNKNOWNS: Final = frozenset(
    {
        UNKNOWN_STRING,
        UNKNOWN_SETTING,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)


def from_struct(struct: Struct) -> dict[str, Any]:
    """Give the values of a `Struct`; whole numbers come out as ints, since the wire knows only floats."""
    return {key: _from_value(value) for key, value in struct.fields.items()}


def to_struct(mapping: Mapping[str, Any]) -> Struct:
    """Give the `Struct` that carries these values."""
    from google.protobuf.struct_pb2 import Struct

    struct = Struct()
    for key, value in mapping.items():
        _fill(struct.fields[key], value)
    return struct


def with_unknown_settings(value: Any) -> Any:
    """Give a provider's settings in the form that the engine takes for known."""
    if isinstance(value, Unknown):
        return UNKNOWN_SETTING
    if isinstance(value, Secret):
        return Secret(with_unknown_settings(value.value))
    if isinstance(value, Mapping):
        return {key: with_unknown_settings(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_unknown_settings(item) for item in value]
    return value


def to_plain(value: Any) -> Any:
    """Give the JSON document of a value: what is unknown or secret is marked, not shown."""
    plain: Any = value
    if isinstance(value, Unknown):
        plain = {"$unknown": True}
    elif isinstance(value, Secret):
        plain = {"$secret": True}
    elif isinstance(value, Mapping):
        plain = {str(key): to_plain(item) for key, item in value.items()}
    elif isinstance(value, (list, tuple)):
        plain = [to_plain(item) for item in value]
    elif isinstance(value, float):
        plain = _whole(value)
    elif isinstance(value, Asset):
        plain = {"$archive" if value.archive else "$asset": _asset_content(value, to_plain)}
    elif isinstance(value, ResourceReference):
        plain = {"$resource": value.urn, "id": to_plain(value.id)}
    return plain


def _whole(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


def _from_value(value: Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text = value.string_value
        return UNKNOWN if text in UNKNOWNS else text
    if kind == "struct_value":
        return _from_object(value.struct_value)
    if kind == "list_value":
        return [_from_value(item) for item in value.list_value.values]
    if kind == "bool_value":
        return value.bool_value
    if kind == "number_value":
        return _whole(value.number_value)
    return None


def _from_object(struct: Struct) -> Any:
    plain = from_struct(struct)
    signature = plain.get(SIGNATURE)
    if not isinstance(signature, str):
        return plain
    if signature == SECRET:
        return Secret(plain.get("value"))
    if signature == OUTPUT:
        inner = plain.get("value", UNKNOWN)
        return Secret(inner) if plain.get("secret") is True else inner
    if signature in (ASSET, ARCHIVE):
        return _from_asset(plain, archive=signature == ARCHIVE)
    if signature == RESOURCE:
        # The engine sends an empty id for a custom resource whose id is not known yet, and none for a component.
        known = plain.get("id")
        return ResourceReference(
            urn=str(plain.get("urn", "")),
            id=UNKNOWN if known == "" else known,
            package_version=str(plain.get("packageVersion") or ""),
        )
    return plain


def _from_asset(plain: Mapping[str, Any], *, archive: bool) -> Asset:
    entries = plain.get("assets")
    return Asset(
        text=plain.get("text"),
        path=plain.get("path"),
        uri=plain.get("uri"),
        archive=archive,
        assets=entries if isinstance(entries, dict) else {},
        hash=plain.get("hash"),
    )


def _fill(target: Value, value: Any) -> None:
    if value is None:
        from google.protobuf.struct_pb2 import NULL_VALUE

        target.null_value = NULL_VALUE
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, (int, float)):
        target.number_value = value
    elif isinstance(value, str):
        target.string_value = value
    elif isinstance(value, Unknown):
        target.string_value = UNKNOWN_STRING
    elif isinstance(value, Mapping):
        target.struct_value.SetInParent()
        for key, item in value.items():
            _fill(target.struct_value.fields[str(key)], item)
    elif isinstance(value, (list, tuple)):
        target.list_value.SetInParent()
        for item in value:
            _fill(target.list_value.values.add(), item)
    else:
        _fill(target, _signed(value))


def _signed(value: Any) -> dict[str, Any]:
    if isinstance(value, Secret):
        return {SIGNATURE: SECRET, "value": value.value}
    if isinstance(value, Asset):
        return {SIGNATURE: ARCHIVE if value.archive else ASSET, **_asset_content(value, lambda entry: entry)}
    if isinstance(value, ResourceReference):
        reference: dict[str, Any] = {SIGNATURE: RESOURCE, "urn": value.urn}
        if value.id is not None:
            reference["id"] = "" if isinstance(value.id, Unknown) else value.id
        if value.package_version:
            reference["packageVersion"] = value.package_version
        return reference
    raise TypeError(f"a {type(value).__name__} cannot travel to a provider: {value!r}")


def _asset_content(asset: Asset, convert: Any) -> dict[str, Any]:
    content: dict[str, Any] = {
        key: part
        for key, part in (("hash", asset.hash), ("text", asset.text), ("path", asset.path), ("uri", asset.uri))
        if part is not None
    }
    if asset.archive and not content.keys() & {"path", "uri"}:
        content["assets"] = {name: convert(entry) for name, entry in asset.assets.items()}
    return content
