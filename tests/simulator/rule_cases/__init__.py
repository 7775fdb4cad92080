"""What each rule of each cloud refuses and what it lets pass: one module a cloud, held to the rules by test_rules.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffolder.simulator.rules.program import ProgramResource


@dataclass(frozen=True, kw_only=True)
class Case:
    """Inputs of one resource just inside a rule and just outside, and what is said of the latter."""

    rule: str
    type: str
    good: Mapping[str, Any]
    bad: Mapping[str, Any]
    path: str
    says: str
    severity: str = "error"


@dataclass(frozen=True, kw_only=True)
class ProgramCase:
    """Two programs, just inside a rule over whole programs and just outside, and what is said of the latter."""

    rule: str
    good: Sequence[ProgramResource]
    bad: Sequence[ProgramResource]
    name: str
    path: str
    says: str
    severity: str = "error"


def resource(
    type_: str,
    name: str,
    inputs: Mapping[str, Any] | None = None,
    *,
    behind: Mapping[str, Sequence[ProgramResource]] | None = None,
    region: str = "",
) -> ProgramResource:
    """A resource of a program; `behind` names the resources that an input comes from."""
    return ProgramResource(
        urn=f"urn:pulumi:dev::p::{type_}::{name}",
        type=type_,
        inputs=inputs or {},
        dependencies={key: tuple(one.urn for one in several) for key, several in (behind or {}).items()},
        provider={"region": region} if region else {},
    )
