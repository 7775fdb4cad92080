"""Regions and zones: that they exist, and that zones lie in the region of what they are given for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from scaffolder.simulator import facts
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule
from scaffolder.simulator.wording import nearest

_FACTS: Final = facts.read("gcp_zones")
REGIONS: Final[frozenset[str]] = frozenset(_FACTS["regions"])
_PAGE: Final[str] = _FACTS["source"]
_READ: Final[str] = _FACTS["date"]
_LISTED: Final[str] = _FACTS["listed"]
_REGION: Final = re.compile(r"[a-z]+-[a-z]+\d+")
# How AWS writes its own: `us-east-1`.
_FOREIGN: Final = re.compile(r"[a-z]{2}(-[a-z]+){1,2}-\d")
_ZONE: Final = re.compile(r"([a-z]+-[a-z]+\d+)-([a-z]+\d*[a-z]?)")
# Properties that hold zones beside one that holds the region.
_ZONES_BESIDE: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "gcp:compute/regionDisk:RegionDisk": ("region", ("replicaZones",)),
    "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager": ("region", ("distributionPolicyZones",)),
    "gcp:container/cluster:Cluster": ("location", ("nodeLocations",)),
    "gcp:container/nodePool:NodePool": ("location", ("nodeLocations",)),
    "gcp:sql/databaseInstance:DatabaseInstance": ("region", ("settings.locationPreference.zone",)),
    "gcp:redis/instance:Instance": ("region", ("locationId", "alternativeLocationId")),
}


def region_of(place: str) -> str | None:
    """Give the region of a region, of a zone or of the link to one; None for what is neither."""
    name = place.rpartition("/")[2].lower()
    zone = _ZONE.fullmatch(name)
    if zone:
        return zone[1]
    return name if _REGION.fullmatch(name) else None


def zones_of(region: str) -> list[str]:
    """Give the zones of a region."""
    return [f"{region}-{end}" for end in _FACTS["zones"].get(region, "a b c").split()]


@rule("gcp:*", page=_PAGE, read=_READ)
def regions_exist(inputs: Given) -> Iterator[Finding]:
    """A region is one of Google Cloud's; one of a right form that is not known here is a warning."""
    for given in (inputs["region"], inputs["location"]):
        name = (given.text or "").rpartition("/")[2].lower()
        if not name or name in REGIONS or _ZONE.fullmatch(name) or name.startswith(("aws-", "azure-")):
            continue
        near = nearest(name, sorted(REGIONS))
        if _REGION.fullmatch(name):
            yield given.finding(
                f"`{given.path}` is {given.shown}, a region that was not there on {_LISTED}.",
                fix=f"Did you mean `{near}`?" if near else "See Google's list of regions.",
                severity="warning",
            )
        elif _FOREIGN.fullmatch(name) or (near and near.replace("-", "") == name):
            yield given.finding(
                f"`{given.path}` is {given.shown}, which is no region of Google Cloud.",
                fix=f"Did you mean `{near}`?" if near else "Give a region such as `us-central1`.",
            )


@rule("gcp:*", page=_PAGE, read=_READ)
def zones_exist(inputs: Given) -> Iterator[Finding]:
    """A zone is one of Google Cloud's."""
    for given in (inputs["zone"], inputs["location"]):
        name = (given.text or "").rpartition("/")[2].lower()
        found = _ZONE.fullmatch(name)
        if found and found[1] in REGIONS and len(found[2]) == 1 and name not in zones_of(found[1]):
            yield given.finding(
                f"`{given.path}` is {given.shown}; the zones of {found[1]} are {', '.join(zones_of(found[1]))}.",
                fix="Give one of these.",
                severity="warning",
            )
        elif not found and name and given.path == "zone" and name in REGIONS:
            yield given.finding(
                f"`{given.path}` is {given.shown}, a region; a zone is wanted.", fix=f"Give `{zones_of(name)[0]}`."
            )


@rule(*_ZONES_BESIDE, page=_PAGE, read=_READ)
def zones_lie_in_the_region(inputs: Given) -> Iterator[Finding]:
    """The zones of a resource lie in its region."""
    place, paths = _ZONES_BESIDE[inputs.type]
    region = region_of(inputs[place].text or "")
    for path in paths if region else ():
        given = inputs
        for name in path.split("."):
            given = given[name]
        for zone in given.items() or [given]:
            found = region_of(zone.text or "")
            if found and found != region:
                yield zone.finding(
                    f"`{zone.path}` is {zone.shown}, which is not in {region}, the place of `{place}`.",
                    fix=f"Give zones such as `{region}-a`.",
                )
