"""What a program has registered so far: resources by URN, their parents, providers, transforms and outputs."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffolder.engine.preview import PreviewResource

STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(kw_only=True)
class Registered:
    """A resource, and what its children take over from it."""

    resource: PreviewResource
    id: str = ""
    outputs: Mapping[str, Any] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)
    transforms: Sequence[Any] = ()
    operation: str = "create"
    position: str = ""
    # A custom resource that a deployment would still have to make.
    absent: bool = False


class Registrations:
    """All resources of one preview, in the order they were registered. Safe to use from several threads."""

    def __init__(self, *, stack: str, project: str) -> None:
        self._prefix = f"urn:pulumi:{stack}::{project}::"
        self._by_urn: dict[str, Registered] = {}
        self._children: dict[str, list[str]] = {}
        self._in_flight: dict[str, int] = {}
        self._changed = threading.Condition()

    def urn(self, type_: str, name: str, parent: str) -> str:
        """The URN of a resource: it holds the types of its parents, and of the names only its own."""
        qualified = type_
        if parent:
            parents = parent.split("::")[2]
            if parents.rpartition("$")[2] != STACK_TYPE:
                qualified = f"{parents}${type_}"
        return f"{self._prefix}{qualified}::{name}"

    def get(self, urn: str) -> Registered | None:
        """The resource with this URN, if it has been registered."""
        with self._changed:
            return self._by_urn.get(urn)

    def add(self, registered: Registered) -> Registered | None:
        """Keep a resource; the one that has its URN already, if there is one, stays and is returned."""
        resource = registered.resource
        with self._changed:
            if resource.urn in self._by_urn:
                return self._by_urn[resource.urn]
            self._by_urn[resource.urn] = registered
            self._children.setdefault(resource.parent, []).append(resource.urn)
            self._changed.notify_all()
            return None

    def all(self) -> Sequence[Registered]:
        """Every resource, in the order registered."""
        with self._changed:
            return tuple(self._by_urn.values())

    def ancestors(self, parent: str) -> Iterator[Registered]:
        """The resources above, the nearest first."""
        while parent:
            registered = self.get(parent)
            if registered is None:
                return
            yield registered
            parent = registered.resource.parent

    def begin(self, parent: str) -> None:
        """Note that a registration below this parent is under way."""
        with self._changed:
            self._in_flight[parent] = self._in_flight.get(parent, 0) + 1

    def end(self, parent: str) -> None:
        """Note that a registration below this parent is over."""
        with self._changed:
            self._in_flight[parent] -= 1
            self._changed.notify_all()

    def any_absent(self, urns: Iterable[str]) -> bool:
        """Whether any of these, or of the resources inside the components among them, would still have to be made.

        Waits for registrations that are under way inside those components.
        """
        with self._changed:
            while True:
                absent, components = self._expand(urns)
                if absent:
                    return True
                if not any(self._in_flight.get(component) for component in components):
                    return False
                self._changed.wait()

    def _expand(self, urns: Iterable[str]) -> tuple[bool, set[str]]:
        components: set[str] = set()
        frontier = list(urns)
        while frontier:
            registered = self._by_urn.get(frontier.pop())
            if registered is None:
                continue
            urn = registered.resource.urn
            if registered.resource.custom:
                if registered.absent:
                    return True, components
            elif urn not in components:
                components.add(urn)
                frontier.extend(self._children.get(urn, ()))
        return False, components
