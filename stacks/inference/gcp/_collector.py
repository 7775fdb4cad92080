"""The collector beside the app, which writes the app's OpenTelemetry to Cloud Trace and Cloud Monitoring."""

from __future__ import annotations

import json

import pulumi_gcp as gcp

from ..settings import Settings

# Google's own build: https://cloud.google.com/stackdriver/docs/instrumentation/opentelemetry-collector-cloud-run
_IMAGE = "us-docker.pkg.dev/cloud-ops-agents-artifacts/google-cloud-opentelemetry-collector/otelcol-google:0.156.0"
_NAME = "collector"
_HEALTH_PORT = 13133
_OTLP_PORT = 4318
_CONFIG = {
    "receivers": {"otlp": {"protocols": {"http": {"endpoint": f"localhost:{_OTLP_PORT}"}}}},
    "processors": {
        "memory_limiter": {"check_interval": "1s", "limit_percentage": 65, "spike_limit_percentage": 20},
        "resourcedetection": {"detectors": ["env", "gcp"], "timeout": "5s"},
        "batch": {"send_batch_size": 200, "timeout": "5s"},
    },
    "exporters": {"googlecloud": {}},
    "extensions": {"health_check": {"endpoint": f"0.0.0.0:{_HEALTH_PORT}"}},
    "service": {
        "extensions": ["health_check"],
        "pipelines": {
            kind: {
                "receivers": ["otlp"],
                "processors": ["memory_limiter", "resourcedetection", "batch"],
                "exporters": ["googlecloud"],
            }
            for kind in ("traces", "metrics")
        },
    },
}


def telemetry_env(settings: Settings) -> dict[str, str]:
    """What tells the app where to send its telemetry; nothing when nothing is traced."""
    if not settings.trace_sample_percent:
        return {"OTEL_SDK_DISABLED": "true"}
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://localhost:{_OTLP_PORT}",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
    }


def collectors(settings: Settings) -> list[gcp.cloudrunv2.ServiceTemplateContainerArgsDict]:
    """The containers that run beside the app.

    A sidecar takes plain OTLP from any app; sending it to Google directly would need Google's authentication in each.
    """
    if not settings.trace_sample_percent:
        return []
    return [
        {
            "name": _NAME,
            "image": _IMAGE,
            "args": ["--config=env:COLLECTOR_CONFIG"],
            "envs": [{"name": "COLLECTOR_CONFIG", "value": json.dumps(_CONFIG)}],
            # All containers of a replica have 8 vCPU at most, see rules/size.py.
            "resources": {"limits": {"cpu": "500m", "memory": "512Mi"}, "cpu_idle": idle_cpu(settings)},
            "startup_probe": {
                "http_get": {"path": "/", "port": _HEALTH_PORT},
                "period_seconds": 5,
                "timeout_seconds": 3,
                "failure_threshold": 12,
            },
        }
    ]


def started_first(settings: Settings) -> list[str]:
    """The containers that run before the app starts."""
    return [_NAME] if settings.trace_sample_percent else []


def idle_cpu(settings: Settings) -> bool:
    """Whether a replica's CPU is taken away (and not paid for in full) while it has no request.

    From two warm replicas on the load is steady: CPU is always there, which costs less then and lets the collector
    send between requests. A GPU is only to be had so.
    https://cloud.google.com/run/docs/configuring/billing-settings
    """
    steady = 2
    return not settings.gpu and settings.min_replicas < steady
