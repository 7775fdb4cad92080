"""Holding a preview against a CrossGuard policy pack, the same way after either engine."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from scaffolder.engine.grpc_log import quiet_grpc
from scaffolder.engine.preview import Preview, PreviewResource
from scaffolder.errors import ScaffolderError
from scaffolder.simulator.problems import Problem

PACK_FILES: Final = ("PulumiPolicy.yaml", "PulumiPolicy.yml", "PulumiPolicy.json")
START_SECONDS: Final = 60
_MESSAGE_BYTES: Final = 400 * 1024 * 1024


def pack_folder(path: Path) -> Path:
    """The folder of the policy pack at `path`.

    Raises:
        ScaffolderError: there is no pack there.
    """
    if not any((path / name).is_file() for name in PACK_FILES):
        raise ScaffolderError(
            f"There is no policy pack at {path}: it has no {PACK_FILES[0]}.",
            fix="Name the folder that holds PulumiPolicy.yaml, for example --policy policy.",
        )
    return path.resolve()


def with_policies(previews: list[Preview], *, pack: Path, python: Path) -> list[Preview]:
    """The previews with what the pack in folder `pack` has to say added to their problems.

    The pack runs in a process of its own with the project's interpreter, `python`. A mandatory violation is an error,
    an advisory one a warning.
    """
    with _analyzer(pack, python) as analyzer:
        return [replace(preview, problems=(*preview.problems, *_violations(analyzer, preview))) for preview in previews]


@contextmanager
def _analyzer(pack: Path, python: Path) -> Generator[Any]:
    quiet_grpc()
    import grpc
    from pulumi.runtime.proto import analyzer_pb2_grpc

    # The address is where the pack would log to; it works without an engine there.
    command = [str(python), "-u", "-m", "pulumi.policy", "127.0.0.1:0", "."]
    process = subprocess.Popen(command, cwd=pack, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # noqa: S101 - asked for above
        port = process.stdout.readline().strip()
        if not port.isdigit():
            _, complaint = process.communicate(timeout=START_SECONDS)
            said, place = _last_line(complaint) or "it printed no port", _place(complaint, pack)
            raise ScaffolderError(
                f"The policy pack at {pack} does not start: {said}{f' ({place})' if place else ''}",
                fix=f"Mend {place}."
                if place and "No module named" not in said
                else "Run `python -m pip install pulumi-policy` in the project's environment, or mend the pack.",
            )
        options = [
            ("grpc.max_receive_message_length", _MESSAGE_BYTES),
            ("grpc.max_send_message_length", _MESSAGE_BYTES),
        ]
        with grpc.insecure_channel(f"127.0.0.1:{port}", options=options) as channel:
            yield analyzer_pb2_grpc.AnalyzerStub(channel)
    finally:
        process.kill()
        process.communicate()


def _violations(analyzer: Any, preview: Preview) -> Iterator[Problem]:
    from pulumi.runtime.proto import analyzer_pb2

    analyzer.ConfigureStack(
        analyzer_pb2.AnalyzerStackConfigureRequest(
            stack=preview.stack, project=preview.project, organization="organization", dry_run=True
        ),
        timeout=START_SECONDS,
    )
    by_urn = {resource.urn: resource for resource in preview.resources}
    for resource in preview.resources:
        request = analyzer_pb2.AnalyzeRequest(**_resource_fields(resource, by_urn))
        for diagnostic in analyzer.Analyze(request, timeout=START_SECONDS).diagnostics:
            yield _problem(diagnostic, resource.urn)
    everything = [
        analyzer_pb2.AnalyzerResource(
            **_resource_fields(resource, by_urn),
            parent=resource.parent,
            dependencies=sorted({urn for urns in resource.property_dependencies.values() for urn in urns}),
            propertyDependencies={
                name: analyzer_pb2.AnalyzerPropertyDependencies(urns=urns)
                for name, urns in resource.property_dependencies.items()
            },
        )
        for resource in preview.resources
    ]
    answer = analyzer.AnalyzeStack(analyzer_pb2.AnalyzeStackRequest(resources=everything), timeout=START_SECONDS)
    for diagnostic in answer.diagnostics:
        yield _problem(diagnostic, diagnostic.urn)


def _resource_fields(resource: PreviewResource, by_urn: Mapping[str, PreviewResource]) -> dict[str, Any]:
    from pulumi.runtime.proto import analyzer_pb2

    from scaffolder.simulator import wire

    fields: dict[str, Any] = {
        "type": resource.type,
        "urn": resource.urn,
        "name": resource.name,
        "properties": wire.to_struct(resource.inputs),
    }
    provider = by_urn.get(resource.provider.rpartition("::")[0])
    if provider is not None:
        fields["provider"] = analyzer_pb2.AnalyzerProviderResource(
            type=provider.type, urn=provider.urn, name=provider.name, properties=wire.to_struct(provider.inputs)
        )
    return fields


def _problem(diagnostic: Any, urn: str) -> Problem:
    from pulumi.runtime.proto import analyzer_pb2

    # The SDK puts the policy's description before what the policy said; it is the fix here.
    said = diagnostic.message.removeprefix(diagnostic.description).strip() or diagnostic.message
    mandatory = diagnostic.enforcementLevel == analyzer_pb2.EnforcementLevel.MANDATORY
    return Problem(
        severity="error" if mandatory else "warning",
        urn=diagnostic.urn or urn,
        message=f"policy {diagnostic.policyName}: {said}" if diagnostic.policyName else said,
        fix=diagnostic.description,
        source=f"policy pack {diagnostic.policyPackName}",
    )


def _place(traceback: str, pack: Path) -> str:
    """Give the last place of the pack's own that a traceback names, empty where it names none."""
    places = re.findall(r'^  File "(.+)", line (\d+)', traceback, re.MULTILINE)
    own = [(Path(file), line) for file, line in places if Path(pack, file).is_relative_to(pack)]
    return f"{Path(pack, own[-1][0]).relative_to(pack)}, line {own[-1][1]}" if own else ""


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""
