"""The environment variables the container gets besides its own, the same on every cloud."""

from __future__ import annotations

from .settings import Settings


def runtime_env(settings: Settings, region: str) -> dict[str, str]:
    """The asked `env`, and what the app needs to know of the service it is part of.

    `PORT` is not here: Cloud Run sets it itself and refuses it; the other clouds' services add it.
    """
    return {
        **settings.env,
        "SERVICE_NAME": settings.name,
        "SERVICE_ENVIRONMENT": settings.environment,
        "SERVICE_REGION": region,
        "SERVICE_CONCURRENCY": str(settings.concurrency),
        "SERVICE_TIMEOUT_SECONDS": str(settings.timeout_seconds),
        "SERVICE_HEALTH_PATH": settings.health_path,
        "OTEL_SERVICE_NAME": settings.name,
        "OTEL_RESOURCE_ATTRIBUTES": f"deployment.environment.name={settings.environment},cloud.region={region}",
        "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER_ARG": f"{settings.trace_sample_percent / 100:g}",
    }
