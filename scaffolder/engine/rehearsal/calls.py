"""What the real engine did in one call: its stream of events as operations on resources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scaffolder.engine.engine_output import STACK_TYPE, read_properties

PROVIDER_PREFIX: Final = "pulumi:providers:"
# Operations after which a resource is as it was.
QUIET: Final = frozenset({"same", "refresh", "read", "read-replacement"})
# What the engine says after the errors themselves.
_LAST_WORDS: Final = frozenset({"update failed", "preview failed", "refresh failed", "destroy failed"})
_NOISE: Final = re.compile(
    r"^using pulumi-[\w-]+ from \$PATH |^an unhandled error occurred: Program exited with non-zero exit code"
)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation of the engine on one resource.

    `began` and `ended` are places in the stream of events, so that one operation can be said to be over before
    another began; `at` is when it ended, in seconds since the call began. `changed` are the inputs that differ.
    """

    op: str
    urn: str
    type: str
    began: int
    ended: int
    at: float
    failed: bool
    changed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return self.urn.rpartition("::")[2]

    @property
    def is_shown(self) -> bool:
        """Whether it is on a resource that a user knows of: neither the stack itself nor a provider."""
        return self.type != STACK_TYPE and not self.type.startswith(PROVIDER_PREFIX)


@dataclass(frozen=True, kw_only=True)
class Said:
    """An error or warning of the engine's; `urn` is empty when it is about no resource."""

    severity: str
    urn: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Call:
    """One engine call: the command as an operator would type it, how it ended, and all it did.

    `counts` are the engine's own, by operation; `outputs` what the program exports, where it ran.
    """

    command: str
    exit_code: int
    seconds: float
    operations: Sequence[Operation]
    counts: Mapping[str, int]
    outputs: Mapping[str, Any]
    said: Sequence[Said]

    @property
    def errors(self) -> tuple[Said, ...]:
        """The errors, without those that only say that there were some."""
        return tuple(one for one in self.said if one.severity == "error")

    def changes(self) -> tuple[Operation, ...]:
        """The operations that changed something a user knows of."""
        return tuple(one for one in self.operations if one.op not in QUIET and one.is_shown)


@dataclass(kw_only=True)
class EventReader:
    """Takes in the events of one call as they come."""

    operations: list[Operation] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    _begun: dict[tuple[str, str], int] = field(default_factory=dict)
    _place: int = 0

    def add(self, event: Mapping[str, Any], *, at: float) -> str | None:
        """Take in one event; the URN of a resource that the engine is done with, if this says so."""
        self._place += 1
        if "resourcePreEvent" in event:
            metadata = event["resourcePreEvent"]["metadata"]
            self._begun[metadata["urn"], metadata["op"]] = self._place
        elif "resOutputsEvent" in event:
            return self._ended(event["resOutputsEvent"]["metadata"], at=at, failed=False)
        elif "resOpFailedEvent" in event:
            return self._ended(event["resOpFailedEvent"]["metadata"], at=at, failed=True)
        elif "summaryEvent" in event:
            self.counts = dict(event["summaryEvent"].get("resourceChanges") or {})
        elif "diagnosticEvent" in event:
            self._diagnostic(event["diagnosticEvent"])
        return None

    def _ended(self, metadata: Mapping[str, Any], *, at: float, failed: bool) -> str:
        urn, op, new = metadata["urn"], metadata["op"], metadata.get("new") or {}
        began = self._begun.get((urn, op), self._begun.get((urn, "refresh"), self._place))
        changed = metadata.get("diffs") or sorted(metadata.get("detailedDiff") or ())
        self.operations.append(
            Operation(
                op=op,
                urn=urn,
                type=metadata["type"],
                began=began,
                ended=self._place,
                at=at,
                failed=failed,
                changed=tuple(changed),
            )
        )
        if metadata["type"] == STACK_TYPE and op != "delete":
            self.outputs = read_properties(new.get("outputs") or {})
        return urn

    def _diagnostic(self, event: Mapping[str, Any]) -> None:
        message = event["message"].strip()
        # A failed step is told twice: by its resource, and by the engine as a whole.
        if event["severity"] not in {"error", "warning"} or message in _LAST_WORDS or _NOISE.match(message):
            return
        said = Said(severity=event["severity"], urn=event.get("urn", ""), message=message)
        if said not in self.said:
            self.said.append(said)
