"""What a program would do: the one result of both engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffolder.simulator.problems import Problem


@dataclass(frozen=True, kw_only=True)
class PreviewResource:
    """A resource as the program registered it.

    `inputs` are camelCase, as the provider gets them after its check, and may hold `values.UNKNOWN` and
    `values.Secret`. `provider` is the provider's reference (`urn::id`), empty for components.
    """

    urn: str
    type: str
    name: str
    parent: str
    provider: str
    custom: bool
    inputs: Mapping[str, Any]
    property_dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """One stack's program, run without changing anything.

    `cloud` and `environment` are those of the stack's settings, empty for a project that is not ours.
    `changes` counts operations by their Pulumi name ("create"). `seconds` is wall time.
    """

    project: str
    stack: str
    cloud: str
    environment: str
    engine: str
    engine_version: str
    live: bool
    resources: Sequence[PreviewResource]
    outputs: Mapping[str, Any]
    problems: Sequence[Problem]
    changes: Mapping[str, int]
    seconds: float

    @property
    def failed(self) -> bool:
        """Whether any problem is an error, so that the command must exit 1."""
        return any(problem.severity == "error" for problem in self.problems)
