"""The service on GCP as the program registers it: what is made, and what each setting changes."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from scaffolder.engine.preview import Preview
from scaffolder.paths import cache_dir
from scaffolder.simulator.schema import SchemaStore
from tests.stacks.gcp_previews import CASES, IMAGE, PROJECT, at, made, one, preview_cases, short_type

pytestmark = pytest.mark.xdist_group("gcp")


@pytest.fixture(scope="module")
def previews() -> dict[str, Preview]:
    return preview_cases()


@pytest.fixture(params=CASES)
def preview(request: pytest.FixtureRequest, previews: dict[str, Preview]) -> Preview:
    return previews[request.param]


ALWAYS = {
    "artifactregistry.Repository": 1,
    "cloudrunv2.Service": 1,
    "logging.Metric": 1,
    "logging.ProjectBucketConfig": 1,
    "logging.ProjectExclusion": 1,
    "logging.ProjectSink": 1,
    "monitoring.AlertPolicy": 6,
    "monitoring.CustomService": 1,
    "monitoring.Dashboard": 1,
    "monitoring.Slo": 2,
    "serviceaccount.Account": 1,
}
FRONT = {
    "compute.BackendService": 1,
    "compute.GlobalAddress": 1,
    "compute.GlobalForwardingRule": 2,
    "compute.RegionNetworkEndpointGroup": 1,
    "compute.SSLPolicy": 1,
    "compute.TargetHttpProxy": 1,
    "compute.TargetHttpsProxy": 1,
    "compute.URLMap": 2,
}
CLOSED_NETWORK = {
    "compute.Firewall": 2,
    "compute.Network": 1,
    "compute.Route": 1,
    "compute.Subnetwork": 1,
    "dns.ManagedZone": 2,
    "dns.RecordSet": 4,
}
TRACED = {"projects.IAMMember": 2}
REACHED = {"monitoring.UptimeCheckConfig": 1, "monitoring.AlertPolicy": 1}
NAMED_BY_GOOGLE = {"compute.ManagedSslCertificate": 1, "endpoints.Service": 1}
NAMED_BY_DOMAIN = {
    "certificatemanager.Certificate": 1,
    "certificatemanager.CertificateMap": 1,
    "certificatemanager.CertificateMapEntry": 1,
    "certificatemanager.DnsAuthorization": 1,
    "dns.RecordSet": 2,
}
# What a second region adds.
REGION = {
    "cloudrunv2.Service": 1,
    "logging.ProjectBucketConfig": 1,
    "logging.ProjectSink": 1,
    "serviceaccount.Account": 1,
}
SCHEDULED = {
    "cloudrunv2.ServiceIamMember": 1,
    "cloudscheduler.Job": 2,
    "projects.IAMCustomRole": 1,
    "serviceaccount.Account": 1,
    "serviceaccount.IAMMember": 1,
}
RESOURCES = {
    "dev": [ALWAYS, FRONT, TRACED, REACHED, NAMED_BY_GOOGLE],
    "prod": [
        ALWAYS, FRONT, REACHED, NAMED_BY_DOMAIN, REGION, {"compute.RegionNetworkEndpointGroup": 1},
        TRACED, TRACED, CLOSED_NETWORK, CLOSED_NETWORK, SCHEDULED, SCHEDULED,
        {
            "billing.Budget": 1, "compute.SecurityPolicy": 1, "monitoring.NotificationChannel": 2,
            "secretmanager.SecretIamMember": 4,
        },
    ],
    "regional": [ALWAYS, TRACED, REACHED, REGION, TRACED, REACHED],
    "private": [ALWAYS, TRACED, CLOSED_NETWORK],
    "authenticated": [ALWAYS, FRONT, TRACED, REACHED, NAMED_BY_GOOGLE, {"cloudrunv2.ServiceIamMember": 2}],
    "zero": [ALWAYS, FRONT, NAMED_BY_GOOGLE],
}  # fmt: skip


@pytest.mark.parametrize("case", RESOURCES)
def test_exactly_these_resources_are_made(case: str, previews: dict[str, Preview]) -> None:
    expected = sum((Counter(part) for part in RESOURCES[case]), Counter())
    found = Counter(short_type(resource) for resource in made(previews[case]))
    del found["projects.Service"]  # below
    assert found == expected


def test_only_the_services_that_are_used_are_switched_on(previews: dict[str, Preview]) -> None:
    on = {
        case: {
            resource.inputs["service"].removesuffix(".googleapis.com") for resource in made(preview, "projects.Service")
        }
        for case, preview in previews.items()
    }
    base = {"run", "artifactregistry", "cloudresourcemanager", "containerscanning", "iam", "logging", "monitoring"}
    assert on["regional"] == base | {"cloudtrace"}
    assert on["dev"] == base | {"cloudtrace", "compute", "servicemanagement", "endpoints"}
    assert on["zero"] == on["dev"] - {"cloudtrace"}
    assert on["prod"] == base | {
        "cloudtrace", "compute", "certificatemanager", "dns", "secretmanager", "cloudscheduler", "billingbudgets",
    }  # fmt: skip


def test_every_case_previews_without_a_problem(preview: Preview) -> None:
    assert preview.failure is None
    assert list(preview.problems) == []
    assert set(preview.outputs) == {"url", "regional_urls", "image", "registry", "dashboard_url"}


def test_it_makes_all_it_refers_to_but_what_the_settings_name(preview: Preview) -> None:
    caller = f"serviceAccount:app@{PROJECT}.iam.gserviceaccount.com"
    assert {one.text for one in preview.outside} <= {"example-com", "model-api-key", "token", caller}


def test_nothing_is_an_orphan_and_nothing_has_the_name_of_another(preview: Preview) -> None:
    components = {resource.urn: resource for resource in preview.resources if not resource.custom}
    for resource in made(preview):
        parent = components[resource.parent]
        assert parent.type.startswith("inference:gcp:")
        assert resource.name.startswith(f"{parent.name}-")
        assert resource.provider.split("::")[2] == "pulumi:providers:gcp"
    names = Counter((resource.type, resource.name) for resource in preview.resources)
    assert names.most_common(1)[0][1] == 1


def test_what_can_be_labelled_is(preview: Preview) -> None:
    import pulumi_gcp

    store = SchemaStore([Path(pulumi_gcp.__file__).parents[1]], cache_dir())
    for resource in made(preview):
        schema = store.resource(resource.type)
        assert schema is not None
        key = "userLabels" if "userLabels" in schema.inputs else "labels"
        # A receiver's labels are its address.
        if key in schema.inputs and resource.type != "gcp:compute/subnetwork:Subnetwork":
            labels = resource.inputs[key]
            assert labels["service"] == "demo", resource.urn
            assert labels["managed-by"] == "pulumi", resource.urn


# Where each setting is seen: case, type, path, value.
EFFECTS: list[tuple[str, str, str, Any]] = [
    ("changed", "cloudrunv2.Service", "project", PROJECT),
    ("changed", "cloudrunv2.Service", "name", "demo-blue"),
    ("changed", "cloudrunv2.Service", "location", "europe-west4"),
    ("changed", "cloudrunv2.Service", "template.containers.0.image", IMAGE.replace("a" * 64, "b" * 64)),
    ("changed", "cloudrunv2.Service", "template.containers.0.ports.containerPort", 9000),
    ("changed", "cloudrunv2.Service", "template.containers.0.resources.limits", {"cpu": "2", "memory": "4096Mi"}),
    ("changed", "cloudrunv2.Service", "template.maxInstanceRequestConcurrency", 50),
    ("changed", "cloudrunv2.Service", "template.timeout", "900s"),
    ("changed", "cloudrunv2.Service", "template.containers.0.startupProbe.httpGet", {"path": "/ready", "port": 9000}),
    ("changed", "cloudrunv2.Service", "template.containers.0.livenessProbe.httpGet", {"path": "/ready", "port": 9000}),
    ("changed", "cloudrunv2.Service", "template.containers.0.readinessProbe.httpGet", {"path": "/ready", "port": 9000}),
    # 25 times 5 seconds hold 121.
    ("changed", "cloudrunv2.Service", "template.containers.0.startupProbe.failureThreshold", 25),
    ("changed", "cloudrunv2.Service", "template.scaling", {
        "maxInstanceCount": 7, "cpuUtilization": 0.8, "concurrencyUtilization": 0,
    }),
    ("dev", "cloudrunv2.Service", "template.scaling", {
        "maxInstanceCount": 4, "cpuUtilization": 0, "concurrencyUtilization": 0.7,
    }),
    ("changed", "cloudrunv2.Service", "scaling", {"minInstanceCount": 3, "maxInstanceCount": 7}),
    ("changed", "cloudrunv2.Service", "invokerIamDisabled", False),
    ("changed", "cloudrunv2.Service", "customAudiences", ["https://audience.example.com"]),
    ("authenticated-domain", "cloudrunv2.Service", "customAudiences", ["https://api.example.com"]),
    ("authenticated", "cloudrunv2.Service", "customAudiences", ["https://demo-dev"]),
    ("changed", "cloudrunv2.Service", "labels.team", "search"),
    ("changed", "cloudrunv2.Service", "deletionProtection", False),
    ("authenticated-domain", "cloudrunv2.ServiceIamMember", "member", "group:callers@example.com"),
    ("authenticated", "cloudrunv2.ServiceIamMember", "role", "roles/run.invoker"),
    ("changed", "logging.ProjectBucketConfig", "retentionDays", 90),
    ("changed", "cloudscheduler.Job", "timeZone", "Europe/Berlin"),
    ("changed", "monitoring.UptimeCheckConfig", "httpCheck.path", "/ready"),
    ("changed", "monitoring.UptimeCheckConfig", "httpCheck.acceptedResponseStatusCodes", [{"statusClass": "STATUS_CLASS_4XX"}]),
    ("dev", "monitoring.UptimeCheckConfig", "httpCheck.acceptedResponseStatusCodes", [{"statusClass": "STATUS_CLASS_2XX"}]),
    ("dev", "cloudrunv2.Service", "ingress", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"),
    ("dev", "cloudrunv2.Service", "defaultUriDisabled", True),
    ("dev", "cloudrunv2.Service", "traffics", [{"type": "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", "percent": 100}]),
    ("dev", "cloudrunv2.Service", "template.containers.0.resources.cpuIdle", True),
    ("prod", "cloudrunv2.Service", "template.containers.0.resources.cpuIdle", False),
    ("private", "cloudrunv2.Service", "ingress", "INGRESS_TRAFFIC_INTERNAL_ONLY"),
    ("private", "cloudrunv2.Service", "defaultUriDisabled", False),
    ("private", "cloudrunv2.Service", "template.vpcAccess.egress", "ALL_TRAFFIC"),
    ("dev", "cloudrunv2.Service", "template.vpcAccess", None),
    ("regional", "cloudrunv2.Service", "ingress", "INGRESS_TRAFFIC_ALL"),
    ("regional", "cloudrunv2.Service", "defaultUriDisabled", False),
    ("canary", "cloudrunv2.Service", "traffics", [
        {"type": "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", "percent": 25},
        {"type": "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", "revision": "demo-dev-0a1b2c3d", "percent": 75},
    ]),
    ("gpu", "cloudrunv2.Service", "template.nodeSelector.accelerator", "nvidia-l4"),
    ("gpu", "cloudrunv2.Service", "template.containers.0.resources.limits", {
        "cpu": "4", "memory": "16384Mi", "nvidia.com/gpu": "1",
    }),
    ("gpu", "cloudrunv2.Service", "template.containers.0.resources.cpuIdle", False),
    ("gpu", "cloudrunv2.Service", "template.gpuZonalRedundancyDisabled", True),
    ("gpu-zones", "cloudrunv2.Service", "template.gpuZonalRedundancyDisabled", False),
    ("dev", "cloudrunv2.Service", "template.gpuZonalRedundancyDisabled", None),
    ("prod", "cloudrunv2.Service", "deletionProtection", True),
    ("prod", "artifactregistry.Repository", "deletionPolicy", "PREVENT"),
    ("prod", "compute.GlobalAddress", "deletionPolicy", "PREVENT"),
    ("prod", "logging.ProjectBucketConfig", "deletionPolicy", "PREVENT"),
    ("dev", "compute.GlobalAddress", "deletionPolicy", "DELETE"),
    ("prod", "billing.Budget", "billingAccount", "012345-6789AB-CDEF01"),
    ("prod", "billing.Budget", "amount.specifiedAmount", {"currencyCode": "USD", "units": "500"}),
    ("prod", "dns.RecordSet", "ttl", 300),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "type_", "path", "value"), EFFECTS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_setting_is_where_it_belongs(
    case: str, type_: str, path: str, value: object, previews: dict[str, Preview]
) -> None:
    for resource in made(previews[case], type_):
        assert at(resource.inputs, path) == value
    assert made(previews[case], type_)


def environment(preview: Preview) -> dict[str, Any]:
    (service,) = made(preview, "cloudrunv2.Service")
    return {entry["name"]: entry.get("value") for entry in service.inputs["template"]["containers"][0]["envs"]}


def test_the_app_gets_its_environment_and_the_way_to_the_collector(previews: dict[str, Preview]) -> None:
    env = environment(previews["changed"])
    assert env["MODE"] == "fast"
    assert env["SERVICE_REGION"] == "europe-west4"
    assert env["OTEL_TRACES_SAMPLER_ARG"] == "0.5"
    assert env["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://localhost:4318"
    assert "PORT" not in env


def test_the_collector_listens_where_the_app_sends_and_starts_first(previews: dict[str, Preview]) -> None:
    app, collector = one(previews["dev"], "cloudrunv2.Service").inputs["template"]["containers"]
    config = json.loads(collector["envs"][0]["value"])
    assert collector["args"] == [f"--config=env:{collector['envs'][0]['name']}"]
    assert config["receivers"]["otlp"]["protocols"]["http"]["endpoint"] == "localhost:4318"
    health_port = collector["startupProbe"]["httpGet"]["port"]
    assert config["extensions"]["health_check"]["endpoint"] == f"0.0.0.0:{health_port}"
    assert app["dependsOns"] == [collector["name"]]
    assert "ports" not in collector
    parts = {*config["receivers"], *config["processors"], *config["exporters"], *config["extensions"]}
    used = {
        name for pipeline in config["service"]["pipelines"].values() for names in pipeline.values() for name in names
    }
    assert used | set(config["service"]["extensions"]) == parts


def test_without_traces_there_is_no_collector_and_no_right_to_write_them(previews: dict[str, Preview]) -> None:
    (app,) = one(previews["zero"], "cloudrunv2.Service").inputs["template"]["containers"]
    assert app["dependsOns"] == []
    assert environment(previews["zero"])["OTEL_SDK_DISABLED"] == "true"
    assert made(previews["zero"], "projects.IAMMember") == []


def test_a_revision_has_one_name_in_every_region_and_another_for_another_content(previews: dict[str, Preview]) -> None:
    names = {
        case: {service.inputs["template"]["revision"] for service in made(previews[case], "cloudrunv2.Service")}
        for case in ("unnamed", "canary", "prod", "regional", "gpu")
    }
    assert all(len(found) == 1 for found in names.values())
    assert len(set.union(*names.values())) == len(names)
    assert re.fullmatch(r"demo-prod-[0-9a-f]{8}", names["prod"].pop())


def test_the_schedule_sets_the_fewest_replicas_of_the_service_and_no_new_revision(previews: dict[str, Preview]) -> None:
    import base64

    jobs = {
        resource.name.rpartition("-scaling-")[2]: resource.inputs
        for resource in made(previews["changed"], "cloudscheduler.Job")
    }
    bodies = {edge: json.loads(base64.b64decode(job["httpTarget"]["body"])) for edge, job in jobs.items()}
    assert bodies == {
        "1-start": {"scaling": {"minInstanceCount": 5}},
        "1-end": {"scaling": {"minInstanceCount": 3}},
    }
    assert {edge: job["schedule"] for edge, job in jobs.items()} == {"1-start": "0 8 * * 1-5", "1-end": "0 18 * * 1-5"}
    assert {job["httpTarget"]["httpMethod"] for job in jobs.values()} == {"PATCH"}
    role = one(previews["changed"], "projects.IAMCustomRole")
    assert role.inputs["permissions"] == ["run.services.get", "run.services.update"]


def test_the_address_of_a_domain_is_the_domain(previews: dict[str, Preview]) -> None:
    outputs = previews["prod"].outputs
    assert outputs["url"] == "https://api.example.com"
    assert set(outputs["regional_urls"]) == {"us-central1", "europe-west1"}
    names = {
        record.inputs["name"] for record in made(previews["prod"], "dns.RecordSet") if record.inputs["type"] == "A"
    }
    assert names == {"api.example.com.", "private.googleapis.com.", "run.app."}
