"""What watches the service on GCP: objectives, alerts, the budget and the dashboard."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from inference.objectives import PANELS
from scaffolder.engine.preview import Preview
from scaffolder.simulator.values import Secret
from tests.stacks.gcp_previews import CASES, made, one, preview_cases

pytestmark = pytest.mark.xdist_group("gcp")


@pytest.fixture(scope="module")
def previews() -> dict[str, Preview]:
    return preview_cases()


@pytest.fixture(params=CASES)
def preview(request: pytest.FixtureRequest, previews: dict[str, Preview]) -> Preview:
    return previews[request.param]


def objective(preview: Preview, kind: str) -> Mapping[str, Any]:
    (found,) = [slo.inputs for slo in made(preview, "monitoring.Slo") if slo.inputs["sloId"] == kind]
    return found


def test_the_objectives_are_those_asked_for(previews: dict[str, Preview]) -> None:
    availability = objective(previews["changed"], "availability")
    assert availability["goal"] == 0.995
    ratio = availability["requestBasedSli"]["goodTotalRatio"]
    assert ratio["badServiceFilter"] == f"{ratio['totalServiceFilter']} AND metric.labels.response_code_class=500"
    latency = objective(previews["changed"], "latency")
    assert latency["goal"] == 0.95
    assert latency["requestBasedSli"]["distributionCut"]["range"] == {"min": 0, "max": 250}
    # Without a load balancer the requests are counted where they are served.
    assert "run.googleapis.com/request_count" in str(objective(previews["private"], "availability"))


def test_a_budget_is_told_to_the_emails_and_an_alert_to_everybody(previews: dict[str, Preview]) -> None:
    kinds = [channel.inputs["type"] for channel in made(previews["prod"], "monitoring.NotificationChannel")]
    assert kinds == ["email", "webhook_tokenauth"]
    _, webhook = made(previews["prod"], "monitoring.NotificationChannel")
    # Its URL carries its token.
    assert isinstance(webhook.inputs["labels"]["url"], Secret)
    policies = made(previews["prod"], "monitoring.AlertPolicy")
    assert {len(policy.inputs["notificationChannels"]) for policy in policies} == {2}
    budget = one(previews["prod"], "billing.Budget").inputs
    assert len(budget["allUpdatesRule"]["monitoringNotificationChannels"]) == 1
    rules = [(rule["thresholdPercent"], rule["spendBasis"]) for rule in budget["thresholdRules"]]
    assert rules == [(0.5, "CURRENT_SPEND"), (0.9, "CURRENT_SPEND"), (1, "CURRENT_SPEND"), (1, "FORECASTED_SPEND")]
    assert budget["budgetFilter"]["labels"] == {"service": "demo"}


def test_the_dashboard_has_the_panels_of_every_cloud_side_by_side(preview: Preview) -> None:
    layout = json.loads(one(preview, "monitoring.Dashboard").inputs["dashboardJson"])["mosaicLayout"]
    assert tuple(tile["widget"]["title"] for tile in layout["tiles"]) == PANELS
    places = {(tile["xPos"], tile["yPos"]) for tile in layout["tiles"]}
    assert len(places) == len(PANELS)
    assert all(tile["xPos"] + tile["width"] <= layout["columns"] for tile in layout["tiles"])
    assert all(tile["widget"]["xyChart"]["dataSets"] for tile in layout["tiles"])
