"""Operations that are made to fail, to see whether a deployment recovers from it.

A file in JSON lists them: `[{"type": "aws:ecs/service:Service", "op": "create", "nth": 1, "kind": "timeout"}]`.

| `kind` | what the cloud did | what the provider says |
| --- | --- | --- |
| `throttle` | nothing | too many requests, after all its retries |
| `refused` | nothing | permission denied |
| `timeout` | all that was asked | it gave up waiting; a resource that was being created is known by its id |
| `killed` | all that was asked | nothing: it is dead |
| `killed-before` | nothing | nothing: it is dead |
| `interrupted` | all that was asked | nothing: it is dead, and so is the engine that started it |
| `interrupted-before` | nothing | the same |
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from scaffolder.simulator.state import CloudState

VARIABLE: Final = "SCAFFOLDER_FAULTS"
# A `replace` is a create in place of another resource, which is still there or has just been deleted.
OPERATIONS: Final = ("create", "update", "delete", "read", "replace")


class Kind(StrEnum):
    """How an operation fails."""

    THROTTLE = "throttle"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    KILLED = "killed"
    KILLED_BEFORE = "killed-before"
    INTERRUPTED = "interrupted"
    INTERRUPTED_BEFORE = "interrupted-before"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One failure: of the `nth` operation of this kind on a resource of this type, in all providers together.

    `type` is a token, its end (`ecs/service:Service`), or a pattern of those (`*:Subnet`); `op` may be `any`.
    """

    type: str
    op: str = "any"
    nth: int = 1
    kind: Kind

    def meets(self, type_: str, op: str) -> bool:
        """Say whether an operation is of this description, the count left aside; a replacement is a creation, too."""
        if self.op not in {"any", op, "create" if op == "replace" else op}:
            return False
        ends = (type_, type_.partition(":")[2], type_.rpartition(":")[2])
        return any(fnmatchcase(end, self.type) for end in ends)


class Faults:
    """The failures of a run; each happens once, whichever provider meets it."""

    def __init__(self, faults: Sequence[Fault], state: CloudState) -> None:
        self._faults = faults
        self._state = state

    def next(self, type_: str, op: str) -> Kind | None:
        """Give how this operation is to fail; None when it is not."""
        hit = None
        for number, fault in enumerate(self._faults):
            if fault.meets(type_, op) and self._state.met(number) == fault.nth and hit is None:
                hit = fault.kind
        return hit


def read_faults(file: Path) -> tuple[Fault, ...]:
    """Read a file of faults; it is ours, so a wrong one is an error of ours too."""
    document: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return tuple(Fault(kind=Kind(entry.pop("kind")), **entry) for entry in document)


def faults_document(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """Give the document that `read_faults` reads."""
    return [{"type": fault.type, "op": fault.op, "nth": fault.nth, "kind": fault.kind.value} for fault in faults]
