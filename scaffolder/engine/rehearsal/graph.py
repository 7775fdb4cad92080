"""The deployed graph: what a stack's state holds after an update, and where each resource lies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scaffolder.engine.preview import PreviewResource

# The component that serves in one region, in programs that scaffolder wrote: `inference:aws:RegionalService`.
SERVING: Final = re.compile(r"(?:::|\$)inference:(?:aws|gcp|azure):RegionalService(?:\$|::)")
# A place that is one region, on any of the three clouds; "global", "us" and "EU" are none.
_ONE_REGION: Final = re.compile(r"(?:[a-z]+-)+[a-z]+-?\d+|(?:[a-z]{5,}\d?)")
_NO_REGION: Final = frozenset({"global", "europe"})


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """One resource of the state; what is secret in it is not shown.

    A `kept` one stays in the cloud when it is deleted, an `external` one was only read.
    """

    urn: str
    type: str
    id: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    custom: bool
    protected: bool = False
    kept: bool = False
    external: bool = False

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return self.urn.rpartition("::")[2]

    @property
    def region(self) -> str:
        """The one region it lies in, as the cloud writes it; empty when it lies in none or in several."""
        for properties in (self.inputs, self.outputs):
            for key in ("region", "location"):
                if isinstance(place := properties.get(key), str) and (region := one_region(place)):
                    return region
        return region_of_arn(self.id)

    def get(self, *path: str | int, default: Any = None) -> Any:
        """What lies at a path of the outputs, else of the inputs."""
        for properties in (self.outputs, self.inputs):
            value = _at(properties, path)
            if value is not None:
                return value
        return default


@dataclass(frozen=True, kw_only=True)
class Graph:
    """The resources of a stack, in the order they were made."""

    resources: Sequence[Deployed] = field(default=())

    def of_type(self, *types: str) -> Iterator[Deployed]:
        """The resources of some types, versions of azure-native's modules aside."""
        return (one for one in self.resources if unversioned(one.type) in types)

    def serving_regions(self) -> tuple[str, ...]:
        """The regions that serve, in the order they were made: those of our components, else every region there is."""
        custom = [one for one in self.resources if one.custom]
        ours = [one.region for one in custom if SERVING.search(one.urn)]
        return tuple(dict.fromkeys(region for region in ours or (one.region for one in custom) if region))


def read_graph(resources: Sequence[Mapping[str, Any]]) -> Graph:
    """The graph of a state's resources, as a checkpoint holds them; those that wait to be deleted are left out."""
    return Graph(
        resources=tuple(
            Deployed(
                urn=one["urn"],
                type=one["type"],
                id=one.get("id") or "",
                inputs=one.get("inputs") or {},
                outputs=one.get("outputs") or {},
                custom=bool(one.get("custom")),
                protected=bool(one.get("protect")),
                kept=bool(one.get("retainOnDelete")),
                external=bool(one.get("external")),
            )
            for one in resources
            if not one.get("delete")
        )
    )


def planned_graph(resources: Sequence[PreviewResource]) -> Graph:
    """The graph of a preview: what is known of it before anything is deployed."""
    return Graph(
        resources=tuple(
            Deployed(
                urn=one.urn,
                type=one.type,
                id="",
                inputs=one.inputs,
                outputs={},
                custom=one.custom,
            )
            for one in resources
        )
    )


def one_region(place: str) -> str:
    """A place's region, as the cloud's own tools write it; empty when it is no single one."""
    region = place.lower().replace(" ", "")
    return region if _ONE_REGION.fullmatch(region) and region not in _NO_REGION else ""


def region_of_arn(text: str) -> str:
    """The region that an ARN names, empty for global services and for what is no ARN."""
    parts = text.split(":")
    return parts[3] if len(parts) > 5 and parts[0] == "arn" else ""  # noqa: PLR2004 - arn:partition:service:region:...


def unversioned(type_: str) -> str:
    """A type without the API version that azure-native may have in its module."""
    return re.sub(r"/v\d{8}\w*", "", type_)


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value
