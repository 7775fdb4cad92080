"""What must always or never be on GCP: who may do what, from where, and over which connection."""

from collections import Counter

import pytest

from scaffolder.engine.preview import Preview
from scaffolder.simulator.values import UNKNOWN
from tests.stacks.gcp_previews import CASES, made, one, preview_cases, texts

pytestmark = pytest.mark.xdist_group("gcp")


@pytest.fixture(scope="module")
def previews() -> dict[str, Preview]:
    return preview_cases()


@pytest.fixture(params=CASES)
def preview(request: pytest.FixtureRequest, previews: dict[str, Preview]) -> Preview:
    return previews[request.param]


def test_secrets_are_references_to_a_numbered_version(previews: dict[str, Preview]) -> None:
    for service in made(previews["prod"], "cloudrunv2.Service"):
        envs = service.inputs["template"]["containers"][0]["envs"]
        found = {entry["name"]: entry["valueSource"]["secretKeyRef"] for entry in envs if "valueSource" in entry}
        assert found == {
            "API_KEY": {"secret": "model-api-key", "version": "3"},
            "OTHER_KEY": {"secret": "model-api-key", "version": "4"},
            "TOKEN": {"secret": "token", "version": "1"},
        }
    granted = [resource.inputs for resource in made(previews["prod"], "secretmanager.SecretIamMember")]
    assert {entry["role"] for entry in granted} == {"roles/secretmanager.secretAccessor"}
    assert Counter(entry["secretId"] for entry in granted) == {"model-api-key": 2, "token": 2}


def test_the_load_balancer_serves_tls_only_and_redirects_the_rest(previews: dict[str, Preview]) -> None:
    for preview in previews.values():
        rules = made(preview, "compute.GlobalForwardingRule")
        if not rules:
            continue
        assert sorted(rule.inputs["portRange"] for rule in rules) == ["443", "80"]
        redirect = next(resource for resource in made(preview, "compute.URLMap") if resource.name.endswith("-redirect"))
        assert redirect.inputs["defaultUrlRedirect"]["httpsRedirect"] is True
        assert "defaultService" not in redirect.inputs
        policy = one(preview, "compute.SSLPolicy").inputs
        assert (policy["minTlsVersion"], policy["profile"]) == ("TLS_1_2", "RESTRICTED")


def test_the_proxy_has_certificates_in_one_form(previews: dict[str, Preview]) -> None:
    forms = {"certificateMap", "sslCertificates"}
    assert forms & set(one(previews["prod"], "compute.TargetHttpsProxy").inputs) == {"certificateMap"}
    assert forms & set(one(previews["dev"], "compute.TargetHttpsProxy").inputs) == {"sslCertificates"}
    entry = one(previews["prod"], "certificatemanager.CertificateMapEntry").inputs
    assert (entry["hostname"], entry["name"]) == ("api.example.com", "demo-prod-api-example-com")


def test_a_serverless_backend_has_nothing_that_the_api_refuses(preview: Preview) -> None:
    refused = {"timeoutSec", "portName", "healthChecks", "localityLbPolicy", "iap"}
    for backend in made(preview, "compute.BackendService"):
        assert not refused & set(backend.inputs)
        assert all(set(entry) == {"group"} for entry in backend.inputs["backends"])
        # https://cloud.google.com/compute/docs/reference/rest/v1/backendServices: not with a serverless NEG.
        assert not {"enforcingSuccessRate", "successRateMinimumHosts"} & set(backend.inputs.get("outlierDetection", {}))
        assert ("outlierDetection" in backend.inputs) == (len(backend.inputs["backends"]) > 1)


def test_the_firewall_is_bound_when_asked_for(previews: dict[str, Preview]) -> None:
    assert one(previews["prod"], "compute.BackendService").inputs["securityPolicy"] == UNKNOWN
    assert "securityPolicy" not in one(previews["dev"], "compute.BackendService").inputs
    rules = one(previews["prod"], "compute.SecurityPolicy").inputs["rules"]
    assert rules[0]["rateLimitOptions"]["rateLimitThreshold"] == {"count": 6000, "intervalSec": 300}


def test_a_closed_network_lets_out_to_google_and_to_nothing_else(previews: dict[str, Preview]) -> None:
    for case in ("prod", "private"):
        for network in made(previews[case], "compute.Network"):
            assert network.inputs["deleteDefaultRoutesOnCreate"] is True
            assert network.inputs["autoCreateSubnetworks"] is False
        assert {route.inputs["destRange"] for route in made(previews[case], "compute.Route")} == {"199.36.153.8/30"}
        for rule in made(previews[case], "compute.Firewall"):
            if "allows" in rule.inputs:
                assert rule.inputs["destinationRanges"] == ["199.36.153.8/30"]
                assert rule.inputs["allows"] == [{"protocol": "tcp", "ports": ["443"]}]
            else:
                assert rule.inputs["destinationRanges"] == ["0.0.0.0/0"]
                assert rule.inputs["denies"] == [{"protocol": "all"}]
        for subnet in made(previews[case], "compute.Subnetwork"):
            assert subnet.inputs["privateIpGoogleAccess"] is True
            assert subnet.inputs["logConfig"]["metadata"] == "INCLUDE_ALL_METADATA"
    ranges = [subnet.inputs["ipCidrRange"] for subnet in made(previews["prod"], "compute.Subnetwork")]
    assert sorted(ranges) == ["10.0.0.0/20", "10.1.0.0/20"]


def test_nobody_is_everybody_and_no_role_is_broad(preview: Preview) -> None:
    allowed = {
        "roles/cloudtrace.agent",
        "roles/monitoring.metricWriter",
        "roles/run.invoker",
        "roles/secretmanager.secretAccessor",
        "roles/iam.serviceAccountUser",
    }
    for resource in made(preview):
        assert not {"allUsers", "allAuthenticatedUsers"} & set(texts(resource.inputs))
        if "role" in resource.inputs and resource.inputs["role"] != UNKNOWN:
            assert resource.inputs["role"] in allowed


def test_logs_go_to_their_region_once(previews: dict[str, Preview]) -> None:
    preview = previews["prod"]
    sinks = {sink.name.removesuffix("-sink"): sink.inputs["filter"] for sink in made(preview, "logging.ProjectSink")}
    filters = [sinks[f"demo-prod-logs-{region}"] for region in ("us-central1", "europe-west1")]
    assert [filter_.count('resource.labels.location="us-central1"') for filter_ in filters] == [1, 0]
    assert [filter_.count('resource.type="http_load_balancer"') for filter_ in filters] == [1, 0]
    assert [filter_.count('resource.type="gce_subnetwork"') for filter_ in filters] == [1, 1]
    assert one(preview, "logging.ProjectExclusion").inputs["filter"] == " OR ".join(f"({text})" for text in filters)
    url_map = next(item for item in made(preview, "compute.URLMap") if item.name.endswith("-routes"))
    assert f'url_map_name="{url_map.inputs["name"]}"' in filters[0]
