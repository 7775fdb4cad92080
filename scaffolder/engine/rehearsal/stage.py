"""What every step of a rehearsal is made of: engine calls that may be made to fail, checks, and who is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Final

from scaffolder.engine.rehearsal import holding
from scaffolder.engine.rehearsal.calls import Call
from scaffolder.engine.rehearsal.driver import Driver
from scaffolder.engine.rehearsal.failing import Failures, Happened
from scaffolder.engine.rehearsal.graph import Graph, read_graph
from scaffolder.engine.rehearsal.loss import Loss
from scaffolder.engine.rehearsal.recovery import recover
from scaffolder.engine.rehearsal.timeline import About, Finding, Rolled, Step, Verdict

# Lines of what the engine said of a failure that was asked for.
_MOST_SAID: Final = 2


@dataclass(frozen=True, kw_only=True)
class Watcher:
    """Who is told of each step: when it begins, of each resource in it, and when it is over."""

    ready: Callable[[About], None] = lambda _about: None
    begins: Callable[[str], None] = lambda _title: None
    resource: Callable[[str], None] = lambda _urn: None
    over: Callable[[Step], None] = lambda _step: None
    lost: Callable[[Loss], None] = lambda _loss: None


class Stage:
    """Where steps are taken, one after the other, and kept."""

    def __init__(self, driver: Driver, failures: Failures, watcher: Watcher, *, folder: Path) -> None:
        self.driver = driver
        self.failures = failures
        self.watcher = watcher
        self.steps: list[Step] = []
        self._folder = folder
        self._started = time.perf_counter()
        self._began = 0.0

    def begins(self, title: str) -> None:
        """Begin a step."""
        self._began = self.now()
        self.watcher.begins(title)

    def call(self, operation: str, settings: Mapping[str, str] | None = None) -> Call:
        """Make an engine call. When it fails as was asked for, that is told, and it is made again until it is done.

        What is returned holds the operations of all attempts, and else the last one.
        """
        attempts: list[Call] = []
        while True:
            attempts.append(self.driver.call(operation, settings=settings))
            happened = self.failures.happened()
            if not happened or attempts[-1].exit_code == 0:
                return joined(attempts)
            self._failed(operation, attempts[-1], happened)

    def _failed(self, operation: str, call: Call, happened: Sequence[Happened]) -> None:
        """Tell of a failure that was asked for, and do what must be done before the call is made again."""
        killed = call.exit_code < 0
        unseen = killed or any(one.unseen for one in happened)
        recovered = recover(self.driver, folder=self._folder, killed=killed) if unseen else None
        asked = ", ".join(f"{one.kind}: {one.fault.op} of {one.fault.type}" for one in happened)
        errors = [f"{one.urn.rpartition('::')[2]}: {holding.first_lines(one)}" for one in call.errors if one.urn]
        gone = ["the engine and its providers are gone, and the stack is locked"]
        said = [*(gone if killed else errors[:_MOST_SAID]), *(recovered.notes if recovered else ())]
        self.over(
            Step(
                name="fail",
                title=f"{operation} is killed" if killed else f"{operation} fails",
                commands=recovered.commands if recovered else [],
                began=self._began,
                seconds=self.now() - self._began,
                counts=call.counts,
                verdict=Verdict.HELD,
                notes=[asked],
                said=said,
            )
        )
        self.begins(f"{operation} again")

    def checked(
        self,
        name: str,
        title: str,
        call: Call,
        findings: Iterable[Finding],
        *,
        notes: Sequence[str] = (),
        regions: Sequence[Rolled] = (),
        kept: Collection[str] = (),
    ) -> bool:
        """End a step that was an engine call: it holds when that ended well and nothing else was found.

        State and cloud must agree, but for the ids that were `kept` in the cloud on purpose.
        """
        found = tuple(dict.fromkeys((*holding.ended_well(call), *findings)))
        if call.exit_code == 0:
            cloud = [held for held in self.driver.content() if held.id not in kept]
            found += tuple(holding.same_content(self.graph(), cloud))
        return self.over(
            Step(
                name=name,
                title=title,
                commands=[call.command],
                began=self._began,
                seconds=self.now() - self._began,
                counts=call.counts,
                verdict=Verdict.FAILED if found else Verdict.HELD,
                notes=() if found else notes,
                findings=found,
                rolled=regions,
            )
        )

    def ended(self, name: str, title: str, verdict: Verdict, **more: object) -> bool:
        """End a step of another kind."""
        skipped = verdict is Verdict.SKIPPED
        values: dict[str, object] = {"commands": [], "counts": {}, **more}
        return self.over(
            Step(
                name=name,
                title=title,
                began=self.now() if skipped else self._began,
                seconds=0.0 if skipped else self.now() - self._began,
                verdict=verdict,
                **values,  # ty: ignore[invalid-argument-type]
            )
        )

    def over(self, step: Step) -> bool:
        """Keep a step and tell of it; whether it held."""
        self.steps.append(step)
        self.watcher.over(step)
        return step.verdict is not Verdict.FAILED

    def graph(self) -> Graph:
        """What is deployed now."""
        return read_graph(self.driver.resources())

    def now(self) -> float:
        """Seconds since the rehearsal began."""
        return time.perf_counter() - self._started


def joined(attempts: Sequence[Call]) -> Call:
    """Several attempts as one call, whose operations come one after the other."""
    last = attempts[-1]
    places = list(accumulate((max((one.ended for one in call.operations), default=0) for call in attempts), initial=0))
    clocks = list(accumulate((call.seconds for call in attempts), initial=0.0))
    operations = tuple(
        replace(one, began=one.began + place, ended=one.ended + place, at=one.at + clock)
        for call, place, clock in zip(attempts, places, clocks, strict=False)
        for one in call.operations
    )
    return replace(last, operations=operations)
