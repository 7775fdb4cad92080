"""Previews of the service on Azure, one for each combination of settings that the tests look at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview, PreviewResource
from scaffolder.engine.workspace import Workspace

ROOT = Path(__file__).parents[2]
ACCOUNT = "11111111-2222-3333-4444-555555555555"
IMAGE = f"team.azurecr.io/model@sha256:{'a' * 64}"
AUDIENCE = "66666666-7777-8888-9999-000000000000"
ISSUER = "https://login.microsoftonline.com/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/v2.0"

CASES: dict[str, dict[str, Any]] = {
    "dev": {"zones": 1, "regions": ["swedencentral"]},
    "prod": {
        "environment": "prod",
        "account": ACCOUNT,
        "regions": ["swedencentral", "westeurope"],
        "image": IMAGE,
        "domain": "api.example.com",
        "dnsZone": "dns/example.com",
        "waf": "managed",
        "rateLimitPer5Minutes": 6000,
        "secrets": {"API_KEY": "team-secrets/team-vault/api-key"},
        "budgetMonthlyUsd": 500,
        "alertEmails": ["team@example.com"],
        "alertWebhooks": ["https://hooks.example.com/1"],
        "deletionProtection": True,
    },
    "regional": {"front": "regional", "image": IMAGE, "regions": ["swedencentral", "westeurope"]},
    "private": {"access": "private", "egress": "private", "image": IMAGE, "zones": 1},
    "authenticated": {
        "access": "authenticated",
        "authIssuer": ISSUER,
        "authAudience": f"api://{AUDIENCE}",
        "image": IMAGE,
    },
    # Everything that can be changed without the others noticing, changed at once.
    "changed": {
        "environment": "blue",
        "regions": ["westus3"],
        "zones": 2,
        "image": IMAGE.replace("a" * 64, "b" * 64),
        "port": 9000,
        "cpu": "2",
        "memoryMib": 4096,
        "concurrency": 50,
        "timeoutSeconds": 200,
        "healthPath": "/ready",
        "startupSeconds": 120,
        "env": {"MODE": "fast"},
        "minReplicas": 3,
        "maxReplicas": 7,
        "scaleTarget": 80,
        "schedule": [{"start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 5}],
        "scheduleTimezone": "Europe/Berlin",
        "egress": "private",
        "availabilityTarget": "0.995",
        "latencyTargetMs": 250,
        "logRetentionDays": 90,
        "traceSamplePercent": 50,
        "labels": {"team": "search"},
        "rollout": "canary",
        "canaryPercent": 25,
        "stableRevision": "demo-blue--abc1234",
        "account": ACCOUNT,
    },
    "gpu": {"gpu": "t4", "cpu": "8", "memoryMib": 32768, "minReplicas": 0, "image": IMAGE},
    "large": {
        "cpu": "4",
        "memoryMib": 32768,
        "scaleMetric": "cpu",
        "minReplicas": 2,
        "maxReplicas": 9,
        "image": IMAGE,
        "budgetMonthlyUsd": 500,
        "alertEmails": [f"{number}@example.com" for number in range(51)],
    },
    "scheduled": {
        "scaleMetric": "schedule",
        "schedule": [{"start": "0 8 * * *", "end": "0 9 * * *", "minReplicas": 2}],
        "minReplicas": 0,
        "image": IMAGE,
    },
}


def preview_cases(folder: Path) -> dict[str, Preview]:
    """Every case previewed with the embedded engine, as a project called `demo`."""
    workspace = replace(Workspace.find(ROOT), name="demo", stack_config_dir=folder)
    for case, chosen in CASES.items():
        values = {"cloud": "azure", "appPath": "templates/service/files/app", **chosen}
        config = {f"demo:{key}": value for key, value in values.items()}
        (folder / f"Pulumi.{case}.yaml").write_text(json.dumps({"config": config}))
    return dict(zip(CASES, preview_embedded(workspace, list(CASES)), strict=True))


def made(preview: Preview, type_: str = "") -> list[PreviewResource]:
    """The resources of Azure itself, all or those of a type such as `app:ContainerApp`."""
    kind = f"azure-native:{type_}"
    return [
        resource
        for resource in preview.resources
        if (resource.type == kind if type_ else resource.type.startswith(kind))
    ]


def at(value: Any, path: str) -> Any:
    """What lies at a path such as `template.containers.0.image`."""
    for part in path.split("."):
        inside = dict(enumerate(value)) if isinstance(value, list) else value
        value = inside.get(int(part) if isinstance(value, list) else part)
        if value is None:
            return None
    return value


def texts(value: Any) -> Iterator[str]:
    """Every text inside of a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
