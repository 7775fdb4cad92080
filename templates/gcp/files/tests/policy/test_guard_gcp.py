"""Each rule on gcp, with what breaks it."""

import pytest

from guard import gcp
from guard.resource import UNKNOWN
from guard.rules import RESOURCE_RULES, STACK_RULES
from guard_cases import LABELS, Cases, complaints, resource

SERVICE, BACKEND = "gcp:cloudrunv2/service:Service", "gcp:compute/backendService:BackendService"
ALERT, DASHBOARD = "gcp:monitoring/alertPolicy:AlertPolicy", "gcp:monitoring/dashboard:Dashboard"
REPOSITORY, FIREWALL = "gcp:artifactregistry/repository:Repository", "gcp:compute/firewall:Firewall"
PROXY, MAP = "gcp:compute/targetHttpProxy:TargetHttpProxy", "gcp:compute/uRLMap:URLMap"
DIGEST = f"repository@sha256:{'a' * 64}"


def template(**container: object) -> dict[str, object]:
    return {"containers": [{"name": "app", "image": DIGEST, **container}], "scaling": {"maxInstanceCount": 4}}


BREAKS: Cases = {
    "labelled": [[resource(SERVICE)], [resource("gcp:storage/bucket:Bucket", labels={"service": "demo"})]],
    "image-by-digest": [[resource(SERVICE, template=template(image="nginx:latest"))]],
    "least-privilege": [
        [resource("gcp:projects/iAMMember:IAMMember", role="roles/editor")],
        [resource("gcp:projects/iAMCustomRole:IAMCustomRole", permissions=["run.*"])],
    ],
    "secrets-by-reference": [[resource(SERVICE, template=template(envs=[{"name": "DB_PASSWORD", "value": "x"}]))]],
    "closed-network": [[resource(FIREWALL, sourceRanges=["0.0.0.0/0"], allows=[{"protocol": "tcp", "ports": ["22"]}])]],
    "modern-tls": [
        [resource("gcp:compute/sSLPolicy:SSLPolicy", minTlsVersion="TLS_1_0")],
        [resource("gcp:compute/targetHttpsProxy:TargetHttpsProxy")],
    ],
    "health-gated": [[resource(SERVICE, template=template())]],
    "bounded-replicas": [[resource(SERVICE, template={"scaling": {"maxInstanceCount": 500}})]],
    "bounded-logs": [[resource("gcp:logging/projectBucketConfig:ProjectBucketConfig")]],
    "guarded-registry": [[resource(REPOSITORY, dockerConfig={"immutableTags": False})]],
    "encrypted": [[resource("gcp:sql/databaseInstance:DatabaseInstance", settings={"ipConfiguration": {}})]],
    "no-plain-http": [[resource(PROXY), resource(MAP)]],
    "private-replicas": [[resource(SERVICE, ingress="INGRESS_TRAFFIC_ALL"), resource(BACKEND)]],
    "firewall-in-prod": [[resource(BACKEND), resource(SERVICE, labels=LABELS)]],
    "protected-in-prod": [[resource(SERVICE, labels=LABELS, deletionProtection=False)]],
    "watched": [[resource(SERVICE), resource(DASHBOARD), resource(ALERT, "latency")]],
}
KEEPS: Cases = {
    "labelled": [[resource(SERVICE, labels=LABELS)]],
    "image-by-digest": [
        [resource(SERVICE, template=template())],
        [resource(SERVICE, template=template(image=UNKNOWN))],
    ],
    "health-gated": [[resource(SERVICE, template=template(startupProbe={"httpGet": {}}))]],
    "no-plain-http": [[resource(PROXY), resource(MAP, defaultUrlRedirect={"httpsRedirect": True})]],
    "private-replicas": [[resource(SERVICE, ingress="INGRESS_TRAFFIC_ALL")]],
    "watched": [[resource(SERVICE), resource(DASHBOARD), resource(ALERT, "latency"), resource(ALERT, "availability")]],
}


@pytest.mark.parametrize("rule", [rule.name for rule in (*RESOURCE_RULES, *STACK_RULES)])
def test_what_breaks_a_rule_is_told(rule: str) -> None:
    assert all(complaints(gcp, rule, case) for case in BREAKS[rule])


@pytest.mark.parametrize("rule", KEEPS)
def test_what_keeps_a_rule_is_left_alone(rule: str) -> None:
    assert [complaints(gcp, rule, case) for case in KEEPS[rule]] == [[]] * len(KEEPS[rule])
