"""The engine service of the protocol: what a program logs, and its root resource."""

# ruff: noqa: N802, D102, ARG002 - names and arguments are the protocol's

from __future__ import annotations

from typing import Any, Final, Literal

from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from scaffolder.engine.preview import OWN_LOG
from scaffolder.simulator.problems import Problem

_SEVERITIES: Final[dict[int, Literal["warning", "error"]]] = {engine_pb2.WARNING: "warning", engine_pb2.ERROR: "error"}


class EngineService(engine_pb2_grpc.EngineServicer):
    """Keeps a program's log: warnings and errors as problems, information as lines, debugging not at all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.lines: list[str] = []
        self._root = ""

    def Log(self, request: Any, context: Any) -> Any:
        message = request.message.strip()
        if request.severity == engine_pb2.INFO and not request.ephemeral:
            self.lines.append(message)
        elif severity := _SEVERITIES.get(request.severity):
            self.problems.append(Problem(severity=severity, urn=request.urn, message=message, source=OWN_LOG))
        return empty_pb2.Empty()

    def SetRootResource(self, request: Any, context: Any) -> Any:
        self._root = request.urn
        return engine_pb2.SetRootResourceResponse()

    def GetRootResource(self, request: Any, context: Any) -> Any:
        return engine_pb2.GetRootResourceResponse(urn=self._root)

    def StartDebugging(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def RequirePulumiVersion(self, request: Any, context: Any) -> Any:
        return engine_pb2.RequirePulumiVersionResponse()
