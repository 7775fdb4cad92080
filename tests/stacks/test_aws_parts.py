"""The parts of the AWS program that can be asked without a preview."""

import json
import re
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.aws._addresses import addresses
from inference.aws._balancer import balancer_name, target_group_name
from inference.aws._burn import objectives, threshold
from inference.aws._canary import deployment_minutes
from inference.aws._collector import PUBLIC_IMAGE, is_copied
from inference.aws._coordinates import COORDINATES
from inference.aws._cron import aws_schedules
from inference.aws._edge import Edge, edge_of, home_region
from inference.aws._endpoints import endpoint_services
from inference.aws._gpu import capacity_provider_name, node_of
from inference.aws._routing import routing_code
from inference.aws._task import container_definitions
from inference.aws._tokens import key_page
from inference.aws._version import taken_back
from inference.aws._waf import firewall_rules
from inference.aws._widgets import Subject, dashboard_body
from inference.aws.identity import launch_policy, pulled_repository
from inference.aws.scaling import requests_per_minute
from inference.objectives import BURN_RATES, PANELS
from inference.regions import REGIONS
from inference.setting import SettingsError
from inference.settings import Settings, service_name_problem

DOMAIN = {"domain": "api.example.com", "dnsZone": "Z0123456789ABCDEFGHIJ"}
ECR_IMAGE = f"210987654321.dkr.ecr.us-east-1.amazonaws.com/team/model@sha256:{'a' * 64}"


def settings(name: str = "demo", **values: Any) -> Settings:
    return Settings.parse({"cloud": "aws", **values}, name=name)


# --- What cannot be served


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        (
            {**DOMAIN, "access": "authenticated", "authIssuer": "https://id.example.com", "authAudience": "api",
             "rollout": "canary", "scaleMetric": "cpu"},
            "rollout: ECS moves the traffic of a listener rule that only forwards, and checking tokens is an action "
            "before it. Set rollout to rolling, or access to public and check tokens in the app.",
        ),
        (
            {"egress": "private", "image": ECR_IMAGE, "regions": ["us-east-1", "eu-west-1"]},
            "egress: replicas in eu-west-1 could not pull the image, which is not in the ECR of that region. Leave "
            "image empty, so that it is built and pushed to every region, or set egress to internet.",
        ),
        (
            {"egress": "private", "image": f"ghcr.io/team/model@sha256:{'a' * 64}"},
            "egress: replicas in us-east-1 could not pull the image, which is not in the ECR of that region. Leave "
            "image empty, so that it is built and pushed to every region, or set egress to internet.",
        ),
        (
            {"egress": "private", "image": ECR_IMAGE},
            "egress: the collector of traces comes from a public registry, and is copied only where the image is "
            "built. Leave image empty, set traceSamplePercent to 0, or egress to internet.",
        ),
        (
            {"regions": ["us-west-1"], "zones": 3},
            "zones: us-west-1 has two availability zones. Set zones to 2, or choose another region.",
        ),
        (
            {"domain": f"{'a' * 60}.example.com", "dnsZone": DOMAIN["dnsZone"]},
            "domain: ACM certifies names of 64 characters at most, and this one has 72. Use a shorter name.",
        ),
    ],
)  # fmt: skip
def test_what_aws_cannot_serve_is_refused(values: dict[str, Any], problems: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings(**values)
    assert str(caught.value) == problems


# --- The edge


@pytest.mark.parametrize(
    ("values", "edge", "home"),
    [
        ({}, Edge.CLOUDFRONT, "us-east-1"),
        ({"regions": ["eu-west-1"]}, Edge.CLOUDFRONT, "us-east-1"),
        ({**DOMAIN, "regions": ["eu-west-1", "us-east-1"]}, Edge.ACCELERATOR, "eu-west-1"),
        ({**DOMAIN, "front": "regional", "regions": ["eu-west-1"]}, Edge.RECORDS, "eu-west-1"),
        ({**DOMAIN, "access": "private", "regions": ["eu-west-1"]}, Edge.PRIVATE, "eu-west-1"),
        ({**DOMAIN, "access": "private", "front": "regional"}, Edge.PRIVATE, "us-east-1"),
    ],
)
def test_the_edge_follows_domain_front_and_access(values: dict[str, Any], edge: Edge, home: str) -> None:
    chosen = settings(**values)
    assert (edge_of(chosen), home_region(chosen)) == (edge, home)


def test_only_latency_records_lead_to_public_load_balancers() -> None:
    assert [edge for edge in Edge if not edge.internal] == [Edge.RECORDS]
    assert [edge for edge in Edge if not edge.tls] == [Edge.CLOUDFRONT]


# --- Addresses


@given(index=st.integers(0, len(REGIONS["aws"]) - 1), zones=st.integers(1, 3))
def test_a_region_has_two_subnets_at_least_that_do_not_overlap(index: int, zones: int) -> None:
    import ipaddress

    found = addresses(index, zones)
    subnets = [ipaddress.IPv4Network(subnet) for subnet in (*found.private, *found.public)]
    assert len(found.private) == len(found.public) == max(zones, 2)
    assert all(subnet.subnet_of(ipaddress.IPv4Network(found.vpc)) for subnet in subnets)
    assert not any(one.overlaps(other) for place, one in enumerate(subnets) for other in subnets[:place])


def test_no_two_regions_overlap() -> None:
    ranges = [addresses(index, 2).vpc for index in range(len(REGIONS["aws"]))]
    assert len(set(ranges)) == len(ranges)


# --- Endpoints


@pytest.mark.parametrize(
    ("values", "services"),
    [
        ({}, ()),
        ({"egress": "private"}, ("ecr.api", "ecr.dkr", "logs", "xray")),
        ({"egress": "private", "traceSamplePercent": 0}, ("ecr.api", "ecr.dkr", "logs")),
        (
            {"egress": "private", "secrets": {"KEY": "team/key"}},
            ("ecr.api", "ecr.dkr", "logs", "secretsmanager", "xray"),
        ),
        (
            {"egress": "private", "gpu": "l4", "cpu": "4", "memoryMib": 8192},
            ("ecr.api", "ecr.dkr", "logs", "xray", "ecs", "ecs-agent", "ecs-telemetry"),
        ),
    ],
)
def test_a_private_network_has_an_endpoint_for_each_service_it_calls(
    values: dict[str, Any], services: tuple[str, ...]
) -> None:
    assert endpoint_services(settings(**values)) == services


# --- Schedules


@pytest.mark.parametrize(
    ("cron", "schedules"),
    [
        ("0 8 * * 1-5", ("cron(0 8 ? * MON,TUE,WED,THU,FRI *)",)),
        ("30 18 * * *", ("cron(30 18 * * ? *)",)),
        ("*/15 */2 * * *", ("cron(0/15 0/2 * * ? *)",)),
        ("0 0 1 */3 *", ("cron(0 0 1 1/3 ? *)",)),
        ("5,35 9-17 * * 0", ("cron(5,35 9-17 ? * SUN *)",)),
        ("0 9 * * 7", ("cron(0 9 ? * SUN *)",)),
        ("0 9 * * 5-7", ("cron(0 9 ? * SUN,FRI,SAT *)",)),
        ("0 9 * * fri-mon", ("cron(0 9 ? * SUN,MON,FRI,SAT *)",)),
        ("0 9 * * */2", ("cron(0 9 ? * SUN,TUE,THU,SAT *)",)),
        ("0 9 1,15 * MON", ("cron(0 9 1,15 * ? *)", "cron(0 9 ? * MON *)")),
    ],
)
def test_a_cron_expression_is_written_as_aws_has_it(cron: str, schedules: tuple[str, ...]) -> None:
    assert aws_schedules(cron) == schedules


@given(
    day=st.sampled_from(["*", "1", "15", "1-7"]),
    weekday=st.sampled_from(["*", "0", "7", "1-5", "6-7", "5-1", "*/3", "MON", "SAT,SUN", "2,4"]),
)
def test_a_schedule_fires_on_the_days_that_cron_means(day: str, weekday: str) -> None:
    names = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
    start = datetime(2026, 1, 1)

    def numbers(field: str, top: int) -> set[int]:
        out: set[int] = set()
        for part in field.split(","):
            span, _, step = part.partition("/")
            low, _, high = span.partition("-")
            first, last = (0, top) if span == "*" else (int(low), int(high or low))
            last = last if last >= first else last + 7
            out |= set(range(first, last + 1, int(step or 1)))
        return out

    plain = {"MON": "1", "SAT,SUN": "6,0"}.get(weekday, weekday)
    for offset in range(28):
        date = start + timedelta(days=offset)
        on_day = day == "*" or date.day in numbers(day, 31)
        on_weekday = weekday == "*" or (date.isoweekday() % 7) in {number % 7 for number in numbers(plain, 6)}
        means = (on_day and on_weekday) if "*" in {day, weekday} else (on_day or on_weekday)
        fires = False
        for schedule in aws_schedules(f"0 9 {day} * {weekday}"):
            _, _, days, _, weekdays, _ = schedule.removeprefix("cron(").removesuffix(")").split()
            assert (days == "?") != (weekdays == "?")
            fires |= (days == "*" or date.day in numbers(days, 31)) if weekdays == "?" else False
            fires |= names[date.isoweekday() % 7] in weekdays.split(",") if days == "?" else False
        assert fires == means


# --- Scaling


@pytest.mark.parametrize(
    ("concurrency", "target", "latency_ms", "expected"),
    [(16, 70, 1000, 672.0), (1, 50, 1000, 30.0), (10, 80, 250, 1920.0), (4, 70, 60000, 2.8)],
)
def test_requests_per_minute_follow_concurrency_target_and_latency(
    concurrency: int, target: int, latency_ms: int, expected: float
) -> None:
    chosen = settings(concurrency=concurrency, scaleTarget=target, latencyTargetMs=latency_ms)
    assert requests_per_minute(chosen) == expected


# --- Tokens


@pytest.mark.parametrize(
    ("issuer", "page"),
    [
        ("https://id.example.com", "https://id.example.com/.well-known/jwks.json"),
        ("https://id.example.com/", "https://id.example.com/.well-known/jwks.json"),
        (
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc/.well-known/jwks.json",
        ),
        ("https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs"),
        (
            "https://login.microsoftonline.com/my-tenant/v2.0",
            "https://login.microsoftonline.com/my-tenant/discovery/v2.0/keys",
        ),
        ("https://acme.okta.com/oauth2/default", "https://acme.okta.com/oauth2/default/v1/keys"),
        ("https://acme.okta.com", "https://acme.okta.com/oauth2/v1/keys"),
        (
            "https://sso.example.com/realms/team",
            "https://sso.example.com/realms/team/protocol/openid-connect/certs",
        ),
        ("https://token.actions.githubusercontent.com", "https://token.actions.githubusercontent.com/.well-known/jwks"),
    ],
)
def test_the_page_of_an_issuers_keys(issuer: str, page: str) -> None:
    assert key_page(issuer) == page


# --- Rights


def test_only_the_repository_of_the_image_is_read() -> None:
    own = "arn:aws:ecr:eu-west-1:1:repository/demo-dev"
    assert pulled_repository("", own) == own
    assert pulled_repository(ECR_IMAGE, own) == "arn:aws:ecr:us-east-1:210987654321:repository/team/model"
    assert pulled_repository(f"ghcr.io/team/model@sha256:{'a' * 64}", own) == ""


def statements(**chosen: Any) -> list[dict[str, Any]]:
    given_ = {"repository": "", "log_group": "arn:logs", "secrets": [], "region": "r", "account": "1", **chosen}
    return json.loads(launch_policy(**given_))["Statement"]


def test_a_replica_is_launched_with_no_more_rights_than_it_takes() -> None:
    logs = {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": "arn:logs:*",
    }
    assert statements() == [logs]
    assert [entry["Resource"] for entry in statements(repository="arn:ecr")] == ["arn:logs:*", "*", "arn:ecr"]
    _, read, decrypt = statements(secrets=["arn:secret"])
    assert read == {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": ["arn:secret"]}
    assert decrypt["Condition"] == {
        "StringEquals": {
            "kms:ViaService": "secretsmanager.r.amazonaws.com",
            "kms:EncryptionContext:SecretARN": ["arn:secret"],
        }
    }


# --- The containers


def containers(**values: Any) -> list[dict[str, Any]]:
    return json.loads(
        container_definitions(
            settings(**values),
            region="us-east-1",
            image="model@sha256:1",
            collector=PUBLIC_IMAGE,
            secrets={"KEY": "arn:aws:secretsmanager:us-east-1:1:secret:key-AbCdEf"},
            added={},
        )
    )


def test_the_app_runs_without_rights_and_with_one_place_to_write() -> None:
    app, collector = containers(memoryMib=4096)
    assert [entry["readonlyRootFilesystem"] for entry in (app, collector)] == [True, True]
    assert [entry["user"] for entry in (app, collector)] == ["65532:65532"] * 2
    assert [entry["linuxParameters"]["capabilities"] for entry in (app, collector)] == [{"drop": ["ALL"]}] * 2
    assert app["linuxParameters"]["tmpfs"] == [{"containerPath": "/tmp", "size": 512}]  # noqa: S108
    assert app["secrets"] == [{"name": "KEY", "valueFrom": "arn:aws:secretsmanager:us-east-1:1:secret:key-AbCdEf"}]
    assert [entry["essential"] for entry in (app, collector)] == [True, False]
    assert app["dependsOn"] == [{"containerName": "collector", "condition": "START"}]


def test_a_stop_gives_requests_their_time_but_no_more_than_ecs_has() -> None:
    assert [containers(timeoutSeconds=seconds)[0]["stopTimeout"] for seconds in (10, 115, 120)] == [15, 120, 120]
    assert containers(timeoutSeconds=900, **DOMAIN)[0]["stopTimeout"] == 120


def test_the_collector_takes_traces_and_metrics_where_the_app_sends_them() -> None:
    app, collector = containers()
    sent_to = {entry["name"]: entry["value"] for entry in app["environment"]}["OTEL_EXPORTER_OTLP_ENDPOINT"]
    config = json.loads({entry["name"]: entry["value"] for entry in collector["environment"]}["AOT_CONFIG_CONTENT"])
    assert sent_to == f"http://{config['receivers']['otlp']['protocols']['http']['endpoint']}"
    pipelines = config["service"]["pipelines"]
    assert {kind: pipeline["exporters"] for kind, pipeline in pipelines.items()} == {
        "traces": ["awsxray"],
        "metrics": ["awsemf"],
    }
    for pipeline in pipelines.values():
        assert set(pipeline["processors"]) == set(config["processors"])
    assert config["exporters"]["awsemf"]["log_group_name"] == "/service/demo-dev"


def test_without_traces_there_is_no_collector() -> None:
    (app,) = containers(traceSamplePercent=0)
    assert "dependsOn" not in app
    assert {"name": "OTEL_SDK_DISABLED", "value": "true"} in app["environment"]


def test_a_gpu_is_asked_for_by_the_container() -> None:
    app, collector = containers(gpu="t4", cpu="4", memoryMib=8192)
    assert app["resourceRequirements"] == [{"type": "GPU", "value": "1"}]
    assert "resourceRequirements" not in collector


@pytest.mark.parametrize(
    ("values", "copied"),
    [
        ({}, False),
        ({"egress": "private"}, True),
        ({"egress": "private", "traceSamplePercent": 0}, False),
        ({"egress": "private", "traceSamplePercent": 0, "image": ECR_IMAGE}, False),
    ],
)
def test_the_collector_is_copied_where_the_public_registry_is_out_of_reach(
    values: dict[str, Any], copied: bool
) -> None:
    assert is_copied(settings(**values)) is copied


# --- GPUs


@pytest.mark.parametrize(
    ("gpu", "cpu", "memory_mib", "node"),
    [
        ("l4", "4", 12288, "g6.xlarge"),
        ("l4", "4", 16384, "g6.2xlarge"),
        ("t4", "8", 8192, "g4dn.2xlarge"),
        ("a10g", "16", 32768, "g5.4xlarge"),
    ],
)
def test_a_replica_gets_the_smallest_instance_that_holds_it(gpu: str, cpu: str, memory_mib: int, node: str) -> None:
    assert node_of(settings(gpu=gpu, cpu=cpu, memoryMib=memory_mib)).name == node


@pytest.mark.parametrize("name", ["ecs-demo", "aws-demo", "fargate-demo"])
def test_a_capacity_providers_name_never_begins_as_ecs_reserves_it(name: str) -> None:
    assert not capacity_provider_name(settings(name), "us-east-1").startswith(("aws", "ecs", "fargate"))


# --- Names of the load balancer


@given(name=st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,8}){0,3}", fullmatch=True), port=st.integers(1, 65535))
def test_the_names_of_a_load_balancer_and_its_targets_are_such_as_aws_takes(name: str, port: int) -> None:
    if service_name_problem(name):
        return
    inner, outer = settings(name, port=port), settings(name, port=port, front="regional", **DOMAIN)
    names = [balancer_name(chosen) for chosen in (inner, outer)]
    names += [target_group_name(chosen, role) for chosen in (inner, outer) for role in ("targets", "canary")]
    assert len(set(names)) == 6
    for each in names:
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,30}[a-z0-9]", each)
        assert not each.startswith("internal-")


# --- Rollout


def test_an_update_waits_as_long_as_a_deployment_may_take() -> None:
    assert deployment_minutes(settings()) == 62
    canary = settings(rollout="canary", scaleMetric="cpu", bakeMinutes=1440, startupSeconds=240)
    assert deployment_minutes(canary) == 60 + 2880 + 5


@pytest.mark.parametrize(
    ("running", "back"),
    [
        ("arn:aws:ecs:r:1:task-definition/demo:6", True),
        ("arn:aws:ecs:r:1:task-definition/demo:7", False),
        ("arn:aws:ecs:r:1:task-definition/other:6", False),
        (None, False),
    ],
)
def test_an_older_revision_that_runs_was_taken_back_to(running: str | None, back: bool) -> None:
    assert taken_back(running, "arn:aws:ecs:r:1:task-definition/demo:7") is back


# --- Alerts


def test_burn_thresholds_are_the_factor_of_the_budget_and_can_be_reached() -> None:
    availability, latency = objectives(settings(availabilityTarget="0.999"))
    assert [threshold(availability, burn) for burn in BURN_RATES] == [0.0144, 0.006]
    assert [threshold(latency, burn) for burn in BURN_RATES] == [0.72, 0.3]
    loose, _ = objectives(settings(availabilityTarget="0.9"))
    assert [threshold(loose, burn) for burn in BURN_RATES] == [0.999, 0.6]


def test_the_dashboard_has_every_panel_with_every_region() -> None:
    subjects = [Subject(region=region, balancer="app/x/1", cluster="c", service="s") for region in ("r-1", "r-2")]
    widgets = json.loads(dashboard_body(settings(latencyTargetMs=250), subjects))["widgets"]
    assert [widget["properties"]["title"] for widget in widgets] == list(PANELS)
    for widget in widgets:
        assert {line[-1]["region"] for line in widget["properties"]["metrics"]} == {"r-1", "r-2"}
    places = [(widget["x"], widget["y"]) for widget in widgets]
    assert len(set(places)) == len(places)
    latency = next(widget for widget in widgets if widget["properties"]["title"].startswith("Latency"))
    assert latency["properties"]["annotations"] == {"horizontal": [{"label": "Objective", "value": 0.25}]}


# --- The firewall


def test_the_firewall_only_counts_what_it_finds_in_bodies_and_limits_when_asked() -> None:
    managed = [rule["name"] for rule in firewall_rules(settings(waf="managed"))]
    assert managed == [
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
    ]
    limited = firewall_rules(settings(waf="managed", rateLimitPer5Minutes=100))
    assert [rule["name"] for rule in limited] == ["rate-limit", *managed]
    assert [rule["priority"] for rule in limited] == [0, 1, 2, 3]
    common: Any = limited[2]
    overrides = common["statement"]["managed_rule_group_statement"]["rule_action_overrides"]
    assert [override["name"] for override in overrides] == [
        "SizeRestrictions_BODY",
        "CrossSiteScripting_BODY",
        "GenericLFI_BODY",
        "GenericRFI_BODY",
        "EC2MetaDataSSRF_BODY",
    ]
    assert all(override["action_to_use"] == {"count": {}} for override in overrides)
    known: Any = limited[3]
    assert known["statement"]["managed_rule_group_statement"]["rule_action_overrides"] == []


# --- The routing function


def test_every_region_has_a_place() -> None:
    assert sorted(COORDINATES) == sorted(REGIONS["aws"])


def test_the_function_with_every_region_fits_into_cloudfronts_limit() -> None:
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
    assert len(routing_code(REGIONS["aws"]).encode()) < 10 * 1024


@pytest.mark.skipif(shutil.which("node") is None, reason="the function is JavaScript, and there is no node here")
@pytest.mark.parametrize(
    ("method", "place", "drained", "origins"),
    [
        ("POST", (48, 2), "none", ["eu-west-1"]),
        ("GET", (48, 2), "none", ["eu-west-1", "us-east-1"]),
        ("POST", (40, -74), "none", ["us-east-1"]),
        ("POST", (35, 139), "none", ["ap-southeast-2"]),
        ("POST", (-34, 151), "ap-southeast-2", ["us-east-1"]),
        ("POST", (40, -74), "us-east-1, eu-west-1", ["ap-southeast-2"]),
        ("GET", (40, -74), "us-east-1,eu-west-1", ["ap-southeast-2"]),
        ("POST", (40, -74), "us-east-1,eu-west-1,ap-southeast-2", ["us-east-1"]),
        ("POST", None, "none", ["us-east-1"]),
        ("POST", (48, 2), None, ["eu-west-1"]),
    ],
)
def test_a_request_goes_to_the_nearest_region_that_is_not_drained(
    tmp_path: Path, method: str, place: tuple[int, int] | None, drained: str | None, origins: list[str]
) -> None:
    code = routing_code(["us-east-1", "eu-west-1", "ap-southeast-2"]).replace("import cf from 'cloudfront';", "")
    latitude, longitude = place or (None, None)
    headers = (
        {
            "cloudfront-viewer-latitude": {"value": str(latitude)},
            "cloudfront-viewer-longitude": {"value": str(longitude)},
        }
        if place
        else {}
    )
    event = json.dumps({"request": {"method": method, "headers": headers}})
    program = tmp_path / "routing.js"
    program.write_text(f"""
        let chosen;
        const drainedNow = {json.dumps(drained)};
        const cf = {{
            kvs: () => ({{ get: async () => {{ if (drainedNow === null) throw new Error('KeyNotFound'); return drainedNow; }} }}),
            createRequestOriginGroup: (group) => {{ chosen = group.originIds.map((origin) => origin.originId); }},
            selectRequestOriginById: (id) => {{ chosen = [id]; }},
        }};
        {code}
        handler({event}).then(() => console.log(JSON.stringify(chosen)));
    """)
    answer = subprocess.run(["node", str(program)], capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout) == origins


def test_the_function_is_plain_ascii() -> None:
    assert re.fullmatch(r"[\x00-\x7f]+", routing_code(["us-east-1"]))
