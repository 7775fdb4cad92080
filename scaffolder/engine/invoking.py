"""What the engine does when a program calls a function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi.runtime.proto import provider_pb2, resource_pb2

from scaffolder.engine import transforms
from scaffolder.engine.deployment import Deployment
from scaffolder.engine.providers import package_of
from scaffolder.simulator.values import UNKNOWN, Secret, Unknown
from scaffolder.simulator.wire import from_struct, to_struct

_GET_RESOURCE = "pulumi:pulumi:getResource"


def invoke(deployment: Deployment, request: Any) -> resource_pb2.ResourceInvokeResponse:
    """Answer a function: what it gives, what is wrong with the question, or that the answer is not known yet."""
    if deployment.invoke_transforms:
        transforms.transform_invoke(deployment.callbacks, deployment.invoke_transforms, request)
    if request.dependsOn and deployment.registrations.any_absent(request.dependsOn):
        return resource_pb2.ResourceInvokeResponse(unknown=True)
    args = _known(from_struct(request.args))
    if request.tok.startswith("pulumi:pulumi:"):
        return _builtin(deployment, request.tok, args)
    package = deployment.packages.of(request, package_of(request.tok))
    parent = next(iter(deployment.registrations.ancestors(request.parent)), None)
    named = request.provider or (parent.providers.get(package.name, "") if parent else "")
    provider_inputs = deployment.provider_inputs(package, named, needed_by=request.tok)
    invoked = deployment.invoke(token=request.tok, args=args, provider_inputs=provider_inputs)
    if invoked.result is not None:
        return _returning(invoked.result)
    failures = [
        provider_pb2.CheckFailure(property=problem.property, reason=problem.message)
        for problem in invoked.problems
        if problem.severity == "error"
    ]
    return resource_pb2.ResourceInvokeResponse(failures=failures, unknown=not failures)


def call(deployment: Deployment, request: Any) -> provider_pb2.CallResponse:
    """Answer a resource's method: only the real provider can, so the result is unknown."""
    deployment.call(request.tok)
    response = provider_pb2.CallResponse()
    getattr(response, "return").CopyFrom(to_struct({"result": UNKNOWN}))
    return response


def _known(value: Any) -> Any:
    """What the engine hands to a provider: arguments that are not known yet are left out, at any depth."""
    if isinstance(value, Mapping):
        return {key: _known(item) for key, item in value.items() if not _is_unknown(item)}
    if isinstance(value, list):
        return [_known(item) for item in value if not _is_unknown(item)]
    return Secret(_known(value.value)) if isinstance(value, Secret) else value


def _is_unknown(value: Any) -> bool:
    return isinstance(value, Unknown) or (isinstance(value, Secret) and _is_unknown(value.value))


def _builtin(deployment: Deployment, token: str, args: Mapping[str, Any]) -> resource_pb2.ResourceInvokeResponse:
    found = deployment.registrations.get(str(args.get("urn", ""))) if token == _GET_RESOURCE else None
    if found is None:
        return resource_pb2.ResourceInvokeResponse(unknown=True)
    return _returning({"urn": found.resource.urn, "id": found.id, "state": found.outputs})


def _returning(values: Mapping[str, Any]) -> resource_pb2.ResourceInvokeResponse:
    response = resource_pb2.ResourceInvokeResponse()
    getattr(response, "return").CopyFrom(to_struct(values))
    return response
