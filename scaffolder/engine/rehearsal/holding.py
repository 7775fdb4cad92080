"""What each engine call of a rehearsal must have done, and what is found where it did not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scaffolder.engine.rehearsal.calls import Call, Said
from scaffolder.engine.rehearsal.graph import Deployed, Graph
from scaffolder.engine.rehearsal.leftovers import identity, left_over
from scaffolder.engine.rehearsal.timeline import Finding
from scaffolder.engine.tracebacks import report_of
from scaffolder.simulator.components import component_of
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.state import Held
from scaffolder.simulator.values import Secret, Unknown

_CREATED = frozenset({"create"})
_IN_PLACE = frozenset({"update"})
_COUNTED = re.compile(r"\d+ errors? occurred:")
_WORDS = {
    "create": "it was created",
    "update": "it was updated",
    "replace": "it was replaced",
    "create-replacement": "it was replaced",
    "delete-replaced": "it was replaced",
    "delete": "it was deleted",
}


def ended_well(call: Call) -> Iterator[Finding]:
    """The call's own errors."""
    if call.exit_code == 0:
        return
    for said in call.errors:
        yield Finding(message=first_lines(said), urn=said.urn)
    if not call.errors:
        yield Finding(message=f"`{call.command}` ended with exit code {call.exit_code} and no error of its own.")


def not_inside(problems: Sequence[Problem]) -> Sequence[str]:
    """What cannot be rehearsed of a program: what components make inside a plugin."""
    types = sorted({type_ for problem in problems if (type_ := component_of(problem))})
    return [f"nothing inside {' and '.join(types)}, which plugins make"] if types else []


def only_created(call: Call) -> Iterator[Finding]:
    """Whatever was not simply created."""
    yield from _others(call, _CREATED, "nothing was there before")


def finished(call: Call) -> Iterator[Finding]:
    """Whatever an update did beyond finishing what a failed one had begun."""
    yield from _others(call, _CREATED | _IN_PLACE, "it only had to finish what was begun")


def unchanged(call: Call) -> Iterator[Finding]:
    """Whatever an update changed although nothing had changed."""
    yield from _others(call, frozenset(), "nothing had changed")


def in_place(call: Call) -> Iterator[Finding]:
    """Whatever was not updated in place."""
    yield from _others(call, _IN_PLACE, "a setting that is updated in place was changed")
    if call.exit_code == 0 and not call.changes():
        yield Finding(message="Nothing was updated: no resource depends on the setting.")


def outputs_known(call: Call) -> Iterator[Finding]:
    """The stack outputs that are still unknown after an update."""
    for name, value in sorted(call.outputs.items()):
        if holds_unknown(value):
            yield Finding(message=f"The stack's output {name} is not known after the update.")


def holds_unknown(value: Any) -> bool:
    """Whether a value, or anything in it, is unknown."""
    if isinstance(value, Secret):
        return holds_unknown(value.value)
    if isinstance(value, Mapping):
        return any(map(holds_unknown, value.values()))
    if isinstance(value, list):
        return any(map(holds_unknown, value))
    return isinstance(value, Unknown)


def nothing_left(graph: Graph) -> Iterator[Finding]:
    """What a stack still holds after it was destroyed."""
    for one in graph.resources:
        yield Finding(message="It is still in the stack's state.", urn=one.urn)


def same_content(graph: Graph, cloud: Sequence[Held]) -> Iterator[Finding]:
    """Where the stack's state and the simulated cloud differ, by id: lost, left behind, or there twice."""
    known = [(identity(one.type, one.id, one.outputs), one) for one in graph.resources if is_held(one)]
    there = {identity(held.type, held.id, held.properties) for held in cloud}
    for what, one in known:
        if what not in there:
            message = f"It is in the stack's state as {one.id}, and the cloud has no such thing."
            yield Finding(message=message, urn=one.urn)
    for held in left_over((what for what, _ in known), {one.urn for _, one in known}, cloud):
        message = f"The cloud holds {held.id}, and the stack's state does not know it."
        yield Finding(message=message, urn=held.urn)


def is_held(one: Deployed) -> bool:
    """Whether a resource is a thing of a cloud's that this stack made: no component, no provider, not only read."""
    return one.custom and not one.external and not one.type.startswith("pulumi:")


def first_lines(said: Said, *, most: int = 2) -> str:
    """The first lines of what the engine said, without its counting of errors; of a traceback, how it ends."""
    if report := report_of([said.message], root=Path("/")):
        last = report["frames"][-1] if report["frames"] else None
        where = f" ({Path(last['file']).name}, line {last['line']})" if last else ""
        return f"The program failed: {report['type']}: {report['message']}{where}"
    lines = [line.strip().removeprefix("* ") for line in said.message.splitlines() if line.strip()]
    return " ".join([line for line in lines if not _COUNTED.fullmatch(line)][:most])


def _others(call: Call, expected: frozenset[str], why: str) -> Iterator[Finding]:
    told: set[str] = set()
    for one in call.changes():
        if one.op in expected or one.failed or one.urn in told:
            continue
        told.add(one.urn)
        changed = f" ({', '.join(one.changed)})" if one.changed else ""
        yield Finding(message=f"{_WORDS.get(one.op, one.op)}{changed}, though {why}.", urn=one.urn)


def counted(counts: Mapping[str, int], order: Sequence[str] = ("create", "update", "replace", "delete", "same")) -> str:
    """An engine's counts in words."""
    words = {"create": "created", "update": "updated", "replace": "replaced", "delete": "deleted", "same": "unchanged"}
    names = [name for name in order if counts.get(name)] + sorted(set(counts) - set(order))
    return ", ".join(f"{counts[name]} {words.get(name, name)}" for name in names)
