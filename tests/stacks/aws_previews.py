"""Previews of the service on AWS, one for each combination of settings that the tests look at."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview, PreviewResource
from scaffolder.engine.workspace import Workspace

ROOT = Path(__file__).parents[2]
ACCOUNT = "210987654321"
IMAGE = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/model@sha256:{'a' * 64}"
ZONE = "Z0123456789ABCDEFGHIJ"
DOMAIN = {"domain": "api.example.com", "dnsZone": ZONE}
TWO = ["us-east-1", "eu-west-1"]

CASES: dict[str, dict[str, Any]] = {
    "dev": {"account": ACCOUNT, "image": IMAGE, "zones": 1},
    "prod": {
        "account": ACCOUNT,
        "environment": "prod",
        "regions": ["eu-west-1", "us-west-2"],
        "waf": "managed",
        "rateLimitPer5Minutes": 6000,
        "secrets": {"API_KEY": "team/api-key"},
        "budgetMonthlyUsd": 500,
        "alertEmails": ["team@example.com", "boss@example.com"],
        "alertWebhooks": ["https://hooks.example.com/1"],
        "deletionProtection": True,
    },
    "accelerated": {**DOMAIN, "account": ACCOUNT, "image": IMAGE, "regions": TWO, "waf": "managed"},
    "regional": {**DOMAIN, "account": ACCOUNT, "image": IMAGE, "regions": TWO, "front": "regional"},
    "private": {**DOMAIN, "account": ACCOUNT, "access": "private", "egress": "private"},
    "authenticated": {
        **DOMAIN,
        "account": ACCOUNT,
        "image": IMAGE,
        "access": "authenticated",
        "authIssuer": "https://id.example.com/",
        "authAudience": "api",
    },
    "canary": {
        "account": ACCOUNT,
        "image": IMAGE,
        "rollout": "canary",
        "canaryPercent": 25,
        "bakeMinutes": 30,
        "scaleMetric": "cpu",
        "scaleTarget": 60,
    },
    "gpu": {"account": ACCOUNT, "image": IMAGE, "gpu": "l4", "cpu": "4", "memoryMib": 12288, "startupSeconds": 240},
    "scheduled": {
        "account": ACCOUNT,
        "image": IMAGE,
        "scaleMetric": "schedule",
        "schedule": [{"start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3}],
        "scheduleTimezone": "Europe/Berlin",
        "traceSamplePercent": 0,
    },
    # Everything that can be changed without the others noticing, changed at once.
    "changed": {
        "account": ACCOUNT,
        "environment": "blue",
        "regions": ["eu-central-1"],
        "zones": 3,
        "image": IMAGE.replace("a" * 64, "b" * 64),
        "port": 9000,
        "cpu": "2",
        "memoryMib": 4096,
        "concurrency": 50,
        "timeoutSeconds": 100,
        "healthPath": "/ready",
        "startupSeconds": 120,
        "env": {"MODE": "fast"},
        "minReplicas": 3,
        "maxReplicas": 7,
        "scaleTarget": 80,
        "schedule": [{"start": "0 8 1 * 1-5", "end": "0 18 * * *", "minReplicas": 5}],
        "scheduleTimezone": "Europe/Berlin",
        "availabilityTarget": "0.995",
        "latencyTargetMs": 250,
        "logRetentionDays": 90,
        "traceSamplePercent": 50,
        "labels": {"team": "search"},
    },
}


def preview_cases(folder: Path) -> dict[str, Preview]:
    """Every case previewed with the embedded engine, as a project called `demo`."""
    workspace = replace(Workspace.find(ROOT), name="demo", stack_config_dir=folder)
    for case, chosen in CASES.items():
        values = {"cloud": "aws", "appPath": "templates/service/files/app", **chosen}
        config = {f"demo:{key}": value for key, value in values.items()}
        (folder / f"Pulumi.{case}.yaml").write_text(json.dumps({"config": config}))
    return dict(zip(CASES, preview_embedded(workspace, list(CASES)), strict=True))


def made(preview: Preview, type_: str = "") -> list[PreviewResource]:
    """The resources of AWS itself, all or those of a type such as `ecs:Service`."""
    return [
        resource
        for resource in preview.resources
        if resource.type.startswith("aws:") and type_ in {"", short_type(resource)}
    ]


def one(preview: Preview, type_: str, name_end: str = "") -> PreviewResource:
    """The one resource of a type whose name ends so."""
    (found,) = [resource for resource in made(preview, type_) if resource.name.endswith(name_end)]
    return found


def short_type(resource: PreviewResource) -> str:
    """`aws:ecs/service:Service` as `ecs:Service`."""
    _, module, kind = resource.type.split(":")
    return f"{module.partition('/')[0]}:{kind}"
