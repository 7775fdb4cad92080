"""What the engine does when a program registers or reads a resource."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from google.protobuf import struct_pb2
from pulumi.runtime.proto import resource_pb2

from scaffolder.engine import transforms
from scaffolder.engine.deployment import Deployment
from scaffolder.engine.hooks import DryRunHooks
from scaffolder.engine.preview import PreviewResource
from scaffolder.engine.providers import (
    INTERNAL,
    STACK_REFERENCE,
    Package,
    is_opaque,
    is_provider,
    package_of,
    provided_package,
)
from scaffolder.engine.registrations import Registered
from scaffolder.engine.throwaway import ORGANIZATION
from scaffolder.simulator.components import component_problem
from scaffolder.simulator.values import UNKNOWN, Secret
from scaffolder.simulator.wire import UNKNOWN_STRING, from_struct, to_struct

Ancestors = tuple[Registered, ...]


def register(deployment: Deployment, request: Any) -> resource_pb2.RegisterResourceResponse:
    """Register a resource: run its transforms, find its provider, check its inputs, keep it, and say what is known."""
    type_, urn = request.type, deployment.registrations.urn(request.type, request.name, request.parent)
    ancestors = tuple(deployment.registrations.ancestors(request.parent))
    properties, options = _transformed(deployment, request, ancestors)
    package = deployment.packages.of(request, package_of(type_))
    reference = ""
    if request.custom and not request.remote and not is_provider(type_):
        reference = deployment.provider_reference(package, options.provider, needed_by=urn)
    inputs = from_struct(properties)
    deployment.look_for_files(urn, inputs)
    if is_provider(type_):
        inputs.pop(INTERNAL, None)
        inputs |= {"version": package.version} if package.version else {}
    if request.remote:
        deployment.problems.append(component_problem(urn, type_, package_of(type_)))
    elif request.custom:
        served = deployment.provider_inputs(package, options.provider, needed_by=urn) if reference else {}
        inputs = deployment.check(urn=urn, type_=type_, inputs=inputs, version=package.version, provider_inputs=served)
    hooks = DryRunHooks(deployment, request, options, urn)
    hooks.run("before_create", inputs=inputs)
    id_, outputs = _created(deployment, request, urn, inputs)
    hooks.run("after_create", inputs=inputs, outputs=outputs, id_=id_)
    for key in options.additional_secret_outputs:
        # As the real engine does: an output that is not known yet is not marked.
        if key in outputs and not isinstance(outputs[key], Secret):
            outputs[key] = Secret(outputs[key])
    deployment.add(
        Registered(
            resource=PreviewResource(
                urn=urn,
                type=type_,
                name=request.name,
                parent=request.parent,
                provider=reference,
                custom=request.custom,
                inputs=inputs,
                property_dependencies=_property_dependencies(request, properties),
                id=request.importId,
                aliases=tuple(map(transforms.alias_of, options.aliases)),
                ignore_changes=tuple(options.ignore_changes),
                replace_on_changes=tuple(options.replace_on_changes),
                outputs={**outputs, "id": id_} if request.custom else {},
            ),
            id=id_,
            outputs=outputs,
            providers={} if request.custom else _component_providers(options, ancestors),
            transforms=tuple(request.transforms),
            operation="import" if getattr(options, "import") else "create",
            position=_position(deployment, request),
            absent=request.custom and not id_,
        )
    )
    known = to_struct(outputs) if request.custom else struct_pb2.Struct()
    return resource_pb2.RegisterResourceResponse(urn=urn, id=id_, object=known)


def read(deployment: Deployment, request: Any) -> resource_pb2.ReadResourceResponse:
    """Read a resource that exists already."""
    urn = deployment.registrations.urn(request.type, request.name, request.parent)
    inputs = from_struct(request.properties)
    if request.type == STACK_REFERENCE:
        reference = deployment.provider_reference(Package(name="pulumi"), request.provider, needed_by=urn)
        outputs = _stack_reference(deployment, urn, str(inputs.get("name", request.id)))
    else:
        package = deployment.packages.of(request, package_of(request.type))
        reference = deployment.provider_reference(package, request.provider, needed_by=urn)
        outputs = dict(deployment.read(urn=urn, type_=request.type, id_=request.id, inputs=inputs))
    deployment.add(
        Registered(
            resource=PreviewResource(
                urn=urn,
                type=request.type,
                name=request.name,
                parent=request.parent,
                provider=reference,
                custom=True,
                inputs=inputs,
                external=True,
                id=request.id,
            ),
            id=request.id,
            outputs=outputs,
            operation="read",
            position=_position(deployment, request),
        )
    )
    return resource_pb2.ReadResourceResponse(urn=urn, properties=to_struct(outputs), id=request.id)


def _transformed(deployment: Deployment, request: Any, ancestors: Ancestors) -> tuple[Any, Any]:
    """The properties and options after all transforms: the resource's own, then its parents', then the stack's."""
    provider = _provider(request, ancestors)
    options = transforms.options_of(request, provider)
    wanted = [
        *request.transforms,
        *(transform for above in ancestors for transform in above.transforms),
        *deployment.stack_transforms,
    ]
    if not wanted:
        return request.object, options
    return transforms.transform_resource(deployment.callbacks, wanted, request, options)


def _provider(request: Any, ancestors: Ancestors) -> str:
    """The provider a resource was given, or takes over from its parent; empty when its package's default is meant."""
    if request.provider:
        return request.provider
    package = package_of(request.type)
    managed = request.custom or request.remote
    parent = ancestors[0] if ancestors else None
    if parent and parent.resource.provider and (not managed or provided_package(parent.resource.provider) == package):
        return parent.resource.provider
    if not managed:
        return ""
    return request.providers.get(package, "") or (parent.providers.get(package, "") if parent else "")


def _component_providers(options: Any, ancestors: Ancestors) -> Mapping[str, str]:
    inherited = ancestors[0].providers if ancestors else {}
    return {**inherited, **dict(options.providers)}


def _created(deployment: Deployment, request: Any, urn: str, inputs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A resource's id, empty while unknown, and the outputs that are known before it exists."""
    if not request.custom or request.remote:
        return "", {}
    if is_provider(request.type):
        # The engine gives a provider an id even in a preview, so that resources can refer to it.
        return UNKNOWN_STRING, dict(inputs)
    if is_opaque(request.type):
        stashed = {"output": inputs["input"]} if request.type == "pulumi:index:Stash" and "input" in inputs else {}
        return request.importId, {**inputs, **stashed}
    created = deployment.create(urn=urn, type_=request.type, inputs=inputs)
    return request.importId or (created.id if isinstance(created.id, str) else ""), dict(created.properties)


def _stack_reference(deployment: Deployment, urn: str, name: str) -> dict[str, Any]:
    stack = deployment.config.stack
    if name in {stack, f"{ORGANIZATION}/{stack}", f"{ORGANIZATION}/{deployment.project}/{stack}"}:
        # The stack itself, which a preview finds as it is before its first deployment.
        return {"name": name, "outputs": {}, "secretOutputNames": []}
    deployment.report(
        "warning",
        urn=urn,
        message=f"The outputs of the stack {name} are not known offline, nor is anything made from them.",
        fix="Nothing to do; `--live` reads them from your backend.",
    )
    return {"name": name, "outputs": UNKNOWN, "secretOutputNames": UNKNOWN}


def _property_dependencies(request: Any, properties: Any) -> Mapping[str, tuple[str, ...]]:
    """Which resources each input comes from."""
    # After transforms of its own the output values tell it all; else they add to what the program said.
    found: dict[str, set[str]] = {}
    if not request.transforms:
        found = {name: set(dependencies.urns) for name, dependencies in request.propertyDependencies.items()}
    for name, value in properties.fields.items():
        found.setdefault(name, set()).update(transforms.output_dependencies(value))
    return {name: tuple(sorted(urns)) for name, urns in sorted(found.items()) if urns}


def _position(deployment: Deployment, request: Any) -> str:
    """Where in the user's code a resource was made, as `path:line`; empty when it was not there."""
    path = Path(request.sourcePosition.uri.removeprefix("file://"))
    inside = path.is_relative_to(deployment.root) and "site-packages" not in path.parts
    return f"{path.relative_to(deployment.root)}:{request.sourcePosition.line}" if inside else ""
