"""What a simulated cloud, or the engine, has to say against a resource."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One finding about one resource, in the words a user can act on.

    `property` is the path inside the resource's inputs as the provider sees it, for example
    `networkConfiguration.subnets[0]`; empty when the whole resource is meant. `source` is the page, model or SDK
    the rule comes from.
    """

    severity: Literal["error", "warning"]
    urn: str
    property: str = ""
    value: Any = None
    message: str
    fix: str = ""
    source: str = ""


def in_stable_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same problems in an order that does not tell which came first: a program's threads decide that."""
    return tuple(sorted(problems, key=lambda problem: (problem.urn, problem.property, problem.message)))
