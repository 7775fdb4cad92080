"""What a program would do: the one result of both engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scaffolder.simulator.problems import Problem
from scaffolder.simulator.references.outside import Outside

# What no simulated cloud can tell, said once with every preview.
NOT_KNOWN_OFFLINE: Final = (
    "Not known offline: quotas, names already taken, your account's policies, what your credentials may do."
)


# The source of what a program said itself.
OWN_LOG: Final = "the program's own log"
_DEPRECATED: Final = " is deprecated: "


@dataclass(frozen=True, kw_only=True)
class Alias:
    """What a resource was called before: a whole URN, or what was different; None where a part was the same.

    `parent` is a URN, empty when it had none.
    """

    urn: str = ""
    name: str | None = None
    type: str | None = None
    stack: str | None = None
    project: str | None = None
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class PreviewResource:
    """A resource as the program registered it.

    `inputs` are camelCase, as the provider gets them after its check, and may hold `values.UNKNOWN` and
    `values.Secret`. `provider` is the provider's reference (`urn::id`), empty for components. `external` tells what
    the program only reads; `id` is known of that, and of what is imported. The embedded engine gives its `aliases`, the
    paths of `ignore_changes` and `replace_on_changes`, and its `outputs` with the id, too.
    """

    urn: str
    type: str
    name: str
    parent: str
    provider: str
    custom: bool
    inputs: Mapping[str, Any]
    property_dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    external: bool = False
    id: str = ""
    aliases: Sequence[Alias] = ()
    ignore_changes: Sequence[str] = ()
    replace_on_changes: Sequence[str] = ()
    outputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One of the user's own lines that led to a failure."""

    file: str
    line: int
    function: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why a program ended before its time: the exception, and the user's own lines, the innermost last.

    `key` is the configuration key at fault, where the exception names one.
    """

    type: str
    message: str
    frames: Sequence[Frame] = ()
    key: str = ""
    fix: str = ""

    @property
    def text(self) -> str:
        """The exception and all it says; what the SDK raises to end a program quietly speaks for itself."""
        message = self.message.strip()
        if self.key:
            # What follows repeats the fix.
            return message.partition("\n")[0]
        return message if self.type in {"", "RunError", "SystemExit"} else f"{self.type}: {message}".rstrip(": ")


@dataclass(frozen=True, kw_only=True)
class Preview:
    """One stack's program, run without changing anything.

    `cloud` and `environment` are those of the stack's settings, empty for a project that is not ours.
    `changes` counts operations by their Pulumi name ("create"). `seconds` is wall time. `failure` is why the program
    itself ended early, told in `problems` too; `output` is what it printed and logged; `notes` is what the user should
    know about how it was run; `positions` says where in the user's code a resource was made (`path:line`), by URN;
    `outside` is what the program refers to, does not make, and may.
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
    failure: Failure | None = None
    output: str = ""
    notes: Sequence[str] = ()
    positions: Mapping[str, str] = field(default_factory=dict)
    outside: Sequence[Outside] = ()

    @property
    def failed(self) -> bool:
        """Whether any problem is an error, so that the command must exit 1."""
        return any(problem.severity == "error" for problem in self.problems)


def in_tree_order(resources: Sequence[PreviewResource]) -> tuple[PreviewResource, ...]:
    """The same resources, each after its parent and siblings by URN, whatever order the program's threads gave."""
    known = {resource.urn for resource in resources}
    children: dict[str, list[PreviewResource]] = {}
    for resource in sorted(resources, key=lambda resource: resource.urn):
        children.setdefault(resource.parent if resource.parent in known else "", []).append(resource)
    ordered: list[PreviewResource] = []
    waiting = children.pop("", [])[::-1]
    while waiting:
        resource = waiting.pop()
        ordered.append(resource)
        waiting.extend(children.pop(resource.urn, [])[::-1])
    return tuple(ordered)


def _deprecation(problem: Problem) -> str:
    """What a problem says of what is deprecated, without what that is."""
    before, _, after = problem.message.partition(_DEPRECATED)
    return " ".join((after or before).split())


def problems_in_order(problems: Sequence[Problem], resources: Sequence[PreviewResource]) -> tuple[Problem, ...]:
    """Each problem once, in the order of the resources; those of the program itself come last, as they came."""
    places = {resource.urn: place for place, resource in enumerate(resources)}
    told = {_deprecation(problem) for problem in problems if problem.urn}
    kept: list[Problem] = []
    for problem in problems:
        # The SDK logs what it deprecates, and says it of the resource in the same words.
        again = problem.source == OWN_LOG and _DEPRECATED in problem.message and _deprecation(problem) in told
        # Not through a set: a value may be a mapping.
        if not again and problem not in kept:
            kept.append(problem)

    def key(problem: Problem) -> tuple[int, str, str]:
        place = places.get(problem.urn)
        return (len(places), "", "") if place is None else (place, problem.property, problem.message)

    return tuple(sorted(kept, key=key))
