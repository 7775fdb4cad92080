"""Azure's front: Front Door, and how soon it leaves a region out.

The page was read on 2026-11-25.
"""

from __future__ import annotations

from typing import Final

from scaffolder.engine.rehearsal.graph import Deployed, Graph
from scaffolder.engine.rehearsal.loss import FrontView, Noticed

_ORIGIN: Final = "azure-native:cdn:AFDOrigin"
_GROUP: Final = "azure-native:cdn:AFDOriginGroup"

_PAGE: Final = "https://learn.microsoft.com/en-us/azure/frontdoor/health-probes"
# Front Door's own defaults, where the graph leaves a setting out.
_INTERVAL, _SAMPLES, _NEEDED = 240, 4, 3


def front_doors(graph: Graph, region: str) -> FrontView | None:
    """Front Door: every edge probes each origin, and counts the last answers."""
    origins = list(graph.of_type(_ORIGIN))
    if not origins:
        return None
    lost = [one for one in origins if _origin_region(graph, one) == region]
    left = [one for one in origins if one not in lost]
    group = next(graph.of_type(_GROUP), None)
    return FrontView(
        kind="Front Door",
        lost=[f"origin {_origin_name(one)}" for one in lost],
        left=[f"origin {_origin_name(one)}" for one in left],
        noticed=[_notices(group)] if group and lost and left else (),
    )


def _origin_name(origin: Deployed) -> str:
    return origin.get("originName", default=origin.name)


def _origin_region(graph: Graph, origin: Deployed) -> str:
    """The region of what the origin leads to: by its private link, else by its host name."""
    target = str(origin.get("sharedPrivateLinkResource", "privateLink", "id", default="")).lower()
    host = str(origin.get("hostName", default=""))
    for one in graph.resources:
        if target and one.id.lower() == target and one.region:
            return one.region
    for one in graph.resources:
        if host and one.region and host in _hosts(one):
            return one.region
    return ""


def _hosts(one: Deployed) -> tuple[str, ...]:
    return tuple(
        str(found)
        for found in (one.get("configuration", "ingress", "fqdn"), one.get("defaultHostName"), one.get("hostName"))
        if found
    )


def _notices(group: Deployed) -> Noticed:
    if not group.get("healthProbeSettings"):
        return Noticed(
            by="nothing",
            seconds=None,
            formula="",
            what="the origin group has no health probe, so the lost region gets its share of the requests",
            source=_PAGE,
        )
    interval = group.get("healthProbeSettings", "probeIntervalInSeconds", default=_INTERVAL)
    samples = group.get("loadBalancingSettings", "sampleSize", default=_SAMPLES)
    needed = group.get("loadBalancingSettings", "successfulSamplesRequired", default=_NEEDED)
    failures = samples - needed + 1
    return Noticed(
        by="the origin group's health probe, at each edge",
        seconds=interval * failures,
        formula=f"{interval} s x {failures} failed probes ({needed} of the last {samples} must succeed)",
        what="requests of every method go to the regions that are left",
        source=_PAGE,
    )
