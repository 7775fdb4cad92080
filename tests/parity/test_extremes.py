"""Every setting at its least and at its most: what the rules let pass, the program serves and no cloud refuses."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inference.regions import REGIONS
from inference.settings import CLOUDS, SETTINGS
from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview
from scaffolder.engine.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
ENDS = ("minimum", "maximum")
# The longest name of a service.
SERVICE = "a" * 20 + "-" + "b" * 19
# What a cloud allows less of than the setting does, and what goes together.
CLOUD_ENDS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("aws", "minimum"): {"cpu": "0.25", "memoryMib": 512, "minReplicas": 1},
    ("aws", "maximum"): {
        "cpu": "32",
        "memoryMib": 249856,
        "front": "regional",
        "domain": "api.example.com",
        "dnsZone": "Z0123456789ABCD",
    },
    ("gcp", "minimum"): {"cpu": "1", "memoryMib": 512, "bakeMinutes": 10},
    ("gcp", "maximum"): {
        "cpu": "4",
        "memoryMib": 16384,
        "bakeMinutes": 10,
        "logRetentionDays": 3650,
        "rateLimitPer5Minutes": 1_000_000,
    },
    ("azure", "minimum"): {"cpu": "0.25", "memoryMib": 512, "logRetentionDays": 30, "bakeMinutes": 10},
    ("azure", "maximum"): {
        "cpu": "32",
        "memoryMib": 249856,
        "timeoutSeconds": 240,
        "logRetentionDays": 730,
        "bakeMinutes": 10,
    },
}
# As many as may be told, and as many labels.
RECEIVERS = {"aws": (100, 100), "gcp": (8, 8), "azure": (100, 10)}
LABELS = {"aws": 40, "gcp": 40, "azure": 11}


def settings_of(cloud: str, end: str) -> dict[str, Any]:
    """Every numeric setting at this end, and the others as little or as much as they may be."""
    least = end == "minimum"
    emails, webhooks = (1, 1) if least else RECEIVERS[cloud]
    numbers = {item.key: getattr(item, end) for item in SETTINGS if getattr(item, end) is not None}
    texts = {item.key for item in SETTINGS if item.number}
    return {
        **{key: f"{value:g}" if key in texts else value for key, value in numbers.items()},
        "cloud": cloud,
        "environment": "e" if least else "e" * 12,
        "regions": sorted(REGIONS[cloud], key=len)[-1:] if least else sorted(REGIONS[cloud], key=len)[-3:],
        "zones": 1,
        "healthPath": "/" if least else "/" + "h" * 199,
        "waf": "managed",
        "rateLimitPer5Minutes": 10 if least else 2_000_000,
        "budgetMonthlyUsd": 1 if least else 10_000_000,
        **({"billingAccount": "012345-6789AB-CDEF01"} if cloud == "gcp" else {}),
        "alertEmails": [f"{number}@example.com" for number in range(emails)],
        "alertWebhooks": [f"https://hooks.example.com/{number}" for number in range(webhooks)],
        "labels": {} if least else {f"k{number:02}" + "k" * 60: "v" * 63 for number in range(LABELS[cloud])},
        "env": {} if least else {f"VARIABLE_{number}": "v" * 200 for number in range(40)},
        "deletionProtection": not least,
        "appPath": "templates/service/files/app",
        **CLOUD_ENDS[cloud, end],
    }


@pytest.fixture(scope="module")
def previews(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Preview]:
    folder = tmp_path_factory.mktemp("extremes")
    workspace = replace(Workspace.find(REPOSITORY), name=SERVICE, stack_config_dir=folder)
    ends = {f"{end}-{cloud}": (cloud, end) for cloud in CLOUDS for end in ENDS}
    for stack, (cloud, end) in ends.items():
        config = {f"{SERVICE}:{key}": value for key, value in settings_of(cloud, end).items()}
        (folder / f"Pulumi.{stack}.yaml").write_text(json.dumps({"config": config}))
    return dict(zip(ends.values(), preview_embedded(workspace, list(ends)), strict=True))


@pytest.mark.xdist_group("extremes")
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_setting_at_its_end_is_served(cloud: str, end: str, previews: Mapping[tuple[str, str], Preview]) -> None:
    preview = previews[cloud, end]
    assert preview.failure is None
    assert list(preview.problems) == []
    assert set(preview.outputs) == {"url", "regional_urls", "image", "registry", "dashboard_url"}
