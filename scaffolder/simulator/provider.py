"""One provider of the engine's protocol in front of the simulated clouds."""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import grpc

from scaffolder.simulator import problem_log, protos
from scaffolder.simulator.autonames import takes_names
from scaffolder.simulator.cloud import Checked, SimulatedCloud
from scaffolder.simulator.components import ADDRESS, component_problem, construct, made_up_outputs
from scaffolder.simulator.differences import Change
from scaffolder.simulator.naming import Mode, Naming
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.refusals import CloudRefusalError
from scaffolder.simulator.values import UNKNOWN, Unknown
from scaffolder.simulator.wire import from_struct, to_struct, with_unknown_settings

_pb: Any = protos.load("provider_pb2")
_status_pb: Any = protos.load("status_pb2")
_plugin_pb: Any = protos.load("plugin_pb2")
_rpc: Any = protos.load("provider_pb2_grpc")
_Empty: Any = sys.modules["google.protobuf.empty_pb2"].Empty


class SimulatedProvider(_rpc.ResourceProviderServicer):
    """One provider of the engine's protocol in front of a simulated cloud."""

    def __init__(self, name: str, cloud: SimulatedCloud, *, problems_file: Path | None = None) -> None:
        self._name = name
        self._cloud = cloud
        self._problems_file = problems_file
        self._inputs: Mapping[str, Any] = {}

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802 - the protocol's
        """Say what this provider understands: secrets stay marked, resources come as ids."""
        return _pb.ProviderHandshakeResponse(
            accept_secrets=True, supports_autonaming_configuration=takes_names(self._name)
        )

    def Attach(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        """Take the engine's address, which is not needed here."""
        return _Empty()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        """Give the version of the SDK whose provider this stands for."""
        package = self._cloud.schemas.package(self._name)
        return _plugin_pb.PluginInfo(version=package.version if package else "")

    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        """Give an empty schema: programs in Python bring theirs in the SDK."""
        return _pb.GetSchemaResponse(schema="{}")

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        """Check the provider's own settings.

        In a preview that collects problems, a provider that is set up from what is not known yet is asked all the same.
        """
        return self._checked(
            request, request.type or f"pulumi:providers:{self._name}", settled=self._problems_file is not None
        )

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        """Check a resource's inputs."""
        return self._checked(request, request.type or _type_of(request.urn))

    def _checked(self, request: Any, type_: str, *, settled: bool = False) -> Any:
        asked = request.autonaming if request.HasField("autonaming") else None
        checked = self._cloud.check(
            urn=request.urn,
            type_=type_,
            inputs=from_struct(request.news),
            old=from_struct(request.olds),
            naming=Naming(mode=_MODES[asked.mode], name=asked.proposed_name) if asked else None,
            provider_inputs=self._inputs,
        )
        self._record(checked.problems)
        inputs = with_unknown_settings(checked.inputs) if settled else checked.inputs
        return _pb.CheckResponse(inputs=to_struct(inputs), failures=self._failures(checked))

    def _failures(self, checked: Checked) -> list[Any]:
        if self._problems_file is not None:
            return []
        errors = [problem for problem in checked.problems if problem.severity == "error"]
        return [_pb.CheckFailure(property=problem.property, reason=_reason(problem)) for problem in errors]

    def _record(self, problems: Sequence[Problem]) -> None:
        if self._problems_file is not None:
            problem_log.append(self._problems_file, problems)

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        """Say whether the provider's own settings changed; none of them needs a new provider."""
        return self._diff(request, f"pulumi:providers:{self._name}")

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        """Say which inputs of a resource changed."""
        return self._diff(request, request.type or _type_of(request.urn))

    def _diff(self, request: Any, type_: str) -> Any:
        deployed = from_struct(request.olds)
        diff = self._cloud.diff(
            type_=type_,
            old=from_struct(request.old_inputs) if request.HasField("old_inputs") else deployed,
            new=from_struct(request.news),
            deployed=deployed,
            ignore=request.ignoreChanges,
        )
        return _pb.DiffResponse(
            changes=_pb.DiffResponse.DIFF_SOME if diff.changed else _pb.DiffResponse.DIFF_NONE,
            diffs=diff.changed,
            replaces=diff.replaces,
            deleteBeforeReplace=diff.delete_before_replace,
            hasDetailedDiff=True,
            detailedDiff={change.path: _property_diff(change) for change in diff.changes},
        )

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        """Keep the provider's settings: functions take their region from them."""
        self._inputs = from_struct(request.args)
        return _pb.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=takes_names(self._name)
        )

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Create a resource, or say what it would look like."""
        with _refusing(context):
            created = self._cloud.create(
                urn=request.urn,
                type_=request.type or _type_of(request.urn),
                inputs=from_struct(request.properties),
                preview=request.preview,
                provider_inputs=self._inputs,
            )
        known = "" if isinstance(created.id, Unknown) else str(created.id)
        return _pb.CreateResponse(id=known, properties=to_struct(created.properties))

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Give the current state of a resource; without an id there is none."""
        inputs = from_struct(request.inputs)
        with _refusing(context):
            found = self._cloud.read(
                urn=request.urn,
                type_=request.type or _type_of(request.urn),
                id_=request.id,
                inputs={**inputs, **from_struct(request.properties)},
                provider_inputs=self._inputs,
            )
        if found is None:
            return _pb.ReadResponse()
        # A cloud that remembers nothing echoes what it was asked, and that are more than the inputs.
        current = found.inputs if self._cloud.remembers else inputs
        return _pb.ReadResponse(id=found.id, properties=to_struct(found.properties), inputs=to_struct(current))

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Update a resource in place."""
        with _refusing(context):
            properties = self._cloud.update(
                urn=request.urn,
                type_=request.type or _type_of(request.urn),
                id_=request.id,
                old=from_struct(request.olds),
                new=from_struct(request.news),
                preview=request.preview,
                provider_inputs=self._inputs,
            )
        return _pb.UpdateResponse(properties=to_struct(properties))

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Delete a resource."""
        with _refusing(context):
            self._cloud.delete(
                urn=request.urn,
                type_=request.type or _type_of(request.urn),
                id_=request.id,
                properties=from_struct(request.properties),
            )
        return _Empty()

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        """Answer a function."""
        invoked = self._cloud.invoke(
            token=request.tok,
            args=from_struct(request.args),
            preview=request.preview,
            provider_inputs=self._inputs,
        )
        self._record(invoked.problems)
        if invoked.result is None:
            errors = [problem for problem in invoked.problems if problem.severity == "error"]
            failures = [_pb.CheckFailure(property=problem.property, reason=_reason(problem)) for problem in errors]
            return _pb.InvokeResponse(failures=failures)
        response = _pb.InvokeResponse()
        # `return` is a word of Python's, so the field is not to be had as an attribute or argument.
        getattr(response, "return").CopyFrom(to_struct(invoked.result))
        return response

    def Call(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Leave what a method gives open in a preview, and refuse it elsewhere: nothing here simulates it."""
        problem = self._cloud.call(token=request.tok, preview=request.dryRun)
        self._record([problem])
        if problem.severity == "error":
            context.abort(grpc.StatusCode.UNIMPLEMENTED, _reason(problem))
        # `return` again.
        response = _pb.CallResponse()
        getattr(response, "return").CopyFrom(to_struct({"result": UNKNOWN}))
        return response

    def Parameterize(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Stand for the package that an SDK was made for; what a command line describes, only the real one can make."""
        if not request.HasField("value"):
            _unimplemented(request, context)
        self._name = request.value.name
        return _pb.ParameterizeResponse(name=request.value.name, version=request.value.version)

    def Construct(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Register a component of this plugin without what it would make, and say so."""
        if not ADDRESS.fullmatch(request.monitorEndpoint):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"{request.monitorEndpoint!r} is no engine's address")
        schemas = self._cloud.schemas
        outputs = {} if request.dryRun else made_up_outputs(schemas, request.type, request.name)
        schemas.save()
        try:
            constructed = construct(request, outputs)
        except grpc.RpcError as error:
            context.abort(grpc.StatusCode.UNAVAILABLE, f"the engine at {request.monitorEndpoint!r} refused: {error}")
        self._record([component_problem(constructed.urn, request.type, self._name)])
        return constructed

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        """Stop what is under way: nothing here takes long."""
        return _Empty()

    def __getattribute__(self, name: str) -> Any:
        # What is not answered above answers UNIMPLEMENTED without the traceback that grpc would print for it.
        if name in _UNSUPPORTED:
            return _unimplemented
        return super().__getattribute__(name)


# In the order of the protocol's numbers: PROPOSE, ENFORCE, DISABLE.
_MODES: Final[tuple[Mode, ...]] = ("propose", "enforce", "disable")
_UNSUPPORTED: Final = frozenset({"GetMapping", "GetMappings", "List"})


def _unimplemented(request: Any, context: grpc.ServicerContext) -> None:  # noqa: ARG001 - the protocol's shape
    context.abort(grpc.StatusCode.UNIMPLEMENTED, "the simulated clouds do not do this")


def _property_diff(change: Change) -> Any:
    kind = f"{change.kind.upper()}_REPLACE" if change.replaces else change.kind.upper()
    return _pb.PropertyDiff(kind=_pb.PropertyDiff.Kind.Value(kind), inputDiff=True)


def _type_of(urn: str) -> str:
    parts = urn.split("::")
    return parts[2].rpartition("$")[2] if len(parts) > 2 else ""  # noqa: PLR2004 - urn:pulumi:stack::project::type::name


def _reason(problem: Problem) -> str:
    return f"{problem.message} {problem.fix}".strip()


@contextmanager
def _refusing(context: grpc.ServicerContext) -> Generator[None]:
    """Answer a refusal as the protocol asks: of a resource that exists all the same, its id and properties go along."""
    try:
        yield
    except CloudRefusalError as refusal:
        message = str(refusal)
        if refusal.id:
            failed = _pb.ErrorResourceInitFailed(
                id=refusal.id, properties=to_struct(refusal.properties), reasons=[message]
            )
            status = _status_pb.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=message)
            status.details.add().Pack(failed)
            context.set_trailing_metadata([("grpc-status-details-bin", status.SerializeToString())])
        context.abort(grpc.StatusCode.UNKNOWN, message)
