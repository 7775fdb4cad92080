"""The failures of a rehearsal as they come: which are armed, and which have happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scaffolder.engine.rehearsal.driver import Driver
from scaffolder.engine.rehearsal.faults import Fault, settled
from scaffolder.simulator.faults import Fault as Failure
from scaffolder.simulator.faults import Kind

# A killed deployment takes the engine with it: a runner that is shut down, a laptop that is closed. When a provider
# crashes the engine lives on, and takes the operation for one that failed.
_KINDS: Final[Mapping[str, Kind]] = {
    "throttle": Kind.THROTTLE,
    "refused": Kind.REFUSED,
    "timeout": Kind.TIMEOUT,
    "crashed": Kind.KILLED,
    "crashed-before": Kind.KILLED_BEFORE,
    "killed": Kind.INTERRUPTED,
    "killed-before": Kind.INTERRUPTED_BEFORE,
}
_UNSEEN: Final = frozenset({"crashed", "killed"})


@dataclass(frozen=True, kw_only=True)
class Happened:
    """A failure that was asked for, and has happened."""

    fault: Fault
    kind: str

    @property
    def unseen(self) -> bool:
        """Whether the engine cannot know what the cloud has done."""
        return self.kind in _UNSEEN


class Failures:
    """All that were asked for. Each fails in one way at a time; the next way is armed when it has happened."""

    def __init__(self, driver: Driver, faults: Sequence[Fault]) -> None:
        self._driver = driver
        self._faults = list(faults)
        self._armed: list[tuple[Happened, Failure]] = []
        self._seen: set[int] = set()

    def settle(self, types: Iterable[str]) -> None:
        """Learn the types of the program, and arm the first way of each.

        Raises:
            ScaffolderError: the program has nothing that could fail so.
        """
        every = set(types)
        self._faults = [settled(fault, every) for fault in self._faults]
        for fault in self._faults:
            self._arm(fault, 0)
        self._write()

    def happened(self) -> tuple[Happened, ...]:
        """What has happened since the last time this was asked; what follows each is armed."""
        counted = self._driver.faults_met()
        new = [
            number
            for number, (_, failure) in enumerate(self._armed)
            if number not in self._seen and counted.get(number, 0) >= failure.nth
        ]
        self._seen.update(new)
        found = tuple(self._armed[number][0] for number in new)
        for one in found:
            self._arm(one.fault, one.fault.kinds.index(one.kind) + 1)
        if found:
            self._write()
        return found

    def missed(self) -> tuple[tuple[Happened, bool], ...]:
        """What never happened; and whether another way of the same failure did, which may have left nothing to fail."""
        happened = {str(self._armed[number][0].fault) for number in self._seen}
        return tuple(
            (one, str(one.fault) in happened) for number, (one, _) in enumerate(self._armed) if number not in self._seen
        )

    def _arm(self, fault: Fault, number: int) -> None:
        if number >= len(fault.kinds):
            return
        kind = fault.kinds[number]
        # Those before it are there already, so the next to come is the first.
        nth = fault.nth if number == 0 else 1
        failure = Failure(type=fault.type, op=fault.op, nth=nth, kind=_KINDS[kind])
        self._armed.append((Happened(fault=fault, kind=kind), failure))

    def _write(self) -> None:
        self._driver.arm([failure for _, failure in self._armed])
