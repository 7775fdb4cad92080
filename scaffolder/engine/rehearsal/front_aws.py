"""AWS's fronts: Global Accelerator, CloudFront and Route 53, and how soon each leaves a region out.

All pages were read on 2026-11-25.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from scaffolder.engine.rehearsal.graph import Deployed, Graph, region_of_arn
from scaffolder.engine.rehearsal.loss import FrontView, Noticed

_ACCELERATOR: Final = "aws:globalaccelerator/accelerator:Accelerator"
_ENDPOINTS: Final = "aws:globalaccelerator/endpointGroup:EndpointGroup"
_DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
_FUNCTION: Final = "aws:cloudfront/function:Function"
_RECORD: Final = "aws:route53/record:Record"
_CHECK: Final = "aws:route53/healthCheck:HealthCheck"
_BALANCER: Final = "aws:lb/loadBalancer:LoadBalancer"
_TARGETS: Final = "aws:lb/targetGroup:TargetGroup"

_DOCS: Final = "https://docs.aws.amazon.com"
_ACCELERATOR_PAGE: Final = f"{_DOCS}/global-accelerator/latest/dg/about-endpoint-groups-health-check-options.html"
_FAILOVER_PAGE: Final = f"{_DOCS}/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html"
_DNS_PAGE: Final = f"{_DOCS}/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html"
_ALIAS_PAGE: Final = f"{_DOCS}/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html"
# The providers' own defaults, where the graph leaves a setting out.
_TARGET_INTERVAL, _TARGET_THRESHOLD = 30, 3
_ENDPOINT_INTERVAL, _ENDPOINT_THRESHOLD = 30, 3
_CONNECTION_ATTEMPTS, _CONNECTION_TIMEOUT = 3, 10
# What Route 53 answers for an alias to a load balancer, which takes no TTL of its own.
_ALIAS_TTL: Final = 60


def accelerators(graph: Graph, region: str) -> FrontView | None:
    """Global Accelerator: a load balancer's own health decides, else the endpoint group's checks."""
    if not list(graph.of_type(_ACCELERATOR)):
        return None
    groups = list(graph.of_type(_ENDPOINTS))
    lost = [one for one in groups if _group_region(one) == region]
    return FrontView(
        kind="Global Accelerator",
        lost=[f"endpoint group {_group_region(one)}" for one in lost],
        left=[f"endpoint group {_group_region(one)}" for one in groups if one not in lost],
        noticed=[_accelerator_notices(graph, one, region) for one in lost[:1]],
    )


def _group_region(group: Deployed) -> str:
    return group.get("endpointGroupRegion", default="")


def _accelerator_notices(graph: Graph, group: Deployed, region: str) -> Noticed:
    endpoints = group.get("endpointConfigurations", default=[])
    balancers = {one.get("arn") for one in graph.of_type(_BALANCER)}
    what = "new connections of every method go to the nearest region that is left"
    if any(endpoint.get("endpointId") in balancers for endpoint in endpoints):
        interval, threshold = _target_check(graph, region)
        by = "the load balancer's target group"
    else:
        interval = group.get("healthCheckIntervalSeconds", default=_ENDPOINT_INTERVAL)
        threshold = group.get("thresholdCount", default=_ENDPOINT_THRESHOLD)
        by = "the endpoint group's health check"
    return _checks(by, interval, threshold, what, _ACCELERATOR_PAGE)


def distributions(graph: Graph, region: str) -> FrontView | None:
    """CloudFront: no health checks; a request that may be repeated goes on when its first origin fails."""
    distribution = next(graph.of_type(_DISTRIBUTION), None)
    if distribution is None:
        return None
    places = _hosts(graph)
    origins = [(origin, places.get(origin.get("domainName"), "")) for origin in distribution.get("origins", default=[])]
    lost = [origin for origin, place in origins if place == region]
    left = [origin for origin, place in origins if place != region]
    return FrontView(
        kind="CloudFront",
        lost=[_origin_name(origin) for origin in lost],
        left=[_origin_name(origin) for origin in left],
        noticed=[*_cloudfront_notices(graph, distribution, lost[0])] if lost and left else (),
    )


def _origin_name(origin: Mapping[str, Any]) -> str:
    return f"origin {origin.get('originId')}"


def _cloudfront_notices(graph: Graph, distribution: Deployed, origin: Mapping[str, Any]) -> Iterator[Noticed]:
    attempts = origin.get("connectionAttempts") or _CONNECTION_ATTEMPTS
    timeout = origin.get("connectionTimeout") or _CONNECTION_TIMEOUT
    drains = _draining_function(graph)
    if distribution.get("originGroups") or drains:
        yield Noticed(
            by="each request, by itself",
            seconds=attempts * timeout,
            formula=f"{attempts} connection attempts x {timeout} s",
            what="GET, HEAD and OPTIONS go on to the second nearest region; each waits that long first",
            source=_FAILOVER_PAGE,
        )
    how = "until an operator drains the region (docs/runbook.md)" if drains else "until the origin is changed"
    yield Noticed(
        by="POST, PUT, PATCH and DELETE",
        seconds=None,
        formula="",
        what=f"CloudFront does not fail these over: callers near the lost region get errors {how}",
        source=_FAILOVER_PAGE,
    )


def _draining_function(graph: Graph) -> bool:
    return any("createRequestOriginGroup" in str(one.get("code")) for one in graph.of_type(_FUNCTION))


def _hosts(graph: Graph) -> Mapping[str, str]:
    """The region that each host name of the graph lies in."""
    found: dict[str, str] = {}
    for one in graph.resources:
        for key in ("dnsName", "bucketRegionalDomainName", "domainName"):
            if isinstance(host := one.get(key), str) and one.region:
                found.setdefault(host, one.region)
    return found


def records(graph: Graph, region: str) -> FrontView | None:
    """Route 53 records that several regions share, by latency, weight or failover."""
    shared = [one for one in graph.of_type(_RECORD) if one.get("setIdentifier")]
    if not shared:
        return None
    hosts = {**_hosts(graph), **_named(graph)}
    lost = [one for one in shared if _record_region(one, hosts) == region]
    return FrontView(
        kind="Route 53",
        lost=[_record_name(one) for one in lost],
        left=[_record_name(one) for one in shared if one not in lost],
        noticed=[_records_notice(graph, one, region) for one in lost[:1]],
    )


def _record_name(record: Deployed) -> str:
    return f"record {record.get('name')} ({record.get('setIdentifier')})"


def _record_region(record: Deployed, hosts: Mapping[str, str]) -> str:
    if latency := record.get("latencyRoutingPolicies", 0, "region"):
        return latency
    return hosts.get(record.get("aliases", 0, "name"), "")


def _named(graph: Graph) -> Mapping[str, str]:
    """The region of each name that is an alias of a load balancer."""
    hosts = _hosts(graph)
    return {
        record.get("name"): hosts[target]
        for record in graph.of_type(_RECORD)
        if (target := record.get("aliases", 0, "name")) in hosts
    }


def _records_notice(graph: Graph, record: Deployed, region: str) -> Noticed:
    what = "callers that ask for the name again get a region that is left; those that remember the answer do not"
    if check := next((one for one in graph.of_type(_CHECK) if one.id == record.get("healthCheckId")), None):
        interval, threshold = check.get("requestInterval", default=30), check.get("failureThreshold", default=3)
        ttl = record.get("ttl", default=_ALIAS_TTL)
        return _checks("the health check", interval, threshold, what, _DNS_PAGE, ttl=ttl)
    if record.get("aliases", 0, "evaluateTargetHealth"):
        interval, threshold = _target_check(graph, region)
        return _checks("the load balancer's target group", interval, threshold, what, _ALIAS_PAGE, ttl=_ALIAS_TTL)
    return Noticed(
        by="nothing",
        seconds=None,
        formula="",
        what="the record has no health check, and is answered as long as it is there",
        source=_DNS_PAGE,
    )


def _target_check(graph: Graph, region: str) -> tuple[int, int]:
    """The interval and unhealthy threshold of the region's target group."""
    group = next((one for one in graph.of_type(_TARGETS) if (one.region or region_of_arn(one.id)) == region), None)
    if group is None:
        return _TARGET_INTERVAL, _TARGET_THRESHOLD
    return (
        group.get("healthCheck", "interval", default=_TARGET_INTERVAL),
        group.get("healthCheck", "unhealthyThreshold", default=_TARGET_THRESHOLD),
    )


def _checks(by: str, interval: int, threshold: int, what: str, source: str, *, ttl: int = 0) -> Noticed:
    formula = f"{interval} s x {threshold} failed checks" + (f" + {ttl} s TTL" if ttl else "")
    return Noticed(by=by, seconds=interval * threshold + ttl, formula=formula, what=what, source=source)
