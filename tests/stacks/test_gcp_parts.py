"""The parts of the GCP program that need no preview: names, rules, places."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.gcp._address import project_host
from inference.gcp._collector import idle_cpu, telemetry_env
from inference.gcp._firewall import firewall_rules
from inference.gcp._names import account_id, front_name, resource_name, service_name
from inference.gcp._policies import burn_threshold, saturation_conditions
from inference.gcp._template import template
from inference.gcp.foundation import used_services
from inference.gcp.registry import repository_location
from inference.gcp.scaling import scheduler_location
from inference.gcp.service import audiences, ingress, traffic
from inference.objectives import BURN_RATES
from inference.regions import REGIONS
from inference.settings import Settings

NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(?:-[a-z0-9]{1,9}){0,3}", fullmatch=True).filter(
    lambda name: 2 <= len(name) <= 40
)
ENVIRONMENTS = st.from_regex(r"[a-z][a-z0-9]{0,11}", fullmatch=True)


def settings(name: str = "demo", **values: Any) -> Settings:
    return Settings.parse({"cloud": "gcp", **values}, name=name)


@given(name=NAMES, environment=ENVIRONMENTS, region=st.sampled_from(REGIONS["gcp"]))
def test_every_name_is_one_that_google_takes(name: str, environment: str, region: str) -> None:
    asked = Settings(name=name, cloud="gcp", environment=environment, regions=(region,))
    assert re.fullmatch(r"[a-z](?:[a-z0-9-]{0,47}[a-z0-9])?", service_name(asked))
    for role in ("run", "scale"):
        assert re.fullmatch(r"[a-z][a-z0-9-]{4,28}[a-z0-9]", account_id(asked, region, role))
    for parts in ([], ["front"], [region, "allow-google"], [region, "scale-12-start"], [region, "endpoints"]):
        assert re.fullmatch(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", resource_name(asked, *parts))
    # A revision's name is the service's with a hyphen and eight digits of a hash: 63 at most.
    assert len(service_name(asked)) + 9 <= 63


@given(names=st.lists(NAMES, min_size=2, max_size=2, unique=True), environment=ENVIRONMENTS)
def test_two_services_of_one_project_share_no_name(names: list[str], environment: str) -> None:
    first, second = (
        Settings(name=name, cloud="gcp", environment=environment, regions=("us-central1",)) for name in names
    )
    assert service_name(first) != service_name(second)
    assert front_name(first) != front_name(second)
    assert account_id(first, "us-central1", "run") != account_id(second, "us-central1", "run")


@given(name=NAMES, environment=ENVIRONMENTS, project=st.from_regex(r"[a-z][a-z0-9-]{4,28}[a-z0-9]", fullmatch=True))
def test_a_name_of_the_project_can_be_certified_and_is_of_its_address(
    name: str, environment: str, project: str
) -> None:
    asked = Settings(name=name, cloud="gcp", environment=environment, regions=("us-central1",))
    hosts = {project_host(asked, ip=ip, project=project) for ip in ("203.0.113.7", "255.255.255.255")}
    assert len(hosts) == 2
    for host in hosts:
        assert len(host) <= 63
        assert re.fullmatch(rf"[a-z](?:[a-z0-9-]*[a-z0-9])?\.endpoints\.{project}\.cloud\.goog", host)


def test_a_short_name_of_the_project_is_told_in_full() -> None:
    host = project_host(settings(), ip="203.0.113.7", project="my-project-1")
    assert host == "demo-dev-203-0-113-7.endpoints.my-project-1.cloud.goog"


@pytest.mark.parametrize("region", REGIONS["gcp"])
def test_every_region_has_a_place_for_its_schedule_and_its_images(region: str) -> None:
    place = scheduler_location(region)
    assert place in REGIONS["gcp"]
    assert scheduler_location(place) == place
    assert repository_location(region) in {"us", "europe", "asia", region}


@pytest.mark.parametrize(
    ("region", "place"),
    [
        ("us-central1", "us-central1"),
        ("us-south1", "us-central1"),
        ("europe-west4", "europe-west1"),
        ("me-west1", "europe-west1"),
        ("africa-south1", "europe-west1"),
        ("southamerica-west1", "southamerica-east1"),
        ("australia-southeast2", "australia-southeast1"),
    ],
)
def test_a_schedule_without_a_scheduler_in_the_region_runs_nearby(region: str, place: str) -> None:
    assert scheduler_location(region) == place


def test_images_stay_where_they_are_when_a_region_is_added() -> None:
    assert repository_location("us-east4") == "us"
    assert repository_location("northamerica-northeast1") == "us"
    assert repository_location("southamerica-east1") == "southamerica-east1"


def test_the_firewalls_rules_are_few_ordered_and_end_with_letting_in() -> None:
    rules: list[Any] = firewall_rules(settings(waf="managed", rateLimitPer5Minutes=600))
    priorities = [rule["priority"] for rule in rules]
    assert priorities == sorted(set(priorities))
    assert [rule["action"] for rule in rules] == ["throttle", *["deny(403)"] * 5, "allow"]
    assert rules[-1]["priority"] == 2**31 - 1
    expressions = [str(rule["match"]) for rule in rules[1:-1]]
    # https://cloud.google.com/armor/quotas: five expressions in a rule.
    assert max(text.count("evaluatePreconfiguredWaf") for text in expressions) <= 5


def test_a_prompt_about_sql_passes_the_firewall() -> None:
    rules: list[Any] = firewall_rules(settings(waf="managed"))
    (sql,) = [rule for rule in rules if "sqli" in str(rule["match"])]
    exclusions = {entry["target_rule_set"]: entry for entry in sql["preconfigured_waf_config"]["exclusions"]}
    assert exclusions["sqli-v422-stable"]["request_query_params"] == [{"operator": "EQUALS_ANY"}]
    assert set(exclusions) == {"sqli-v422-stable", "xss-v422-stable"}
    (scanners,) = [rule for rule in rules if "scannerdetection" in str(rule["match"])]
    assert "preconfigured_waf_config" not in scanners


def test_without_a_limit_there_is_no_rate_rule() -> None:
    assert "throttle" not in [rule["action"] for rule in firewall_rules(settings(waf="managed"))]


@pytest.mark.parametrize(
    ("values", "idle"),
    [
        ({"minReplicas": 0}, True),
        ({"minReplicas": 1}, True),
        ({"minReplicas": 2}, False),
        ({"gpu": "l4", "cpu": "4", "memoryMib": 16384, "minReplicas": 0}, False),
    ],
)
def test_cpu_is_given_back_between_requests_while_the_load_is_small(values: dict[str, Any], *, idle: bool) -> None:
    assert idle_cpu(settings(**values)) is idle


def test_a_burn_rate_can_be_reached_when_every_request_fails() -> None:
    assert [burn_threshold(0.999, burn) for burn in BURN_RATES] == [14.4, 6.0]
    assert [burn_threshold(0.9, burn) for burn in BURN_RATES] == [9.99, 6.0]


def test_telemetry_is_switched_off_where_nothing_takes_it() -> None:
    assert telemetry_env(settings(traceSamplePercent=0)) == {"OTEL_SDK_DISABLED": "true"}
    assert telemetry_env(settings())["OTEL_EXPORTER_OTLP_PROTOCOL"] == "http/protobuf"


def test_a_service_is_let_in_to_by_its_front_alone() -> None:
    assert ingress(settings()) == "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
    assert ingress(settings(access="private")) == "INGRESS_TRAFFIC_INTERNAL_ONLY"
    assert ingress(settings(front="regional")) == "INGRESS_TRAFFIC_ALL"
    assert audiences(settings()) is None


def test_shares_of_the_traffic_are_a_hundred() -> None:
    canary = settings(rollout="canary", canaryPercent=7, stableRevision="demo-dev-0a1b2c3d")
    assert [share["percent"] for share in traffic(canary)] == [7, 93]
    assert [share["percent"] for share in traffic(settings())] == [100]


def test_a_regional_service_needs_no_load_balancers_services() -> None:
    assert "compute" not in used_services(settings(front="regional"))
    assert {"compute", "dns"} <= set(used_services(settings(front="regional", egress="private")))


def revision(**values: Any) -> object:
    asked = settings(regions=["us-central1"], **values)
    return template(
        asked,
        region="us-central1",
        labels={},
        image="i",
        identity="a",
        network_id="",
        subnet_ids=[],
        environment={},
    )


@pytest.mark.parametrize(
    "values",
    [
        {"rollout": "canary", "stableRevision": "demo-dev-0a1b2c3d"},
        {"alertEmails": ["team@example.com"]},
        {"schedule": [{"start": "0 8 * * *", "end": "0 9 * * *", "minReplicas": 2}]},
        {"domain": "api.example.com", "dnsZone": "example-com"},
    ],
)
def test_what_is_around_the_service_makes_no_new_revision(values: dict[str, Any]) -> None:
    assert revision(**values) == revision()


@pytest.mark.parametrize(
    "values",
    [{"env": {"A": "1"}}, {"concurrency": 3}, {"secrets": {"A": "secret/2"}}, {"traceSamplePercent": 6}, {"port": 1}],
)
def test_what_is_in_the_service_makes_a_new_revision(values: dict[str, Any]) -> None:
    assert revision(**values) != revision()


@pytest.mark.parametrize(
    ("values", "watched"),
    [
        ({"minReplicas": 1, "maxReplicas": 4}, ["CPU", "Memory", "Replicas"]),
        ({"minReplicas": 1, "maxReplicas": 1}, ["CPU", "Memory"]),
        (
            {"minReplicas": 1, "schedule": [{"start": "0 8 * * *", "end": "0 9 * * *", "minReplicas": 4}]},
            ["CPU", "Memory"],
        ),
    ],
)
def test_replicas_that_are_always_there_raise_no_alarm(values: dict[str, Any], watched: list[str]) -> None:
    assert [condition["display_name"] for condition in saturation_conditions(settings(**values))] == watched
