"""What a resource's outputs are after it was created: everything its SDK declares, made up but plausible."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scaffolder.simulator import ids_aws, ids_azure, ids_gcp, outputs_aws
from scaffolder.simulator.plausible import (
    AWS_ACCOUNT,
    AZURE_SUBSCRIPTION,
    AZURE_TENANT,
    GCP_PROJECT,
    guid,
    hex_digits,
    private_address,
    public_address,
)
from scaffolder.simulator.schema import ResourceSchema, SchemaStore
from scaffolder.simulator.subject import Subject, plain
from scaffolder.simulator.types import EnumOf, ListOf, MapOf, ObjectRef, Property, Scalar, Type, UnionOf
from scaffolder.simulator.values import UNKNOWN, Asset


@dataclass(frozen=True, kw_only=True)
class _Cloud:
    """How one cloud names what it makes."""

    id_of: Callable[[Subject], str]
    name_of: Callable[[Subject], str]
    outputs_of: Callable[[Subject], dict[str, Any]]


_CLOUDS: Final = {
    "aws": _Cloud(id_of=ids_aws.id_of, name_of=ids_aws.name_of, outputs_of=outputs_aws.outputs_of),
    "gcp": _Cloud(id_of=ids_gcp.id_of, name_of=ids_gcp.name_of, outputs_of=ids_gcp.outputs_of),
    "azure-native": _Cloud(id_of=ids_azure.id_of, name_of=ids_azure.name_of, outputs_of=ids_azure.outputs_of),
}
# Nested types may refer to themselves; nothing a program reads lies deeper.
_DEEPEST: Final = 4


def resource_id(subject: Subject) -> str:
    """Give the id a cloud would give this resource."""
    cloud = _cloud(subject.type)
    if cloud is not None:
        return cloud.id_of(subject)
    metadata = plain(subject.inputs.get("metadata"))
    if subject.type.startswith("kubernetes:") and isinstance(metadata, Mapping):
        name = plain(metadata.get("name")) or f"{subject.logical_name}-{subject.hex(8)}"
        namespace = plain(metadata.get("namespace"))
        return f"{namespace}/{name}" if isinstance(namespace, str) else str(name)
    return guid(f"{subject.seed}|{subject.urn}")


def _cloud(type_: str) -> _Cloud | None:
    return _CLOUDS.get(type_.split(":", maxsplit=1)[0])


def fill_outputs(schemas: SchemaStore, schema: ResourceSchema | None, subject: Subject, *, id_: str) -> dict[str, Any]:
    """Give all properties of a deployed resource: its inputs, and every output its SDK promises."""
    properties = {name: value for name, value in subject.inputs.items() if not name.startswith("__")}
    if schema is None:
        return properties
    cloud = _cloud(subject.type)
    known = cloud.outputs_of(subject) if cloud else {}
    if cloud and "name" in schema.outputs and "name" not in known:
        known["name"] = cloud.name_of(subject)
    filler = Filler(schemas, f"{subject.seed}|{subject.urn}", known={"id": id_, **known})
    for name, property_ in schema.outputs.items():
        given = properties.get(name)
        if given is not None:
            properties[name] = filler.complete(given, property_.type)
        elif name in known:
            properties[name] = filler.complete(known[name], property_.type)
        elif property_.required:
            # An input left out is filled by the cloud with a default that the SDK does not tell: nothing is claimed.
            value = filler.default(name, property_.type) if name in schema.inputs else None
            properties[name] = filler.value(name, property_.type) if value is None else value
    return properties


def preview_outputs(schemas: SchemaStore, schema: ResourceSchema | None, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Give the properties of a resource that is yet to be made: its inputs, and unknown what the cloud adds inside.

    Whole properties that are missing are unknown to the program without being named.
    """
    properties = {name: value for name, value in inputs.items() if not name.startswith("__")}
    for name, property_ in (schema.outputs if schema else {}).items():
        if properties.get(name) is not None:
            properties[name] = _with_unknowns(schemas, properties[name], property_.type, 0)
    return properties


def _with_unknowns(schemas: SchemaStore, given: Any, type_: Type, depth: int) -> Any:
    if isinstance(given, list) and isinstance(type_, ListOf):
        return [_with_unknowns(schemas, item, type_.items, depth) for item in given]
    if isinstance(given, list) and isinstance(type_, MapOf):
        return UNKNOWN  # azure-native takes the identities of a resource as a list and gives them back as a map
    if not isinstance(given, Mapping) or not isinstance(type_, ObjectRef) or depth >= _DEEPEST:
        return given
    filled = dict(given)
    for name, property_ in (schemas.object_properties(type_.ref) or {}).items():
        if filled.get(name) is not None:
            filled[name] = _with_unknowns(schemas, filled[name], property_.type, depth + 1)
        elif property_.required:
            filled[name] = UNKNOWN
    return filled


class Filler:
    """Makes up values by type and name; the same subject always gets the same ones."""

    def __init__(self, schemas: SchemaStore, subject: str, *, known: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._subject = subject
        self._known = known

    def value(self, name: str, type_: Type, depth: int = 0) -> Any:
        """Give a value of a type for a property of this name."""
        match type_:
            case Scalar(scalar):
                return self._scalar(name, scalar)
            case EnumOf(values):
                return values[0]
            case ListOf(items):
                return [] if depth >= _DEEPEST else [self.value(_singular(name), items, depth + 1)]
            case MapOf():
                return {}
            case ObjectRef(ref):
                return self._object(ref, {}, depth)
            case UnionOf(members):
                return self.value(name, members[0], depth)

    def default(self, name: str, type_: Type) -> Any:
        """Give the modest value of an input that was left out; None where only its name can tell."""
        if isinstance(type_, ListOf):
            return []
        if isinstance(type_, Scalar) and type_.name == "str":
            return "" if name.endswith("Prefix") or not any(form.search(name) for form, _ in _TEXTS) else None
        return None

    def complete(self, given: Any, type_: Type, depth: int = 0) -> Any:
        """Add to given inputs what the cloud adds inside them: an ingress gets its host name."""
        if isinstance(given, Mapping) and isinstance(type_, ObjectRef):
            return self._object(type_.ref, given, depth)
        if isinstance(given, list) and isinstance(type_, ListOf):
            return [self.complete(item, type_.items, depth + 1) for item in given]
        if isinstance(given, list) and isinstance(type_, MapOf):
            return {str(item): self.value(str(item), type_.values, depth + 1) for item in given}
        return given

    def properties(self, declared: Mapping[str, Property]) -> dict[str, Any]:
        """Give a value for each declared property that is not optional."""
        return {name: self.value(name, property_.type) for name, property_ in declared.items() if property_.required}

    def _object(self, ref: str, given: Mapping[str, Any], depth: int) -> dict[str, Any]:
        declared = self._schemas.object_properties(ref) if depth < _DEEPEST else None
        filled = dict(given)
        for name, property_ in (declared or {}).items():
            if filled.get(name) is not None:
                filled[name] = self.complete(filled[name], property_.type, depth + 1)
            elif property_.required:
                filled[name] = property_.constant or self.value(name, property_.type, depth + 1)
        return filled

    def _scalar(self, name: str, scalar: str) -> Any:
        if scalar == "str":
            known = self._known.get(name)
            return known if isinstance(known, str) else self._text(name)
        simple: dict[str, Any] = {"bool": False, "any": {}, "float": 1.0, "asset": Asset(text=""), "resource": None}
        if scalar == "archive":
            return Asset(archive=True)
        if scalar == "int":
            return 443 if name.lower().endswith("port") else 1
        return simple[scalar]

    def _text(self, name: str) -> str:
        subject = f"{self._subject}|{name}"
        digits = hex_digits(subject, 12)
        for pattern, text in _TEXTS:
            if pattern.search(name):
                return text.format(
                    digits=digits, guid=guid(subject), public=public_address(subject), private=private_address(subject),
                    name=name,
                )  # fmt: skip
        return f"{name}-{digits[:8]}"


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


# From the name of an output to its form; the first that fits wins.
_TEXTS: Final = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"^arn$|Arn$", f"arn:aws:simulated:us-east-1:{AWS_ACCOUNT}:{{name}}/{{digits}}"),
        (r"[sS]ubscriptionId$", AZURE_SUBSCRIPTION),
        (r"[tT]enantId$", AZURE_TENANT),
        (r"([aA]ccount|[oO]wner|[rR]egistry)Id$", AWS_ACCOUNT),
        (r"^project$|[pP]rojectId$", GCP_PROJECT),
        (r"([pP]rincipal|[cC]lient|[oO]bject|[uU]nique)Id$|[gG]uid$", "{guid}"),
        (r"^ipv6|[iI]pv6([aA]ddress)?$", "2001:db8::1"),
        (r"[eE]rrors?$", ""),
        (r"[pP]rivateIp|[iI]nternalIp", "{private}"),
        (r"[iI]p([aA]ddress)?$|[aA]ddress$", "{public}"),
        (r"[cC]idr", "10.0.0.0/16"),
        (r"([uU]rl|[uU]ri|[eE]ndpoint|[lL]ink)$", "https://{digits}.simulated.example.com"),
        (r"([fF]qdn|[hH]ost([nN]ame)?|[dD]nsName|[dD]omain([nN]ame)?)$", "{digits}.simulated.example.com"),
        (r"([tT]ime|[dD]ate|At|[tT]imestamp)$|^created|^updated|^modified", "2026-01-01T00:00:00Z"),
        (r"[lL]ocation$|[rR]egion$", "us-east-1"),
        (r"[sS]tate$|[sS]tatus$", "ACTIVE"),
        (r"[eE]mail$", "{digits}@simulated.example.com"),
        (r"([fF]ingerprint|[eE]tag|[hH]ash|[dD]igest|[cC]hecksum|[mM]d5|[sS]ha\d+)$", "{digits}"),
        (r"[iI]d$", "{name}-{digits}"),
    )
)
