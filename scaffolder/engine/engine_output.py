"""What the real engine says of a preview: its stream of events, and the plan it saves when the preview succeeds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from scaffolder.engine.preview import OWN_LOG, PreviewResource, in_tree_order
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.values import UNKNOWN, Asset, ResourceReference, Secret, texts_in
from scaffolder.simulator.wire import ARCHIVE, ASSET, RESOURCE, SECRET, SIGNATURE, UNKNOWNS

STACK_TYPE: Final = "pulumi:pulumi:Stack"
# What the engine keeps for itself among a provider's inputs.
_INTERNAL: Final = "__internal"
# What the engine says of every plugin that is not from its own cache: that it is on PATH, and of another version.
_OF_OURS: Final = re.compile(r"^using pulumi-[\w-]+ from \$PATH |^resource plugin [\w-]+ is expected to have version ")
# What the engine asks for and is not to be had offline: another stack's outputs, in its throwaway backend or of an
# organisation that this cannot have; a plugin that no SDK here names.
_OTHER_ORGANIZATION: Final = "organization name must be 'organization'"
_ONLINE: Final = re.compile(rf"unknown stack |{_OTHER_ORGANIZATION}|no resource plugin 'pulumi-resource-")
_FIXES: Final = (
    (
        re.compile(r"^Duplicate resource URN"),
        'Two resources of one type below the same types of parents need different names: name children f"{name}-role".',
    ),
    (
        re.compile(r"^Default provider for '.*' disabled"),
        "Give it a parent that has the provider, or pass `provider` in its options.",
    ),
)
# The engine's last word, after the errors themselves.
_LAST_WORDS: Final = frozenset({"preview failed"})


@dataclass(frozen=True, kw_only=True)
class Registered:
    """What the program's own requests said of each resource, by URN: its dependencies, and where it was made.

    `imported` holds the ids of what is imported, `answered` the texts that functions gave it.
    """

    dependencies: Mapping[str, Mapping[str, Sequence[str]]]
    positions: Mapping[str, str]
    imported: Mapping[str, str] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()


def read_requests(log: Iterable[str], *, root: Path) -> Registered:
    """Read the engine's log of its protocol (PULUMI_DEBUG_GRPC), a JSON object a line.

    Positions are those in the user's own code, relative to the project's `root`.
    """
    dependencies: dict[str, Mapping[str, Sequence[str]]] = {}
    positions: dict[str, str] = {}
    imported: dict[str, str] = {}
    answered: set[str] = set()
    for line in log:
        if not line.startswith(REQUESTS) or '"response_completed"' not in line:
            continue
        call = json.loads(line)
        request, response = call["request"], call.get("response") or {}
        if line.startswith(_INVOKE):
            answered.update(texts_in(response.get("return")))
            continue
        urn = response.get("urn")
        if not urn:
            continue
        named = request.get("propertyDependencies") or {}
        dependencies[urn] = {name: one.get("urns") or () for name, one in named.items()}
        if request.get("importId"):
            imported[urn] = request["importId"]
        position = request.get("sourcePosition") or {}
        file = Path(position.get("uri", "").removeprefix("file://"))
        if file.is_relative_to(root) and not {"site-packages", "dist-packages"} & set(file.parts):
            positions[urn] = f"{file.relative_to(root)}:{position.get('line', 0)}"
    return Registered(dependencies=dependencies, positions=positions, imported=imported, answered=frozenset(answered))


_METHOD: Final = '{"method":"/pulumirpc.ResourceMonitor/%s"'
_INVOKE: Final = _METHOD % "Invoke"
# How the lines begin that are read of the engine's log.
REQUESTS: Final = (_METHOD % "RegisterResource", _METHOD % "ReadResource", _INVOKE)


@dataclass(kw_only=True)
class EngineOutput:
    """The events of one preview, gathered as they come."""

    steps: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)
    outputs: dict[str, Any] = field(default_factory=dict)
    diagnostics: list[Mapping[str, Any]] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=dict)
    begun: bool = False

    def add(self, event: Mapping[str, Any]) -> str | None:
        """Take in one event, and return the URN of a resource that it shows for the first time."""
        if "preludeEvent" in event:
            self.begun = True
        elif "diagnosticEvent" in event:
            self.diagnostics.append(event["diagnosticEvent"])
        elif "summaryEvent" in event:
            self.changes = dict(event["summaryEvent"].get("resourceChanges") or {})
        elif "resourcePreEvent" in event:
            step = event["resourcePreEvent"]["metadata"]
            new = step.get("new")
            if new and new["urn"] not in self.steps:
                self.steps[new["urn"]] = new
                if step.get("op") == "read":
                    self.reads.add(new["urn"])
                return new["urn"]
        elif "resOutputsEvent" in event:
            new = event["resOutputsEvent"]["metadata"].get("new")
            if new and new["type"] == STACK_TYPE:
                self.outputs = read_properties(new.get("outputs") or {})
        return None

    def resources(self, plan: Mapping[str, Any], registered: Registered) -> Sequence[PreviewResource]:
        """Return every resource, each after its parent.

        The plan knows what events lack: the dependencies of each property and what is in secrets. A preview that
        failed has no plan; then the program's own requests have to do.
        """
        plans: Mapping[str, Any] = plan.get("resourcePlans") or {}
        goals = {urn: plans.get(urn, {}).get("goal") or {} for urn in self.steps}
        found = []
        for urn, step in self.steps.items():
            dependencies = goals[urn].get("propertyDependencies") or registered.dependencies.get(urn) or {}
            one = _resource(step, goals[urn], dependencies, external=urn in self.reads)
            # The step of an import tells no id before it is done.
            found.append(replace(one, id=one.id or registered.imported.get(urn, "")))
        return in_tree_order(found)

    def stack_outputs(self, plan: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what the program exports."""
        for resource_plan in (plan.get("resourcePlans") or {}).values():
            if (resource_plan.get("goal") or {}).get("type") == STACK_TYPE:
                return read_properties(resource_plan.get("state") or {})
        return self.outputs

    def printed(self) -> str:
        """Return what the program printed and logged, line by line."""
        lines = (one["message"].strip("\n") for one in self.diagnostics if one["severity"] in {"info", "info#err"})
        return "\n".join(line for line in lines if line)

    def problems(self) -> Iterator[Problem]:
        """Give the engine's warnings and errors, without those that only tell of our surroundings."""
        for diagnostic in self.diagnostics:
            severity = diagnostic["severity"]
            message = diagnostic["message"].strip()
            if severity not in {"error", "warning"} or _OF_OURS.match(message) or message in _LAST_WORDS:
                continue
            fix = next((fix for pattern, fix in _FIXES if pattern.search(message)), "")
            urn = diagnostic.get("urn", "")
            # A warning about nothing that was registered is not the engine's: the program, or its SDK, logged it.
            source = OWN_LOG if severity == "warning" and not urn else "pulumi"
            yield Problem(severity=severity, urn=urn, message=message, fix=fix, source=source)

    def asked_for_online(self) -> str:
        """Return the error with which the engine asked for something that is not to be had offline, if it did."""
        errors = (one["message"].strip() for one in self.diagnostics if one["severity"] == "error")
        reason = next((message for message in errors if _ONLINE.search(message)), "")
        return "it refers to a stack of another organization" if _OTHER_ORGANIZATION in reason else reason


def _resource(
    step: Mapping[str, Any], goal: Mapping[str, Any], dependencies: Mapping[str, Sequence[str]], *, external: bool
) -> PreviewResource:
    """A resource from its step, or from the goal of the plan where there is one."""
    inputs = (goal.get("inputDiff") or {}).get("adds") or {} if goal else step.get("inputs") or {}
    urn = step["urn"]
    return PreviewResource(
        urn=urn,
        type=step["type"],
        name=urn.rpartition("::")[2],
        parent=goal.get("parent", "") if goal else step.get("parent", ""),
        provider=goal.get("provider", "") if goal else step.get("provider", ""),
        custom=step.get("custom", False),
        inputs={key: value for key, value in read_properties(inputs).items() if key != _INTERNAL},
        property_dependencies={name: tuple(sorted(urns)) for name, urns in sorted(dependencies.items()) if urns},
        external=external,
        id=step.get("id", ""),
    )


def read_properties(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a property map as the engine's JSON holds it."""
    return {key: read_value(value) for key, value in properties.items()}


def read_value(value: Any) -> Any:
    """Return one value: unknowns, secrets, assets and references as what they stand for.

    The form is that of SerializePropertyValue: pkg/resource/stack/deployment.go of github.com/pulumi/pulumi.
    """
    if isinstance(value, str):
        return UNKNOWN if value in UNKNOWNS else value
    if isinstance(value, list):
        return [read_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    return _READERS.get(value.get(SIGNATURE), read_properties)(value)


def _secret(value: Mapping[str, Any]) -> Secret:
    # The stream of events blinds secrets; the plan holds them.
    return Secret(read_value(json.loads(value["plaintext"])) if "plaintext" in value else value.get("ciphertext"))


def _asset(value: Mapping[str, Any]) -> Asset:
    # Without the engine's digest of the content, which says nothing about the program.
    return Asset(
        text=value.get("text"),
        path=value.get("path"),
        uri=value.get("uri"),
        archive=value[SIGNATURE] == ARCHIVE,
        assets=read_properties(value.get("assets") or {}),
    )


def _reference(value: Mapping[str, Any]) -> ResourceReference:
    known = value.get("id")
    return ResourceReference(
        urn=value["urn"], id=UNKNOWN if known == "" else known, package_version=value.get("packageVersion") or ""
    )


_READERS: Final = {SECRET: _secret, ASSET: _asset, ARCHIVE: _asset, RESOURCE: _reference}
