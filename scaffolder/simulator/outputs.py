"""What a resource's outputs are after it was created: everything its SDK declares, made up but plausible."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scaffolder.simulator import ids_aws, ids_azure, ids_gcp, outputs_aws, outputs_others
from scaffolder.simulator.filler import Filler
from scaffolder.simulator.inside import Inside
from scaffolder.simulator.schema import ResourceSchema, SchemaStore
from scaffolder.simulator.subject import Subject
from scaffolder.simulator.types import Scalar, Type
from scaffolder.simulator.values import UNKNOWN


@dataclass(frozen=True, kw_only=True)
class _Cloud:
    """How one cloud names what it makes; `name_of` is None where `name` is an input like any other."""

    id_of: Callable[[Subject], str]
    name_of: Callable[[Subject], str] | None
    outputs_of: Callable[[Subject], dict[str, Any]]


_CLOUDS: Final = {
    "aws": _Cloud(id_of=ids_aws.id_of, name_of=ids_aws.name_of, outputs_of=outputs_aws.outputs_of),
    "gcp": _Cloud(id_of=ids_gcp.id_of, name_of=ids_gcp.name_of, outputs_of=ids_gcp.outputs_of),
    "azure-native": _Cloud(id_of=ids_azure.id_of, name_of=ids_azure.name_of, outputs_of=ids_azure.outputs_of),
}
_OTHERS: Final = _Cloud(id_of=outputs_others.id_of, name_of=None, outputs_of=outputs_others.outputs_of)


def resource_id(subject: Subject) -> str:
    """Give the id a cloud would give this resource."""
    return _cloud(subject.type).id_of(subject)


def _cloud(type_: str) -> _Cloud:
    return _CLOUDS.get(type_.split(":", maxsplit=1)[0], _OTHERS)


def fill_outputs(schemas: SchemaStore, schema: ResourceSchema | None, subject: Subject, *, id_: str) -> dict[str, Any]:
    """Give all properties of a deployed resource: its inputs, and every output its SDK promises."""
    properties = {name: value for name, value in subject.inputs.items() if not name.startswith("__")}
    if schema is None:
        return properties
    cloud = _cloud(subject.type)
    known = cloud.outputs_of(subject)
    name_type = schema.outputs["name"].type if "name" in schema.outputs else None
    if cloud.name_of and isinstance(name_type, Scalar) and "name" not in known:
        known["name"] = cloud.name_of(subject)
    filler = Filler(schemas, f"{subject.seed}|{subject.urn}", known={"id": id_, **known})
    inside = Inside(schemas, schema.token, add=filler.of)
    for name, property_ in schema.outputs.items():
        given = properties.get(name, known.get(name))
        if given is not None:
            properties[name] = inside.complete(given, property_.type, _input_type(schema, name))
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
    if schema is None:
        return properties
    inside = Inside(schemas, schema.token, add=lambda _: UNKNOWN)
    for name, property_ in schema.outputs.items():
        if properties.get(name) is not None:
            properties[name] = inside.complete(properties[name], property_.type, _input_type(schema, name))
    return properties


def _input_type(schema: ResourceSchema, name: str) -> Type | None:
    return schema.inputs[name].type if name in schema.inputs else None
