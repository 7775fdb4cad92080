"""The program that an engine has run, read from its log of the protocol: what providers were asked to check."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct

from scaffolder.engine.engine_output import REQUESTS, Registered, read_requests
from scaffolder.engine.preview import PreviewResource, in_tree_order
from scaffolder.engine.providers import PROVIDER_PREFIX, is_provider, package_of
from scaffolder.simulator.wire import from_struct

_RUN: Final = '{"method":"/pulumirpc.LanguageRuntime/Run"'
_CHECKS: Final = tuple(f'{{"method":"/pulumirpc.ResourceProvider/{name}"' for name in ("Check", "CheckConfig"))


@dataclass(frozen=True, kw_only=True)
class SeenProgram:
    """The resources of a program's last run, and what its requests said of them."""

    resources: Sequence[PreviewResource]
    registered: Registered


def seen_program(log: Iterable[str], *, root: Path) -> SeenProgram:
    """Give the program that ran last; without resources when none did. An update runs it twice, and knows more then."""
    lines: list[str] = []
    for line in log:
        if line.startswith(_RUN) and '"response_completed"' not in line:
            lines.clear()
        elif line.startswith((*REQUESTS, *_CHECKS)):
            lines.append(line)
    registered = read_requests(lines, root=root)
    return SeenProgram(resources=_resources(lines, registered), registered=registered)


@dataclass(kw_only=True)
class _Checked:
    """What providers gave back of what they were asked to check, by URN; and each package's provider of its own."""

    inputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)


def _resources(lines: Sequence[str], registered: Registered) -> Sequence[PreviewResource]:
    calls = [json.loads(line) for line in lines if '"response_completed"' in line]
    checked = _Checked()
    for call in calls:
        request, response = call["request"], call.get("response") or {}
        if call["method"].endswith(("/Check", "/CheckConfig")) and "inputs" in response:
            checked.inputs[request["urn"]] = _values(response["inputs"])
            if is_provider(request.get("type", "")) and request.get("name", "").startswith("default"):
                checked.defaults[request["type"].removeprefix(PROVIDER_PREFIX)] = request["urn"]
    # An engine's own providers are in no request of the program's.
    found = {urn: _provider(urn, package, checked.inputs[urn]) for package, urn in checked.defaults.items()}
    for call in calls:
        request, response = call["request"], call.get("response") or {}
        urn = response.get("urn")
        if not urn or not call["method"].endswith("Resource"):
            continue
        read = call["method"].endswith("/ReadResource")
        type_ = request.get("type", "")
        found[urn] = PreviewResource(
            urn=urn,
            type=type_,
            name=request.get("name", ""),
            parent=request.get("parent", ""),
            provider=request.get("provider") or f"{checked.defaults.get(package_of(type_), '')}::",
            custom=read or bool(request.get("custom")),
            inputs=checked.inputs.get(urn) or _values(request.get("properties" if read else "object") or {}),
            property_dependencies=registered.dependencies.get(urn) or {},
            external=read,
            id=response.get("id") or request.get("id") or "",
            outputs=_values(response.get("properties" if read else "object") or {}),
        )
    return in_tree_order(list(found.values()))


def _provider(urn: str, package: str, inputs: Mapping[str, Any]) -> PreviewResource:
    return PreviewResource(
        urn=urn, type=f"{PROVIDER_PREFIX}{package}", name=urn.rpartition("::")[2], parent="", provider="", custom=True,
        inputs=inputs,
    )  # fmt: skip


def _values(properties: Mapping[str, Any]) -> dict[str, Any]:
    return from_struct(ParseDict(dict(properties), Struct()))
