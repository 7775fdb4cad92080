"""What the simulated clouds hold that a stack's state does not know, and the other way round, told by id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from scaffolder.simulator.state import Held, arn_of

# A resource's type and id, and its ARN: revisions of one name, such as a task definition's, differ in that alone.
Identity = tuple[str, str, str]


def identity(type_: str, id_: str, outputs: Mapping[str, Any]) -> Identity:
    """What tells a resource from every other one of a cloud's."""
    return type_, id_, arn_of(outputs)


def left_over(known: Iterable[Identity], urns: Collection[str], cloud: Iterable[Held]) -> Sequence[Held]:
    """The resources of a cloud's that are not among those known.

    Of several with the same identity, such as one name in two regions, it is one whose URN is not known either.
    """
    there: dict[Identity, list[Held]] = {}
    for held in cloud:
        there.setdefault(identity(held.type, held.id, held.properties), []).append(held)
    counts = Counter(known)
    return [
        held
        for one, several in there.items()
        for held in sorted(several, key=lambda held: held.urn not in urns)[counts[one] :]
    ]
