"""How each front comes to leave a lost region out, by its own settings."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from scaffolder.engine.rehearsal.fronts import front_view
from scaffolder.engine.rehearsal.graph import Graph, read_graph

EAST, WEST = "us-east-1", "us-west-2"
URN = "urn:pulumi:prod::demo::{}::{}"


def resource(type_: str, name: str, id_: str = "", /, **properties: Any) -> Mapping[str, Any]:
    urn = URN.format(type_, name)
    return {"urn": urn, "type": type_, "id": id_ or name, "custom": True, "inputs": {}, "outputs": properties}


def graph(*resources: Mapping[str, Any]) -> Graph:
    return read_graph(resources)


def shown(view: Any) -> tuple[str, Sequence[str], Sequence[str], list[tuple[str, float | None, str]]]:
    return view.kind, view.lost, view.left, [(one.by, one.seconds, one.formula) for one in view.noticed]


def balancer(region: str) -> Mapping[str, Any]:
    arn = f"arn:aws:elasticloadbalancing:{region}:1:loadbalancer/app/a/b"
    return resource(
        "aws:lb/loadBalancer:LoadBalancer", f"{region}-lb", arn, arn=arn, dnsName=f"{region}.elb", region=region
    )


def targets(region: str, interval: int, threshold: int) -> Mapping[str, Any]:
    check = {"interval": interval, "unhealthyThreshold": threshold}
    return resource("aws:lb/targetGroup:TargetGroup", f"{region}-tg", region=region, healthCheck=check)


def endpoint_group(region: str, endpoint: str) -> Mapping[str, Any]:
    return resource(
        "aws:globalaccelerator/endpointGroup:EndpointGroup",
        f"{region}-group",
        endpointGroupRegion=region,
        healthCheckIntervalSeconds=10,
        thresholdCount=4,
        endpointConfigurations=[{"endpointId": endpoint}],
    )


ACCELERATOR = resource("aws:globalaccelerator/accelerator:Accelerator", "front")


def test_an_accelerator_goes_by_the_health_of_a_load_balancers_targets() -> None:
    lb = balancer(EAST)
    groups = [endpoint_group(EAST, lb["id"]), endpoint_group(WEST, "other")]
    found = front_view(graph(ACCELERATOR, lb, targets(EAST, 15, 2), targets(WEST, 99, 9), *groups), EAST)
    assert shown(found) == (
        "Global Accelerator",
        [f"endpoint group {EAST}"],
        [f"endpoint group {WEST}"],
        [("the load balancer's target group", 30, "15 s x 2 failed checks")],
    )


def test_an_accelerator_checks_other_endpoints_itself() -> None:
    groups = [endpoint_group(EAST, "eipalloc-1"), endpoint_group(WEST, "eipalloc-2")]
    found = front_view(graph(ACCELERATOR, *groups), WEST)
    assert shown(found)[3] == [("the endpoint group's health check", 40, "10 s x 4 failed checks")]


def distribution(**more: Any) -> Mapping[str, Any]:
    origins = [{"originId": region, "domainName": f"{region}.elb", **more} for region in (EAST, WEST)]
    return resource("aws:cloudfront/distribution:Distribution", "front", origins=origins)


def test_cloudfront_fails_each_request_over_but_no_post() -> None:
    code = resource("aws:cloudfront/function:Function", "routing", code="cf.createRequestOriginGroup({})")
    front = distribution(connectionAttempts=2, connectionTimeout=5)
    found = front_view(graph(balancer(EAST), balancer(WEST), code, front), EAST)
    assert shown(found) == (
        "CloudFront",
        [f"origin {EAST}"],
        [f"origin {WEST}"],
        [("each request, by itself", 10, "2 connection attempts x 5 s"), ("POST, PUT, PATCH and DELETE", None, "")],
    )
    assert found.noticed[1].what == (
        "CloudFront does not fail these over: callers near the lost region get errors until an operator drains the "
        "region (docs/runbook.md)"
    )


def test_cloudfront_without_origin_groups_fails_nothing_over() -> None:
    found = front_view(graph(balancer(EAST), balancer(WEST), distribution()), EAST)
    assert shown(found)[3] == [("POST, PUT, PATCH and DELETE", None, "")]


def test_cloudfronts_own_defaults_count() -> None:
    front = dict(distribution())
    front["outputs"] = {**front["outputs"], "originGroups": [{"originId": "both"}]}
    found = front_view(graph(balancer(EAST), balancer(WEST), front), EAST)
    assert shown(found)[3][0] == ("each request, by itself", 30, "3 connection attempts x 10 s")


def record(region: str, target: str, **more: Any) -> Mapping[str, Any]:
    return resource(
        "aws:route53/record:Record",
        f"{region}-record",
        name="api.example.com",
        setIdentifier=region,
        latencyRoutingPolicies=[{"region": region}],
        aliases=[{"name": target, "evaluateTargetHealth": True}],
        **more,
    )


def test_records_go_by_the_load_balancers_targets_and_callers_remember() -> None:
    records = [record(region, f"{region}.elb") for region in (EAST, WEST)]
    found = front_view(graph(balancer(EAST), balancer(WEST), targets(EAST, 10, 3), *records), EAST)
    assert shown(found) == (
        "Route 53",
        [f"record api.example.com ({EAST})"],
        [f"record api.example.com ({WEST})"],
        [("the load balancer's target group", 90, "10 s x 3 failed checks + 60 s TTL")],
    )


def test_records_with_a_health_check_go_by_it_and_their_ttl() -> None:
    check = resource("aws:route53/healthCheck:HealthCheck", "check", "hc-1", requestInterval=10, failureThreshold=2)
    records = [record(EAST, "x", healthCheckId="hc-1", ttl=20), record(WEST, "y")]
    found = front_view(graph(check, *records), EAST)
    assert shown(found)[3] == [("the health check", 40, "10 s x 2 failed checks + 20 s TTL")]


PROBE = {"periodSeconds": 10, "failureThreshold": 3}
OUTLIERS = {"consecutiveGatewayFailure": 5, "interval": {"seconds": 1}, "baseEjectionTime": {"seconds": 30}}


def gcp(*, probe: Mapping[str, Any] | None, outliers: Mapping[str, Any] | None) -> Graph:
    groups = [
        resource("gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup", f"{region}-neg", region=region)
        for region in ("us-central1", "us-east4")
    ]
    services = [
        resource(
            "gcp:cloudrunv2/service:Service",
            f"{region}-run",
            location=region,
            template={"containers": [{"readinessProbe": probe}]},
        )
        for region in ("us-central1", "us-east4")
    ]
    backends = [{"group": group["id"]} for group in groups]
    backend = resource("gcp:compute/backendService:BackendService", "b", backends=backends, outlierDetection=outliers)
    return graph(*groups, *services, backend)


@pytest.mark.parametrize(
    ("probe", "outliers", "noticed"),
    [
        (
            PROBE,
            OUTLIERS,
            [
                ("Cloud Run service health", 30, "10 s x 3 failed readiness probes"),
                ("outlier detection", 1, "5 gateway errors in a row, looked at every 1 s"),
            ],
        ),
        (PROBE, None, [("Cloud Run service health", 30, "10 s x 3 failed readiness probes")]),
        (None, None, [("nothing", None, "")]),
    ],
)
def test_gcps_load_balancer_goes_by_service_health_and_outliers(probe: Any, outliers: Any, noticed: Any) -> None:
    found = front_view(gcp(probe=probe, outliers=outliers), "us-east4")
    assert shown(found) == (
        "global load balancer",
        ["endpoint group us-east4"],
        ["endpoint group us-central1"],
        noticed,
    )


def azure(probe: Mapping[str, Any] | None, balancing: Mapping[str, Any]) -> Graph:
    regions = ("swedencentral", "westeurope")
    environments = [
        resource("azure-native:app:ManagedEnvironment", f"{region}-env", f"/id/{region}", location=region.title())
        for region in regions
    ]
    origins = [
        resource(
            "azure-native:cdn:AFDOrigin",
            f"{region}-origin",
            originName=region,
            sharedPrivateLinkResource={"privateLink": {"id": f"/ID/{region}"}},
        )
        for region in regions
    ]
    group = resource(
        "azure-native:cdn:AFDOriginGroup", "group", healthProbeSettings=probe, loadBalancingSettings=balancing
    )
    return graph(*environments, *origins, group)


@pytest.mark.parametrize(
    ("probe", "balancing", "noticed"),
    [
        (
            {"probeIntervalInSeconds": 30},
            {"sampleSize": 4, "successfulSamplesRequired": 3},
            (
                "the origin group's health probe, at each edge",
                60,
                "30 s x 2 failed probes (3 of the last 4 must succeed)",
            ),
        ),
        (
            {"probeIntervalInSeconds": 5},
            {"sampleSize": 6, "successfulSamplesRequired": 2},
            (
                "the origin group's health probe, at each edge",
                25,
                "5 s x 5 failed probes (2 of the last 6 must succeed)",
            ),
        ),
        (None, {}, ("nothing", None, "")),
    ],
)
def test_front_door_counts_the_last_probes(probe: Any, balancing: Any, noticed: Any) -> None:
    found = front_view(azure(probe, balancing), "swedencentral")
    assert shown(found) == ("Front Door", ["origin swedencentral"], ["origin westeurope"], [noticed])


def test_without_a_front_each_region_answers_for_itself() -> None:
    assert shown(front_view(graph(balancer(EAST), balancer(WEST)), EAST)) == ("", (), (), [])


def test_every_notice_has_its_page() -> None:
    views = [
        front_view(gcp(probe=PROBE, outliers=OUTLIERS), "us-east4"),
        front_view(azure({"probeIntervalInSeconds": 30}, {}), "westeurope"),
        front_view(graph(balancer(EAST), balancer(WEST), distribution()), EAST),
    ]
    assert all(one.source.startswith("https://") for view in views for one in view.noticed)
