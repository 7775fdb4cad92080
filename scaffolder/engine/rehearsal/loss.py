"""The loss of a region as data: what still serves, how soon it is noticed, and whether the rest can carry the load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """How a front comes to leave a lost region out.

    `seconds` is worked out by `formula` from the front's own settings, and is None where the front never does; `what`
    says in words what then happens, and what does not; `source` is the page it is read from.
    """

    by: str
    seconds: float | None
    formula: str
    what: str
    source: str


@dataclass(frozen=True, kw_only=True)
class FrontView:
    """What stands before the regions, and the endpoints it leads to: those of the lost region and the others.

    `kind` is empty where nothing does, and each region answers for itself.
    """

    kind: str
    lost: Sequence[str]
    left: Sequence[str]
    noticed: Sequence[Noticed]


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """Requests worked on at the same time, by all regions and by those that are left, at the most replicas."""

    regions: int
    left: int
    max_replicas: int
    concurrency: int

    @property
    def before(self) -> int:
        """What all regions carry."""
        return self.regions * self.max_replicas * self.concurrency

    @property
    def after(self) -> int:
        """What the regions that are left carry."""
        return self.left * self.max_replicas * self.concurrency

    @property
    def percent(self) -> int:
        """What is left, of the whole."""
        return self.after * 100 // self.before if self.before else 0

    @property
    def replicas_for_all(self) -> int:
        """The most replicas a region that is left would need to carry the whole; 0 where none is left."""
        return -(-self.regions * self.max_replicas // self.left) if self.left else 0


@dataclass(frozen=True, kw_only=True)
class OnlyThere:
    """What the lost region alone held, of one kind, by name."""

    role: str
    names: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Loss:
    """A region is lost: what the deployed graph says of it. `serving` are the regions that are left."""

    region: str
    resources: int
    serving: Sequence[str]
    front: FrontView
    capacity: Capacity | None
    only_there: Sequence[OnlyThere]
