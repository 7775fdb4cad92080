"""A rehearsal as data: its steps in the order they were taken, and what each of them showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scaffolder.engine.rehearsal.loss import Loss
from scaffolder.simulator.problems import Problem


class Verdict(StrEnum):
    """Whether a step did what it was there to show."""

    HELD = "held"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Why a step did not hold; `urn` is the resource it is about, empty when it is about none."""

    message: str
    urn: str = ""


@dataclass(frozen=True, kw_only=True)
class Rolled:
    """A region as an update reached it: from when to when, in seconds since the update began."""

    region: str
    resources: int
    began: float
    ended: float


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: what an operator would type, how long it took, what the engine counted, and whether it held.

    `notes` are what is worth knowing of a step that held; `skipped` is why it was not taken.
    """

    name: str
    title: str
    commands: Sequence[str]
    began: float
    seconds: float
    counts: Mapping[str, int]
    verdict: Verdict
    notes: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    said: Sequence[str] = ()
    rolled: Sequence[Rolled] = ()
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, kw_only=True)
class About:
    """What is rehearsed, and with what; `cloud` and `environment` are empty for a project that is not ours."""

    project: str
    stack: str
    cloud: str
    environment: str
    engine_version: str
    seed: str
    notes: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """A stack's whole life, rehearsed."""

    about: About
    steps: Sequence[Step]
    losses: Sequence[Loss]
    seconds: float

    @property
    def failed(self) -> bool:
        """Whether any step did not hold."""
        return any(step.verdict is Verdict.FAILED for step in self.steps)
