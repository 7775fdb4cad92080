"""A whole program as rules see it: every resource with its inputs, and which resources each input comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from scaffolder.simulator.rules.given import Finding, Given


@dataclass(frozen=True, kw_only=True)
class ProgramFinding:
    """A finding about one of the resources."""

    urn: str
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class ProgramResource:
    """One resource of a program, from either engine.

    `dependencies` names the URNs that each input comes from, `provider` holds the inputs of the resource's provider.
    `external` tells one that the program only reads; `known` are its id and outputs, as far as they are texts known.
    """

    urn: str
    type: str
    inputs: Mapping[str, Any]
    dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    provider: Mapping[str, Any] = field(default_factory=dict)
    external: bool = False
    known: Collection[str] = ()

    @cached_property
    def given(self) -> Given:
        """Its inputs."""
        return Given(self.inputs)

    @cached_property
    def settings(self) -> Given:
        """The inputs of its provider."""
        return Given(self.provider)

    @property
    def name(self) -> str:
        """The name the program gave it."""
        return self.urn.rpartition("::")[2]

    def __getitem__(self, name: str) -> Given:
        return self.given[name]

    def finding(self, finding: Finding) -> ProgramFinding:
        """Give a finding as one about this resource."""
        return ProgramFinding(urn=self.urn, finding=finding)


class Program:
    """All resources of one program, in the order they are shown."""

    def __init__(self, resources: Iterable[ProgramResource]) -> None:
        self.resources = tuple(resources)
        self._by_urn = {resource.urn: resource for resource in self.resources}
        self._by_type: dict[str, list[ProgramResource]] = {}
        for resource in self.resources:
            self._by_type.setdefault(resource.type, []).append(resource)

    @cached_property
    def packages(self) -> Sequence[str]:
        """The provider packages in use."""
        return sorted({type_.partition(":")[0] for type_ in self._by_type})

    def of(self, *types: str) -> Sequence[ProgramResource]:
        """Give the resources of these types."""
        if len(types) == 1:
            return self._by_type.get(types[0], ())
        chosen = frozenset(types)
        return [resource for resource in self.resources if resource.type in chosen]

    def behind(self, resource: ProgramResource, property_: str, *types: str) -> Sequence[ProgramResource]:
        """Give the resources of these types that an input comes from; of any type when none is named."""
        found = [self._by_urn.get(urn) for urn in resource.dependencies.get(property_, ())]
        return [one for one in found if one is not None and (not types or one.type in types)]

    def only_behind(self, resource: ProgramResource, property_: str, *types: str) -> ProgramResource | None:
        """Give the one resource of these types that an input comes from; None when there are none or several."""
        found = self.behind(resource, property_, *types)
        return found[0] if len(found) == 1 else None
