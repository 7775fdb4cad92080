"""What one replica is to ECS: its containers, as the task definition's JSON has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..runtime import runtime_env
from ..settings import Settings
from ._account import log_group_name

APP = "app"
_COLLECTOR_MEMORY_MIB = 128
# Nobody's id in the usual minimal images. DIFFERS: the other clouds run the image's own user, and cannot set one.
_USER = "65532:65532"
# The container's SIGTERM comes 120 seconds before its SIGKILL at most:
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (stopTimeout)
_MOST_STOP_SECONDS = 120
_GOODBYE_SECONDS = 5


def has_collector(settings: Settings) -> bool:
    """Whether the app's traces and metrics are taken; the load balancer's and ECS's own always are."""
    return settings.trace_sample_percent > 0


def container_definitions(
    settings: Settings,
    *,
    region: str,
    image: str,
    collector: str,
    secrets: Mapping[str, str],
    added: Mapping[str, str],
) -> str:
    """The containers of a replica: the app, and what sends its traces on.

    `secrets` are variable to ARN; `added` are the variables of extensions.
    """
    containers = [_app(settings, region, image, secrets, added)]
    if has_collector(settings):
        containers.append(_collector(settings, region, collector))
    return json.dumps(containers)


def _app(
    settings: Settings, region: str, image: str, secrets: Mapping[str, str], added: Mapping[str, str]
) -> dict[str, Any]:
    traced = has_collector(settings)
    environment = {
        **added,
        **runtime_env(settings, region),
        "PORT": str(settings.port),
        **(_SEND_TO_COLLECTOR if traced else {"OTEL_SDK_DISABLED": "true"}),
    }
    container: dict[str, Any] = {
        "name": APP,
        "image": image,
        "essential": True,
        "user": _USER,
        "readonlyRootFilesystem": True,
        "portMappings": [{"containerPort": settings.port, "protocol": "tcp"}],
        "environment": _pairs(environment),
        "secrets": [{"name": variable, "valueFrom": arn} for variable, arn in sorted(secrets.items())],
        "linuxParameters": {
            "initProcessEnabled": True,
            "capabilities": {"drop": ["ALL"]},
            # The one place to write to, in memory; Docker mounts it for every user.
            "tmpfs": [{"containerPath": "/tmp", "size": max(64, settings.memory_mib // 8)}],  # noqa: S108
        },
        # Long enough for a request that was accepted last, and for the app to say goodbye.
        "stopTimeout": min(settings.timeout_seconds + _GOODBYE_SECONDS, _MOST_STOP_SECONDS),
        "logConfiguration": _logging(settings, region, APP),
    }
    # No container health check: it runs a command inside the image, and not every image has one. The load balancer's
    # check of the health path decides, and ECS replaces a replica that fails it.
    if traced:
        container["dependsOn"] = [{"containerName": "collector", "condition": "START"}]
    if settings.gpu:
        container["resourceRequirements"] = [{"type": "GPU", "value": "1"}]
    return container


def _collector(settings: Settings, region: str, image: str) -> dict[str, Any]:
    return {
        "name": "collector",
        "image": image,
        # Losing traces must not take a replica down: the container starts again by itself.
        "essential": False,
        "restartPolicy": {"enabled": True, "restartAttemptPeriod": 60},
        "user": _USER,
        "readonlyRootFilesystem": True,
        "memory": _COLLECTOR_MEMORY_MIB,
        "environment": _pairs({"AOT_CONFIG_CONTENT": json.dumps(_collector_config(settings, region))}),
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
        "logConfiguration": _logging(settings, region, "collector"),
    }


# The app and the collector share the task's network, so telemetry never leaves it unencrypted.
_SEND_TO_COLLECTOR = {
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318",
    "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
}


def _collector_config(settings: Settings, region: str) -> dict[str, Any]:
    """The collector's own configuration (YAML is a superset of JSON): OTLP in, X-Ray and CloudWatch out."""
    # https://aws-otel.github.io/docs/getting-started/x-ray, https://aws-otel.github.io/docs/getting-started/cloudwatch-metrics
    pipeline = {"receivers": ["otlp"], "processors": ["memory_limiter", "batch"]}
    return {
        "receivers": {"otlp": {"protocols": {"http": {"endpoint": "localhost:4318"}}}},
        "processors": {
            "memory_limiter": {"check_interval": "1s", "limit_percentage": 80, "spike_limit_percentage": 25},
            "batch": {"timeout": "5s"},
        },
        "exporters": {
            "awsxray": {"region": region},
            # Metrics travel in the app's own log group, and CloudWatch takes them from there.
            "awsemf": {
                "region": region,
                "namespace": f"{settings.name}-{settings.environment}",
                "log_group_name": log_group_name(settings),
                "log_stream_name": "metrics",
                "dimension_rollup_option": "NoDimensionRollup",
            },
        },
        "service": {
            "pipelines": {
                "traces": {**pipeline, "exporters": ["awsxray"]},
                "metrics": {**pipeline, "exporters": ["awsemf"]},
            }
        },
    }


def _logging(settings: Settings, region: str, container: str) -> dict[str, Any]:
    return {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": log_group_name(settings),
            "awslogs-region": region,
            "awslogs-stream-prefix": container,
            # A log that cannot be sent must not stop the app from serving.
            "mode": "non-blocking",
            "max-buffer-size": "25m",
        },
    }


def _pairs(environment: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in sorted(environment.items())]
