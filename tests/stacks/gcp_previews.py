"""Previews of the service on GCP, one for each combination of settings that the tests look at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview, PreviewResource
from scaffolder.engine.workspace import Workspace

ROOT = Path(__file__).parents[2]
PROJECT = "team-project"
IMAGE = f"us-docker.pkg.dev/team/images/model@sha256:{'a' * 64}"
BILLING_ACCOUNT = "012345-6789AB-CDEF01"
WINDOW = {"start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 5}

CASES: dict[str, dict[str, Any]] = {
    # Without an account, and with an image that is built.
    "dev": {"regions": ["us-central1"], "zones": 1},
    "prod": {
        "environment": "prod",
        "account": PROJECT,
        "regions": ["us-central1", "europe-west1"],
        "image": IMAGE,
        "domain": "api.example.com",
        "dnsZone": "example-com",
        "waf": "managed",
        "rateLimitPer5Minutes": 6000,
        "minReplicas": 2,
        "maxReplicas": 10,
        "secrets": {"API_KEY": "model-api-key/3", "OTHER_KEY": "model-api-key/4", "TOKEN": "token/1"},
        "schedule": [WINDOW],
        "budgetMonthlyUsd": 500,
        "billingAccount": BILLING_ACCOUNT,
        "alertEmails": ["team@example.com"],
        "alertWebhooks": ["https://hooks.example.com/1?auth_token=x"],
        "egress": "private",
        "deletionProtection": True,
    },
    "unnamed": {"account": PROJECT, "image": IMAGE, "regions": ["us-central1", "us-east4"]},
    "regional": {"front": "regional", "image": IMAGE, "regions": ["us-central1", "europe-west1"]},
    "private": {"access": "private", "egress": "private", "image": IMAGE},
    "authenticated": {
        "access": "authenticated",
        "invokers": ["group:callers@example.com", "serviceAccount:app@team-project.iam.gserviceaccount.com"],
        "image": IMAGE,
    },
    "authenticated-domain": {
        "access": "authenticated",
        "invokers": ["group:callers@example.com"],
        "domain": "api.example.com",
        "dnsZone": "example-com",
        "image": IMAGE,
    },
    "canary": {
        "account": PROJECT,
        "image": IMAGE,
        "regions": ["us-central1", "us-east4"],
        "rollout": "canary",
        "canaryPercent": 25,
        "stableRevision": "demo-dev-0a1b2c3d",
    },
    "gpu": {"gpu": "l4", "cpu": "4", "memoryMib": 16384, "minReplicas": 0, "zones": 1, "image": IMAGE},
    "gpu-zones": {"gpu": "l4", "cpu": "4", "memoryMib": 16384, "image": IMAGE},
    "zero": {"minReplicas": 0, "image": IMAGE, "traceSamplePercent": 0},
    # Everything that can be changed without the others noticing, changed at once.
    "changed": {
        "account": PROJECT,
        "environment": "blue",
        "regions": ["europe-west4"],
        "image": IMAGE.replace("a" * 64, "b" * 64),
        "port": 9000,
        "cpu": "2",
        "memoryMib": 4096,
        "concurrency": 50,
        "timeoutSeconds": 900,
        "healthPath": "/ready",
        "startupSeconds": 121,
        "env": {"MODE": "fast"},
        "minReplicas": 3,
        "maxReplicas": 7,
        "scaleMetric": "cpu",
        "scaleTarget": 80,
        "schedule": [WINDOW],
        "scheduleTimezone": "Europe/Berlin",
        "availabilityTarget": "0.995",
        "latencyTargetMs": 250,
        "logRetentionDays": 90,
        "traceSamplePercent": 50,
        "labels": {"team": "search"},
        "access": "authenticated",
        "invokers": ["domain:example.com"],
        "authAudience": "https://audience.example.com",
    },
}


@cache
def preview_cases() -> dict[str, Preview]:
    """Every case previewed with the embedded engine, as a project called `demo`; once for all files of tests."""
    with TemporaryDirectory() as folder:
        return _preview_cases(Path(folder))


def _preview_cases(folder: Path) -> dict[str, Preview]:
    workspace = replace(Workspace.find(ROOT), name="demo", stack_config_dir=folder)
    base = {"cloud": "gcp", "appPath": "templates/service/files/app"}
    for case, values in CASES.items():
        config = {f"demo:{key}": value for key, value in {**base, **values}.items()}
        (folder / f"Pulumi.{case}.yaml").write_text(json.dumps({"config": config}))
    return dict(zip(CASES, preview_embedded(workspace, list(CASES)), strict=True))


def made(preview: Preview, type_: str = "") -> list[PreviewResource]:
    """The resources of GCP itself, all or those of a type such as `cloudrunv2.Service`."""
    return [
        resource
        for resource in preview.resources
        if resource.type.startswith("gcp:") and (not type_ or short_type(resource) == type_)
    ]


def one(preview: Preview, type_: str) -> PreviewResource:
    """The only resource of a type."""
    (resource,) = made(preview, type_)
    return resource


def short_type(resource: PreviewResource) -> str:
    """`gcp:cloudrunv2/service:Service` as `cloudrunv2.Service`, as the program writes it."""
    _, module, kind = resource.type.split(":")
    return f"{module.split('/')[0]}.{kind}"


def at(value: Any, path: str) -> Any:
    """What lies at a path such as `template.containers.0.image`; None where there is nothing."""
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, list) else value.get(part)
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
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts(item)
