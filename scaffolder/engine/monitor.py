"""The resource monitor: the service through which a program tells the engine what it wants."""

# ruff: noqa: N802, D102, ARG002 - names and arguments are the protocol's

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import resource_pb2, resource_pb2_grpc

from scaffolder.engine import invoking, registering
from scaffolder.engine.deployment import Deployment
from scaffolder.simulator.wire import from_struct

ORGANIZATION = "organization"
# The features of the engine that this one stands in for (pulumi 3.259, pkg/resource/deploy/source_eval.go), so that an
# SDK sends both of them the same requests. The first ones also have the names that older SDKs ask for.
_FEATURES = {
    "secrets": "SECRETS",
    "resourceReferences": "RESOURCE_REFERENCES",
    "outputValues": "OUTPUT_VALUES",
    "aliasSpecs": "ALIAS_SPECS",
    "replacementTrigger": "REPLACEMENT_TRIGGER",
    "deletedWith": "DELETED_WITH",
    "replaceWith": "REPLACE_WITH",
    "transforms": "TRANSFORMS",
    "invokeTransforms": "INVOKE_TRANSFORMS",
    "parameterization": "PARAMETERIZATION",
    "resourceHooks": "RESOURCE_HOOKS",
    "errorHooks": "ERROR_HOOKS",
    "sendsOptionsToHooks": "SENDS_OPTIONS_TO_HOOKS",
}
_UNNAMED_FEATURES = ("BYTE_STRING", "INVOKE_DEPENDS_ON", "INVOKE_PARENT")


class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """Answers one program's requests; `crash` is our own failure, if there was one, for the command to raise."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self.crash: Exception | None = None

    def SupportsFeature(self, request: Any, context: Any) -> Any:
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in _FEATURES)

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:
        config = self._deployment.config
        names = (f"RESOURCE_MONITOR_FEATURE_{name}" for name in (*_FEATURES.values(), *_UNNAMED_FEATURES))
        return resource_pb2.DeploymentInfo(
            project=self._deployment.project,
            stack=config.stack,
            organization=ORGANIZATION,
            config=dict(config.values),
            configSecretKeys=sorted(config.secret_keys),
            dryRun=True,
            supportedFeatures=[resource_pb2.ResourceMonitorFeature.Value(name) for name in names],
        )

    def RegisterPackage(self, request: Any, context: Any) -> Any:
        return resource_pb2.RegisterPackageResponse(ref=self._deployment.packages.register(request))

    def RegisterStackTransform(self, request: Any, context: Any) -> Any:
        self._deployment.stack_transforms.append(request)
        return empty_pb2.Empty()

    def RegisterStackInvokeTransform(self, request: Any, context: Any) -> Any:
        self._deployment.invoke_transforms.append(request)
        return empty_pb2.Empty()

    def RegisterResourceHook(self, request: Any, context: Any) -> Any:
        self._deployment.hooks[request.name] = request
        return empty_pb2.Empty()

    def RegisterErrorHook(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def SignalAndWaitForShutdown(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def RegisterResource(self, request: Any, context: Any) -> Any:
        registrations = self._deployment.registrations
        registrations.begin(request.parent)
        try:
            with self._guarded(context):
                return registering.register(self._deployment, request)
        finally:
            registrations.end(request.parent)

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:
        with self._guarded(context):
            if registered := self._deployment.registrations.get(request.urn):
                registered.outputs = from_struct(request.outputs)
        return empty_pb2.Empty()

    def ReadResource(self, request: Any, context: Any) -> Any:
        with self._guarded(context):
            return registering.read(self._deployment, request)

    def ExistsResource(self, request: Any, context: Any) -> Any:
        return resource_pb2.ExistsResourceResponse(unknown=True)

    def Invoke(self, request: Any, context: Any) -> Any:
        with self._guarded(context):
            return invoking.invoke(self._deployment, request)

    def Call(self, request: Any, context: Any) -> Any:
        with self._guarded(context):
            return invoking.call(self._deployment, request)

    @contextmanager
    def _guarded(self, context: Any) -> Generator[None]:
        """Keep a failure of ours; what the program's own callbacks raised goes back to the program."""
        try:
            yield
        except grpc.RpcError as error:
            details = error.details() if isinstance(error, grpc.Call) else str(error)
            context.abort(grpc.StatusCode.UNKNOWN, details)
        except Exception as error:  # noqa: BLE001 - raised again where the command can show it
            self.crash = self.crash or error
            context.abort(grpc.StatusCode.INTERNAL, f"scaffolder failed: {error!r}")
