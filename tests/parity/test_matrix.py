"""Clouds, environments, regions, domain, accelerators, access and rollout, combined: served, or refused in words."""

import itertools
import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from allpairspy import AllPairs

from inference.regions import DEFAULT_REGIONS
from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview
from scaffolder.engine.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
PRESETS = tomllib.loads((REPOSITORY / "templates" / "base" / "presets.toml").read_text())
AXES = {
    "cloud": ["aws", "gcp", "azure"],
    "environment": ["dev", "staging", "prod"],
    "regions": [1, 3],
    "domain": [False, True],
    "gpu": [False, True],
    "access": ["public", "authenticated", "private"],
    "rollout": ["rolling", "canary"],
    "front": ["global", "regional"],
    "egress": ["internet", "private"],
}
ZONES = {"aws": "Z0123456789ABCDEFGHIJ", "gcp": "example-com", "azure": "dns/example.com"}
THIRD_REGION = {"aws": "eu-west-1", "gcp": "europe-west1", "azure": "northeurope"}
GPU_REGIONS = {
    "aws": ["us-east-1", "us-west-2", "eu-west-1"],
    "gcp": ["us-central1", "us-east4", "europe-west4"],
    "azure": ["swedencentral", "westus3", "australiaeast"],
}
GPUS = {
    "aws": {"gpu": "l4", "cpu": "4", "memoryMib": 12288},
    "gcp": {"gpu": "l4", "cpu": "4", "memoryMib": 16384},
    "azure": {"gpu": "t4", "cpu": "8", "memoryMib": 32768},
}

CALLERS = {
    "aws": {"authIssuer": "https://id.example.com", "authAudience": "api"},
    "gcp": {"invokers": ["group:callers@example.com"]},
    "azure": {
        "authIssuer": "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0",
        "authAudience": "api://66666666-7777-8888-9999-000000000000",
    },
}

Case = Mapping[str, Any]


def cases() -> list[Case]:
    """Every pair of values, and every combination of the four axes that decide most of what can be served."""
    pairs = [dict(zip(AXES, pair, strict=True)) for pair in AllPairs(list(AXES.values()))]
    deciding = ["cloud", "access", "domain", "regions"]
    others = [axis for axis in AXES if axis not in deciding]
    combined = [
        dict(zip(deciding, values, strict=True))
        | {axis: AXES[axis][(number + place) % len(AXES[axis])] for place, axis in enumerate(others)}
        for number, values in enumerate(itertools.product(*(AXES[axis] for axis in deciding)))
    ]
    return [*pairs, *(case for case in combined if case not in pairs)]


CASES = cases()


def stack_of(case: Case) -> str:
    return f"{case['environment']}{CASES.index(case)}-{case['cloud']}"


def settings_of(case: Case) -> dict[str, Any]:
    """The settings a user who knows the documentation would write for this case."""
    cloud = case["cloud"]
    usual = GPU_REGIONS[cloud] if case["gpu"] else [*DEFAULT_REGIONS[cloud], THIRD_REGION[cloud]]
    settings = {
        **PRESETS[case["environment"]]["settings"],
        "cloud": cloud,
        "environment": case["environment"],
        "regions": usual[: case["regions"]],
        "access": case["access"],
        "rollout": case["rollout"],
        "front": case["front"],
        "egress": case["egress"],
        "appPath": "templates/service/files/app",
    }
    if case["domain"]:
        settings |= {"domain": "api.example.com", "dnsZone": ZONES[cloud]}
    if case["gpu"]:
        settings |= GPUS[cloud]
    if case["access"] == "authenticated":
        settings |= CALLERS[cloud]
    if case["access"] == "private" or (case["front"] == "regional" and cloud != "aws"):
        settings |= {"waf": "off", "rateLimitPer5Minutes": 0}
    if case["rollout"] == "canary":
        settings |= {"scaleMetric": "cpu"} if cloud == "aws" else {"stableRevision": "demo-00001-abc"}
    return settings


def refusals(case: Case) -> set[str]:
    """The settings that cannot be served in this case, from what the clouds are, not from the rules' code."""
    aws, private = case["cloud"] == "aws", case["access"] == "private"
    found = set()
    if aws and not case["domain"]:
        found |= {"access"} if case["access"] != "public" else set()
        found |= {"front"} if case["front"] == "regional" else set()
    if not aws and case["domain"]:
        found |= {"domain"} if private else set()
        found |= {"front"} if case["front"] == "regional" else set()
    if private and case["front"] == "global" and case["regions"] > 1:
        found |= {"front"}
    if aws and case["rollout"] == "canary" and case["access"] == "authenticated":
        found |= {"rollout"}
    if case["cloud"] == "azure" and case["rollout"] == "canary" and case["regions"] > 1:
        found |= {"rollout"}
    return found


@pytest.fixture(scope="module")
def previews(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Preview]:
    folder = tmp_path_factory.mktemp("matrix")
    workspace = replace(Workspace.find(REPOSITORY), stack_config_dir=folder)
    stacks = [stack_of(case) for case in CASES]
    for case, stack in zip(CASES, stacks, strict=True):
        config = {f"{workspace.name}:{key}": value for key, value in settings_of(case).items()}
        (folder / f"Pulumi.{stack}.yaml").write_text(json.dumps({"config": config}))
    found: dict[str, Preview] = {}
    # The stacks of a cloud share a process that imports its SDK once.
    for cloud in AXES["cloud"]:
        batch = [stack for stack in stacks if stack.endswith(f"-{cloud}")]
        found.update(zip(batch, preview_embedded(workspace, batch), strict=True))
    return found


@pytest.mark.xdist_group("matrix")
@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: "-".join(str(value) for value in dict(sorted(case.items())).values())
)
def test_a_combination_is_served_or_refused_with_its_reason(case: Case, previews: dict[str, Preview]) -> None:
    preview = previews[stack_of(case)]
    expected = refusals(case)
    if not expected:
        assert [problem.message for problem in preview.problems] == []
        assert {"url", "regional_urls", "image", "registry", "dashboard_url"} == set(preview.outputs)
        return
    assert preview.failure is not None
    refused = [line for line in preview.failure.message.splitlines()[1:] if ": " in line]
    assert {line.partition(":")[0] for line in refused} == expected
    # Each says why and what to do instead: two sentences at least.
    assert all(line.count(".") > 1 for line in refused)


def test_every_cloud_is_served_and_refused_somewhere() -> None:
    served = {case["cloud"] for case in CASES if not refusals(case)}
    assert served == set(AXES["cloud"])
