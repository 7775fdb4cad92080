"""In which order an update reached the regions, read from the engine's events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from scaffolder.engine.rehearsal.calls import Call, Operation
from scaffolder.engine.rehearsal.graph import SERVING, Graph
from scaffolder.engine.rehearsal.timeline import Finding, Rolled

# What brings a new version up; the old one of a replaced resource is deleted when all regions are done.
_ROLLS = frozenset({"create", "update", "create-replacement", "replace"})


def rolled(call: Call, graph: Graph) -> tuple[Rolled, ...]:
    """The regions whose services an update changed, in the order it began with them."""
    return tuple(
        Rolled(
            region=region,
            resources=len({one.urn for one in changes}),
            began=_clock(call, min(one.began for one in changes)),
            ended=max(one.at for one in changes),
        )
        for region, changes in _by_region(call, graph).items()
    )


def roll_findings(call: Call, graph: Graph, regions: Sequence[str]) -> Iterator[Finding]:
    """What was not as it must be: a region left out, another order, or one begun before the last was done."""
    reached = _by_region(call, graph)
    for region in regions:
        if region not in reached:
            yield Finding(message=f"The new image did not reach {region}.")
    order = [region for region in reached if region in regions]
    expected = [region for region in regions if region in reached]
    if order != expected:
        yield Finding(message=f"The regions were updated in the order {', '.join(order)}, not {', '.join(expected)}.")
    for before, after in pairwise(order):
        done = max(reached[before], key=lambda one: one.ended)
        early = min(reached[after], key=lambda one: one.began)
        if early.began < done.ended:
            yield Finding(
                message=f"{after} was begun ({early.name}) before {before} was done ({done.name}).", urn=early.urn
            )


def _by_region(call: Call, graph: Graph) -> Mapping[str, Sequence[Operation]]:
    places = {one.urn: one.region for one in graph.resources if SERVING.search(one.urn)}
    found: dict[str, list[Operation]] = {}
    for one in sorted(call.operations, key=lambda one: one.began):
        if one.op in _ROLLS and places.get(one.urn):
            found.setdefault(places[one.urn], []).append(one)
    return found


def _clock(call: Call, place: int) -> float:
    """About when the engine came to a place in its events: when the last operation before it ended."""
    return max((one.at for one in call.operations if one.ended <= place), default=0.0)
