"""Components whose program runs inside a provider plugin: what a simulated cloud can say of them."""

from __future__ import annotations

import re
from typing import Any, Final

import grpc

from scaffolder.simulator import protos
from scaffolder.simulator.problems import Problem

# gRPC would print a complaint of its own about anything else.
ADDRESS: Final = re.compile(r"[A-Za-z0-9.-]+:\d+")
# The engine answers at once; without one the program is over anyway.
_REGISTER_SECONDS: Final = 60


def component_problem(urn: str, type_: str, package: str) -> Problem:
    """The warning that a component of a plugin stands in a preview without what is inside it.

    A warning, not an error: the preview is not whole, but nothing is known to be wrong with the program.
    """
    return Problem(
        severity="warning",
        urn=urn,
        message=f"{type_} is a component that runs inside the {package} provider plugin, which cannot run offline: "
        "the resources inside it are not shown.",
        fix=f"Preview with --live, which starts the real {package} plugin, or use a component written in Python.",
        source="pulumi",
    )


def construct(request: Any) -> Any:
    """Register the component a program asks a plugin for, with nothing inside it; its outputs stay unknown."""
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
        monitor.RegisterResourceOutputs(
            resource.RegisterResourceOutputsRequest(urn=registered.urn, outputs={}), timeout=_REGISTER_SECONDS
        )
    return provider.ConstructResponse(urn=registered.urn)
