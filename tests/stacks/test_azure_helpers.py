"""The parts of the Azure program that can be asked without a preview."""

import asyncio
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.azure import _login, _private_link, _revision
from inference.azure._account import resource_id, role_definition_id
from inference.azure._container import memory, probes
from inference.azure._queries import availability_burn, requests
from inference.azure._secrets import SecretReference
from inference.azure.cluster import node_counts, workload_profiles
from inference.azure.foundation import resource_group_name
from inference.azure.registry import registry_name
from inference.azure.scaling import concurrent_requests
from inference.azure.service import app_name
from inference.objectives import BURN_RATES
from inference.regions import REGIONS
from inference.settings import Settings, service_name_problem


def settings(name: str = "demo", stack: str = "dev", **values: object) -> Settings:
    return Settings.parse({"cloud": "azure", **values}, name=name, stack=stack)


# --- The revision that serves


class FakeApp:
    """Answers which revisions there are, the next answer at each question."""

    def __init__(self, *answers: tuple[str, str]) -> None:
        self.answers = iter(answers)
        self.asked = 0

    def __call__(self, **_: Any) -> "FakeApp":
        return self

    async def future(self) -> Any:
        self.asked += 1
        latest, ready = next(self.answers)

        class Found:
            latest_revision_name, latest_ready_revision_name = latest, ready

        return Found


def wait(monkeypatch: pytest.MonkeyPatch, app: FakeApp, latest: str, ready: str, *, seconds: float = 60) -> bool:
    monkeypatch.setattr(_revision, "_POLL_SECONDS", 0)
    monkeypatch.setattr(_revision.az.app, "get_container_app_output", app)
    monkeypatch.setattr(_revision.pulumi, "InvokeOutputOptions", lambda **_: None)
    roll = _revision._Roll("demo", "group", latest, ready)
    return asyncio.run(_revision._wait(object(), roll, seconds=seconds))  # type: ignore[arg-type]


def test_a_revision_that_is_ready_is_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    app = FakeApp()
    assert wait(monkeypatch, app, "demo--b", "demo--b")
    assert app.asked == 0


def test_a_revision_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    app = FakeApp(("demo--b", "demo--a"), ("demo--b", "demo--b"))
    assert wait(monkeypatch, app, "demo--b", "demo--a")
    assert app.asked == 2


def test_a_revision_that_never_serves_fails_the_update_and_says_what_does(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(pulumi.RunError) as caught:
        wait(monkeypatch, FakeApp(), "demo--b", "demo--a", seconds=-1)
    assert str(caught.value).startswith(
        "the new revision demo--b of demo did not become healthy; demo--a goes on serving. The regions after this one "
        "were left as they were."
    )
    assert "no revision serves" in _revision.not_ready("demo", "demo--a", "")


@pytest.mark.parametrize(
    ("sick", "reached"),
    [
        ("none", ["swedencentral", "westeurope", "northeurope"]),
        ("westeurope", ["swedencentral", "westeurope"]),
        ("swedencentral", ["swedencentral"]),
    ],
)
def test_a_region_that_is_not_healthy_stops_the_roll(sick: str, reached: list[str]) -> None:
    """Regions after it keep what they run, and the front learns of no origin that does not serve."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("azure_roll.py")), sick]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(root / "stacks")}
    )
    found = json.loads(ran.stdout.splitlines()[-1])
    apps = [name for kind, name in map(str.split, found["registered"]) if kind == "ContainerApp"]
    origins = [name for kind, name in map(str.split, found["registered"]) if kind == "AFDOrigin"]
    assert apps == [f"demo-dev-{region}-service-app" for region in reached]
    assert origins == [f"demo-dev-front-{region}" for region in reached if region != sick]
    assert ("did not become healthy; demo--old goes on serving" in found["error"]) == (sick != "none")


# --- Logging in to the registry


@pytest.fixture
def exchange(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    sent: list[Any] = []

    def urlopen(request: Any, timeout: float) -> io.BytesIO:
        sent.append((request.full_url, parse_qs(request.data.decode()), timeout))
        return io.BytesIO(json.dumps({"refresh_token": "of-the-registry"}).encode())

    monkeypatch.setattr(_login.urllib.request, "urlopen", urlopen)
    return sent


def test_a_token_is_exchanged_at_the_registry(exchange: list[Any]) -> None:
    assert _login.registry_password("demo.azurecr.io", "head.body.signature") == "of-the-registry"
    assert exchange == [
        (
            "https://demo.azurecr.io/oauth2/exchange",
            {"grant_type": ["access_token"], "service": ["demo.azurecr.io"], "access_token": ["head.body.signature"]},
            30,
        )
    ]


def test_what_is_no_token_goes_nowhere(exchange: list[Any]) -> None:
    assert _login.registry_password("demo.azurecr.io", "simulated") == "simulated"
    assert exchange == []


# --- The private link


@pytest.mark.parametrize("region", REGIONS["azure"])
def test_front_door_has_an_end_of_the_link_for_every_region(region: str) -> None:
    assert _private_link.private_link_region(region) in _private_link._REGIONS


def test_the_template_approves_what_it_lists() -> None:
    template = _private_link.approval_template()
    listed, approved = template["resources"]
    assert [listed["name"], approved["name"]] == ["list", "approve"]
    assert approved["properties"]["parameters"]["names"] == {"value": "[reference('list').outputs.names.value]"}
    inner = approved["properties"]["template"]
    assert inner["parameters"]["names"]["minLength"] == 1
    (connection,) = inner["resources"]
    assert connection["copy"]["count"] == "[length(parameters('names'))]"
    assert connection["properties"]["privateLinkServiceConnectionState"]["status"] == "Approved"
    for nested in (listed, approved):
        given, taken = nested["properties"]["parameters"], nested["properties"]["template"]["parameters"]
        assert set(given) == set(taken)
    for expression in re.findall(r'"(\[[^"]+\])"', json.dumps(template)):
        assert expression.count("(") == expression.count(")")


# --- Sizes, probes, scaling


@pytest.mark.parametrize(
    ("mib", "text"), [(512, "0.5Gi"), (2048, "2Gi"), (3000, "2.93Gi"), (57344, "56Gi"), (1025, "1.01Gi")]
)
def test_memory_is_never_less_than_asked(mib: int, text: str) -> None:
    assert memory(mib) == text
    assert float(text.removesuffix("Gi")) * 1024 >= mib


@given(st.integers(10, 240))
def test_the_startup_probe_covers_the_startup_within_its_limits(seconds: int) -> None:
    startup, *_ = probes(settings(startupSeconds=seconds))
    period, failures, answer = startup.period_seconds, startup.failure_threshold, startup.timeout_seconds
    assert isinstance(period, int)
    assert isinstance(failures, int)
    assert isinstance(answer, int)
    assert 1 <= failures <= 10
    assert 1 <= period <= 240
    assert seconds <= period * failures < seconds + 10
    assert answer <= period


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"cpu": "4", "memoryMib": 16384, "minReplicas": 1, "maxReplicas": 4, "zones": 1}, (1, 5)),
        ({"cpu": "4", "memoryMib": 16384, "minReplicas": 1, "maxReplicas": 4, "zones": 2}, (3, 5)),
        ({"cpu": "1", "memoryMib": 4096, "minReplicas": 8, "maxReplicas": 40, "zones": 1}, (2, 11)),
    ],
)
def test_the_nodes_hold_the_replicas(values: dict[str, Any], counts: tuple[int, int]) -> None:
    assert node_counts(settings(**values), "D4") == counts


def test_the_consumption_profile_is_always_there() -> None:
    assert [profile.name for profile in workload_profiles(settings())] == ["Consumption"]


@pytest.mark.parametrize(("concurrency", "target", "wanted"), [(16, 70, 11), (1, 10, 1), (1000, 95, 950)])
def test_scaling_aims_below_the_concurrency(concurrency: int, target: int, wanted: int) -> None:
    assert concurrent_requests(settings(concurrency=concurrency, scaleTarget=target)) == wanted


# --- Alerts


def test_a_burn_rate_is_never_above_all_requests() -> None:
    fast, slow = BURN_RATES
    loose = settings(availabilityTarget="0.9")
    assert "All >= 1 and" in availability_burn(loose, fast)
    assert "All >= 0.6 and" in availability_burn(loose, slow)


def test_a_burn_rate_looks_at_both_windows() -> None:
    query = availability_burn(settings(), BURN_RATES[0])
    assert "let until = ago(5m); let recently = until - 5m;" in query
    assert "between ((until - 60m) .. until)" in query


@pytest.mark.parametrize(
    ("values", "table"),
    [
        ({}, "AzureDiagnostics"),
        ({"front": "regional"}, "ContainerAppHTTPLogs"),
        ({"access": "private"}, "ContainerAppHTTPLogs"),
    ],
)
def test_requests_are_counted_where_they_come_in(values: dict[str, Any], table: str) -> None:
    assert requests(settings(**values)).startswith(f"union isfuzzy=true {table} |")


# --- Names


services = st.from_regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", fullmatch=True).filter(
    lambda name: len(name) <= 40 and service_name_problem(name) is None
)
stacks = st.from_regex(r"[A-Za-z0-9_.-]{1,100}", fullmatch=True)


@given(services, st.from_regex(r"[a-z][a-z0-9]{0,11}", fullmatch=True), stacks, st.uuids())
def test_any_service_gets_names_that_azure_takes(name: str, environment: str, stack: str, account: object) -> None:
    chosen = settings(name, stack, environment=environment)
    assert re.fullmatch(r"[a-z](?:-?[a-z0-9]){1,31}", app_name(chosen))
    assert re.fullmatch(r"[a-z0-9]{5,50}", registry_name(chosen, str(account)))
    # https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules: no period at the end.
    assert re.fullmatch(r"[\w.()-]{1,89}[\w()-]", resource_group_name(chosen, "germanywestcentral"))


@given(stacks, stacks, st.uuids())
def test_two_stacks_share_no_registry_and_no_group(one: str, other: str, account: object) -> None:
    first, second = settings(stack=one), settings(stack=other)
    same = one == other
    assert (registry_name(first, str(account)) == registry_name(second, str(account))) == same
    assert (resource_group_name(first, "global") == resource_group_name(second, "global")) == same


def test_secrets_whose_variables_differ_in_case_have_names_of_their_own() -> None:
    found = SecretReference.all_of(
        settings(secrets={"A_B": "group/vault/one", "a_b": "group/vault/two", "__": "g/vlt/x"})
    )
    assert len({secret.slug for secret in found}) == 3
    assert all(re.fullmatch(r"[a-z0-9]{6,60}", secret.slug) for secret in found)


def test_ids_are_spelt_as_azure_answers_them() -> None:
    assert role_definition_id("sub", "guid") == (
        "/subscriptions/sub/providers/Microsoft.Authorization/roleDefinitions/guid"
    )
    assert resource_id("sub", "group", "Microsoft.App/containerApps/demo") == (
        "/subscriptions/sub/resourceGroups/group/providers/Microsoft.App/containerApps/demo"
    )
