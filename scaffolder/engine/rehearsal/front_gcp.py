"""GCP's front: a global load balancer before Cloud Run, and how soon it leaves a region out.

All pages were read on 2026-11-25.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.engine.rehearsal.graph import Deployed, Graph
from scaffolder.engine.rehearsal.loss import FrontView, Noticed

_BACKEND: Final = "gcp:compute/backendService:BackendService"
_GROUP: Final = "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup"
_SERVICE: Final = "gcp:cloudrunv2/service:Service"

_OUTLIER_PAGE: Final = (
    "https://cloud.google.com/load-balancing/docs/https/setting-up-https-serverless#enable-outlier-detection"
)
_HEALTH_PAGE: Final = "https://docs.cloud.google.com/run/docs/configuring/configure-service-health"
# The API's own defaults, where the graph leaves a setting out.
_FAILURES, _EJECTION_SECONDS = 5, 30
_PERIOD, _THRESHOLD = 10, 3


def load_balancers(graph: Graph, region: str) -> FrontView | None:
    """A backend service of serverless groups: Cloud Run's own view of a region, and outlier detection."""
    groups = {one.id: one for one in graph.of_type(_GROUP)}
    for backend in graph.of_type(_BACKEND):
        named = [groups.get(one.get("group")) for one in backend.get("backends", default=[])]
        members = [group for group in named if group]
        if not members:
            continue
        lost = [one for one in members if one.region == region]
        left = [one for one in members if one not in lost]
        return FrontView(
            kind="global load balancer",
            lost=[f"endpoint group {one.region}" for one in lost],
            left=[f"endpoint group {one.region}" for one in left],
            noticed=[*_notices(graph, backend, region)] if lost and left else (),
        )
    return None


def _notices(graph: Graph, backend: Deployed, region: str) -> Iterator[Noticed]:
    service = next((one for one in graph.of_type(_SERVICE) if one.region == region), None)
    probe = service.get("template", "containers", 0, "readinessProbe") if service else None
    if probe:
        period, threshold = probe.get("periodSeconds") or _PERIOD, probe.get("failureThreshold") or _THRESHOLD
        yield Noticed(
            by="Cloud Run service health",
            seconds=period * threshold,
            formula=f"{period} s x {threshold} failed readiness probes",
            what="requests of every method go to the regions that are left while too few replicas are ready",
            source=_HEALTH_PAGE,
        )
    if outliers := backend.get("outlierDetection"):
        failures = outliers.get("consecutiveGatewayFailure") or _FAILURES
        interval = (outliers.get("interval") or {}).get("seconds") or 1
        ejection = (outliers.get("baseEjectionTime") or {}).get("seconds") or _EJECTION_SECONDS
        yield Noticed(
            by="outlier detection",
            seconds=interval,
            formula=f"{failures} gateway errors in a row, looked at every {interval} s",
            what=f"the region is then left out for {ejection} s, and longer each time it fails again",
            source=_OUTLIER_PAGE,
        )
    if not probe and not outliers:
        yield Noticed(
            by="nothing",
            seconds=None,
            formula="",
            what="without readiness probes or outlier detection callers near the lost region get its errors",
            source=_HEALTH_PAGE,
        )
