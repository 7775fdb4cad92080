"""Components whose program runs inside a provider plugin: what a simulated cloud can say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import grpc

from scaffolder.simulator import protos
from scaffolder.simulator.filler import Filler
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.types import ListOf, Scalar, Type
from scaffolder.simulator.wire import to_struct

# gRPC would print a complaint of its own about anything else.
ADDRESS: Final = re.compile(r"[A-Za-z0-9.-]+:\d+")
# The engine answers at once; without one the program is over anyway.
_REGISTER_SECONDS: Final = 60
_RUNS_INSIDE: Final = " is a component that runs inside"


def component_problem(urn: str, type_: str, package: str) -> Problem:
    """The warning that a component of a plugin stands in a preview without what is inside it.

    A warning, not an error: the preview is not whole, but nothing is known to be wrong with the program.
    """
    return Problem(
        severity="warning",
        urn=urn,
        message=f"{type_}{_RUNS_INSIDE} the {package} provider plugin, which cannot run offline: "
        "the resources inside it are not shown.",
        fix=f"Preview with --live, which starts the real {package} plugin, or use a component written in Python.",
        source="pulumi",
    )


def component_of(problem: Problem) -> str:
    """Give the type of the component that a problem says so of; empty when it says something else."""
    type_, found, _ = problem.message.partition(_RUNS_INSIDE)
    return type_ if found else ""


def made_up_outputs(schemas: SchemaStore, type_: str, name: str) -> dict[str, Any]:
    """Give a component, once deployed, the plain outputs that its SDK promises, and two of a list.

    Resources among them, and what holds some, are left out, since nothing is inside the component.
    """
    schema = schemas.resource(type_)
    one, another = (Filler(schemas, f"{type_}|{name}|{number}", known={}) for number in range(2))
    made: dict[str, Any] = {}
    for property_ in schema.outputs.values() if schema else ():
        if _is_plain(property_.type):
            made[property_.name] = one.of(property_)
        elif isinstance(property_.type, ListOf) and _is_plain(property_.type.items):
            made[property_.name] = [*one.of(property_), *another.of(property_)]
    return made


def _is_plain(type_: Type) -> bool:
    return isinstance(type_, Scalar) and type_.name in {"str", "int", "float", "bool"}


def construct(request: Any, outputs: Mapping[str, Any]) -> Any:
    """Register the component a program asks a plugin for, with nothing inside it; other outputs stay unknown."""
    provider: Any = protos.load("provider_pb2")
    resource: Any = protos.load("resource_pb2")
    rpc: Any = protos.load("resource_pb2_grpc")
    with grpc.insecure_channel(request.monitorEndpoint) as channel:
        monitor = rpc.ResourceMonitorStub(channel)
        registered = monitor.RegisterResource(
            resource.RegisterResourceRequest(
                type=request.type,
                name=request.name,
                parent=request.parent,
                object=request.inputs,
                protect=request.protect,
                providers=request.providers,
                dependencies=request.dependencies,
                acceptSecrets=True,
                acceptResources=True,
            ),
            timeout=_REGISTER_SECONDS,
        )
        state = to_struct(outputs)
        monitor.RegisterResourceOutputs(
            resource.RegisterResourceOutputsRequest(urn=registered.urn, outputs=state), timeout=_REGISTER_SECONDS
        )
    return provider.ConstructResponse(urn=registered.urn, state=state)
