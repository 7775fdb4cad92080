"""The settings: what is read, what is refused, and in which words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.limits import CONTAINER_APPS_PROFILES, FARGATE_SIZES, size_problem, workload_profile
from inference.regions import DEFAULT_REGIONS, REGIONS, cloud_of_region, nearest_region
from inference.setting import SettingsError
from inference.settings import CLOUDS, SETTINGS, Settings, service_name_problem

DIGEST = "registry.example/team/model@sha256:" + "a" * 64
ON_DOCKER_HUB = "docker.io/team/model@sha256:" + "a" * 64


def refused(**values: object) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.parse(values, name="demo")
    return [f"{problem.key}: {problem.message} {problem.fix}" for problem in caught.value.problems]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_defaults_can_be_served_on_every_cloud(cloud: str) -> None:
    settings = Settings.parse({"cloud": cloud}, name="demo")
    assert settings.regions == DEFAULT_REGIONS[cloud][:1]
    assert settings.primary_region == DEFAULT_REGIONS[cloud][0]


@pytest.mark.parametrize("item", SETTINGS, ids=lambda item: item.key)
def test_every_default_is_read_back_as_itself(item) -> None:  # noqa: ANN001
    assert item.read(item.config_default) == item.default
    assert item.description.endswith(".")
    assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", item.key)


def test_values_are_read_alike_from_yaml_and_from_text() -> None:
    yaml = {
        "cloud": "gcp", "regions": ["us-central1", "europe-west1"], "cpu": 2, "memoryMib": 4096,
        "env": {"A": "1", "B": "x y"}, "deletionProtection": True, "availabilityTarget": 0.995,
        "schedule": [{"start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3}], "image": ON_DOCKER_HUB,
    }  # fmt: skip
    text = {
        "cloud": "gcp", "regions": "us-central1,europe-west1", "cpu": "2", "memoryMib": "4096",
        "env": '{"A": "1", "B": "x y"}', "deletionProtection": "true", "availabilityTarget": "0.995",
        "schedule": '[{"start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3}]', "image": ON_DOCKER_HUB,
    }  # fmt: skip
    assert Settings.parse(yaml, name="demo") == Settings.parse(text, name="demo")


def test_an_object_can_be_written_without_json() -> None:
    assert Settings.parse({"env": "A=1, B=two"}, name="demo").env == {"A": "1", "B": "two"}


def test_from_config_reads_what_pulumi_holds_as_text() -> None:
    config = {"cloud": "azure", "maxReplicas": "7"}
    assert Settings.from_config(config.get, name="demo", stack="prod").max_replicas == 7


REFUSALS = [
    (
        {"cloud": "gcp", "image": DIGEST},
        "image: Cloud Run pulls from Artifact Registry and Docker Hub, not from registry.example. "
        "Copy the image to Artifact Registry, or name it by a remote repository there.",
    ),
    (
        {"cloud": "gcp", "healthPath": "/healthz"},
        "healthPath: Cloud Run answers paths that end in z or /eventlog, or start with /_ah/, by itself. "
        "Choose another, for example /health.",
    ),
    (
        {"cloud": "gcp", "cpu": "8", "memoryMib": 16384},
        "cpu: on gcp all containers of a replica share 8 vCPU, and the collector of traces is one more. "
        "Set cpu to 4, or traceSamplePercent to 0.",
    ),
    (
        {"cloud": "gcp", "waf": "managed", "rateLimitPer5Minutes": 1_000_001},
        "rateLimitPer5Minutes: Cloud Armor limits to 1000000 requests at most. Set it to 1000000 or less.",
    ),
    (
        {"cloud": "gcp", "regions": ["us-east-1"]},
        "regions: 'us-east-1' is a region of aws, not of gcp. Did you mean us-east1?",
    ),
    (
        {"cloud": "aws", "regions": ["us-east-1", "us-east-1"]},
        "regions: 'us-east-1' is listed twice. List each region once.",
    ),
    (
        {"cloud": "aws", "regions": ["mars-1"]},
        None,
    ),
    ({"cloud": "awz"}, 'cloud: "awz" cannot be used. Allowed: aws, gcp, azure. Did you mean aws?'),
    ({"maxReplcas": 3}, "maxReplcas: there is no such setting. Did you mean maxReplicas?"),
    ({"maxReplicas": "many"}, 'maxReplicas: "many" cannot be used. Allowed: a whole number from 1 to 100.'),
    ({"maxReplicas": 101}, "maxReplicas: 101 cannot be used. Allowed: a whole number from 1 to 100."),
    ({"maxReplicas": True}, "maxReplicas: true cannot be used. Allowed: a whole number from 1 to 100."),
    (
        {"minReplicas": 5, "maxReplicas": 2},
        "minReplicas: minReplicas 5 is above maxReplicas 2. Set minReplicas to 2 or less, or maxReplicas to 5 or more.",
    ),
    (
        {"cpu": "1", "memoryMib": 512},
        "cpu: 1 vCPU with 512 MiB cannot run on aws. Fargate runs 1 vCPU with 2048 to 8192 in steps of 1024 MiB, not 512.",
    ),
    (
        {"cloud": "gcp", "cpu": "3"},
        "cpu: 3 vCPU with 2048 MiB cannot run on gcp. Cloud Run serves concurrent requests with 1, 2, 4, 8 vCPU, not 3.",
    ),
    (
        {"cloud": "azure", "timeoutSeconds": 241},
        "timeoutSeconds: Container Apps ends a request after 240 seconds. "
        "Set timeoutSeconds to 240 or less, and hand longer work to a queue.",
    ),
    (
        {"cloud": "azure", "gpu": "l4"},
        "gpu: Container Apps on azure cannot give a replica one l4. It has: t4, a100.",
    ),
    (
        {"cloud": "gcp", "gpu": "l4", "cpu": "4", "memoryMib": 16384, "regions": ["us-west1"]},
        "gpu: gcp has no l4 in us-west1. Regions that have it: "
        "us-central1, us-east4, europe-west1, europe-west4, asia-southeast1, asia-south1.",
    ),
    (
        {"cloud": "aws", "minReplicas": 0},
        "minReplicas: ECS cannot scale to zero behind a load balancer: no request would start a replica. Set minReplicas to 1.",
    ),
    (
        {"cloud": "gcp", "minReplicas": 0, "regions": ["us-central1", "us-east4"]},
        "minReplicas: the health checks of several regions keep a replica awake in each, so none would scale to zero. "
        "Set minReplicas to 1, or serve from one region.",
    ),
    (
        {"cloud": "aws", "rollout": "canary"},
        "rollout: ECS cannot scale by requests per target while two target groups share the traffic. "
        "Set scaleMetric to cpu, or rollout to rolling.",
    ),
    (
        {"image": "nginx:latest"},
        'image: "nginx:latest" cannot be used. Allowed: registry/name@sha256:<64 hex digits>, or empty to build app/.',
    ),
    (
        {"env": {"PORT": "1"}},
        "env: PORT is set by the cloud or by this program. Choose another name; the port is the setting port.",
    ),
    (
        {"cloud": "gcp", "secrets": {"API_KEY": "api-key"}},
        "secrets: API_KEY='api-key' is no reference to a secret on gcp. "
        "Allowed: NAME/VERSION with a version number of Secret Manager; never the secret itself.",
    ),
    (
        {"cloud": "azure", "logRetentionDays": 7},
        "logRetentionDays: azure cannot keep logs for 7 days. The nearest it can: 30.",
    ),
    (
        {"rateLimitPer5Minutes": 100},
        "rateLimitPer5Minutes: a rate limit is a rule of the firewall, which is off. Set waf to managed, or the limit to 0.",
    ),
    (
        {"cloud": "azure", "secrets": {"API_KEY": "vault/api-key"}},
        "secrets: API_KEY='vault/api-key' is no reference to a secret on azure. "
        "Allowed: RESOURCE_GROUP/VAULT/NAME of a Key Vault secret; never the secret itself.",
    ),
    (
        {"cloud": "azure", "bakeMinutes": 30},
        "bakeMinutes: on azure a canary has its share of the traffic until you end it. "
        "Leave bakeMinutes out, and set rollout back to rolling when the new version is good.",
    ),
    (
        {"cloud": "azure", "egress": "private", "image": DIGEST},
        "image: with egress=private the replicas cannot reach registry.example to pull it. "
        "Put the image into an Azure Container Registry, or set egress to internet.",
    ),
    (
        {"cloud": "azure", "regions": ["ukwest"]},
        "zones: ukwest has no availability zones to spread over. Set zones to 1, or choose a region that has them.",
    ),
    (
        {"cloud": "azure", "domain": "example.com", "dnsZone": "dns/example.com"},
        "domain: the name of the zone itself cannot lead to Front Door, for it cannot have a CNAME. "
        "Use a name inside of it, for example api.example.com.",
    ),
    (
        {"cloud": "azure", "domain": "api.example.org", "dnsZone": "dns/example.com"},
        "domain: api.example.org is not in the zone example.com. Use a name that ends with .example.com.",
    ),
    (
        {
            "cloud": "azure",
            "access": "authenticated",
            "authIssuer": "https://issuer.example.com/",
            "authAudience": "11111111-2222-3333-4444-555555555555",
        },
        "authIssuer: Container Apps accepts the tokens of Microsoft Entra ID only. "
        "Use https://login.microsoftonline.com/TENANT/v2.0, or check other tokens in the app.",
    ),
    (
        {
            "cloud": "azure",
            "access": "authenticated",
            "authIssuer": "https://login.microsoftonline.com/tenant/v2.0",
            "authAudience": "inference",
        },
        "authAudience: 'inference' is not the id of an app in Microsoft Entra ID. "
        "Use the app's client id, a GUID, or api:// and the id.",
    ),
    (
        {
            "cloud": "azure",
            "regions": ["swedencentral", "westeurope"],
            "rollout": "canary",
            "stableRevision": "demo-dev--0000001",
        },
        "rollout: on azure each region gives its revisions names of their own, and stableRevision is one name. "
        "Serve from one region, or set rollout to rolling.",
    ),
    (
        {"labels": {"azure-team": "search"}},
        "labels: azure-team=search cannot be a label on every cloud. "
        "Allowed: lower-case letters, digits, _ and -, up to 63, a letter first; "
        "not environment, managed-by, service, stack, nor one that begins with azure, microsoft, windows.",
    ),
    (
        {"cloud": "azure", "labels": {f"label-{number}": "x" for number in range(12)}},
        "labels: 12 labels are too many on azure. Allowed: 11.",
    ),
    (
        {"cloud": "gcp", "alertEmails": [f"team-{number}@example.com" for number in range(17)]},
        "alertEmails: on gcp an alert goes to 16 receivers at most, not to 17. Name a mailing list in their place.",
    ),
    (
        {"cloud": "azure", "alertWebhooks": [f"https://hooks.example.com/{number}" for number in range(11)]},
        "alertWebhooks: on azure an alert goes to 10 webhooks at most, not to 11. "
        "Name one in their place that passes it on.",
    ),
    (
        {"cloud": "gcp", "scaleMetric": "cpu", "scaleTarget": 91},
        "scaleTarget: Cloud Run adds replicas at 90 percent of their CPU at the latest. Set scaleTarget to 90 or less.",
    ),
    (
        {"cloud": "aws", "port": 4318},
        "port: on aws the collector of traces beside the app has port 4318. "
        "Choose another, or set traceSamplePercent to 0.",
    ),
    (
        {"cloud": "gcp", "port": 13133},
        "port: on gcp the collector of traces beside the app has port 13133. "
        "Choose another, or set traceSamplePercent to 0.",
    ),
    (
        {"domain": "api.example.com"},
        "domain: domain needs dnsZone: the certificate is proved in the domain's zone. Set dnsZone too.",
    ),
]


@pytest.mark.parametrize(
    "values",
    [
        {"cloud": "gcp", "scaleMetric": "cpu", "scaleTarget": 90},
        {"cloud": "gcp", "scaleMetric": "requests", "scaleTarget": 95},
        {"cloud": "azure", "scaleMetric": "cpu", "scaleTarget": 95},
        {"cloud": "azure", "alertWebhooks": [f"https://hooks.example.com/{number}" for number in range(10)]},
        {"cloud": "azure", "port": 4318},
        {"cloud": "aws", "port": 13133},
        {"cloud": "aws", "port": 4318, "traceSamplePercent": 0},
    ],
    ids=str,
)
def test_what_is_just_inside_a_limit_is_served(values: dict[str, object]) -> None:
    served = Settings.parse(values, name="demo").values()
    assert [served[key] for key in values] == [
        tuple(value) if isinstance(value, list) else value for value in values.values()
    ]


@pytest.mark.parametrize(("values", "sentence"), REFUSALS, ids=lambda value: str(value)[:60])
def test_a_wrong_setting_is_refused_with_the_way_out(values: dict[str, object], sentence: str | None) -> None:
    sentences = refused(**values)
    assert len(sentences) == 1
    if sentence:
        assert sentences == [sentence]


def test_every_problem_is_reported_at_once() -> None:
    assert [line.split(":")[0] for line in refused(cloud="azure", gpu="l4", timeoutSeconds=300, env={"K_X": "1"})] == [
        "gpu", "timeoutSeconds", "env"]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x" * 64,
        "Model",
        "9lives",
        "model-",
        "-model",
        "mo--del",
        "aws",
        "test",
        "pulumi",
        "mödel",
        "../x",
        "a/b",
        "a b",
        "a",
    ],
)
def test_a_bad_service_name_is_refused(name: str) -> None:
    assert service_name_problem(name)


@pytest.mark.parametrize("name", ["ab", "sentiment", "customer-churn-2", "x" * 40])
def test_a_good_service_name_is_taken(name: str) -> None:
    assert service_name_problem(name) is None


def test_no_region_belongs_to_two_clouds() -> None:
    everything = [region for regions in REGIONS.values() for region in regions]
    assert len(everything) == len(set(everything))
    assert all(cloud_of_region(region) == cloud for cloud, regions in REGIONS.items() for region in regions)
    assert nearest_region("US East 2", "azure") == "eastus2" or nearest_region("us-east-2", "azure")


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize(("cpu", "memory"), [(1, 2048), (2, 4096), (4, 8192)])
def test_the_common_sizes_run_on_every_cloud(cloud: str, cpu: float, memory: int) -> None:
    assert size_problem(cloud, cpu, memory) == ""


def test_every_size_of_the_table_runs_and_its_neighbours_do_not() -> None:
    for cpu, memories in FARGATE_SIZES.items():
        for memory in memories:
            assert size_problem("aws", cpu, memory) == ""
        assert size_problem("aws", cpu, min(memories) - 1)
        assert size_problem("aws", cpu, max(memories) + 1)


def test_a_workload_profile_holds_its_replica() -> None:
    assert workload_profile(2, 4096) == "Consumption"
    assert workload_profile(4, 16384) == "D4"
    assert workload_profile(4, 16385) == "E4"
    for size in CONTAINER_APPS_PROFILES:
        assert size_problem("azure", size.cpu, size.memory_mib) == ""


@given(
    st.dictionaries(
        st.sampled_from([item.key for item in SETTINGS]),
        st.one_of(
            st.text(),
            st.integers(),
            st.none(),
            st.booleans(),
            st.lists(st.text(max_size=5)),
            st.dictionaries(st.text(max_size=5), st.text(max_size=5)),
        ),
    )
)
def test_any_input_is_either_read_or_refused_in_words(values: dict[str, object]) -> None:
    try:
        Settings.parse(values, name="demo")
    except SettingsError as error:
        assert error.problems
        assert all(problem.fix and problem.message for problem in error.problems)
