"""The replica: its container, its size, its variables and how it is seen to be well."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pulumi
import pulumi_azure_native as az

from ..runtime import runtime_env
from ..settings import Settings
from ._secrets import SecretReference
from .scaling import scale

# What a probe may have: failures 1 to 10, a period of 1 to 240 seconds (the SDK's ContainerAppProbeArgs).
_MAX_FAILURES = 10
_MAX_GRACE_SECONDS = 600
_LEAST_GRACE_SECONDS = 30


def template(
    settings: Settings,
    *,
    region: str,
    image: pulumi.Input[str],
    client_id: pulumi.Input[str],
    environment: Mapping[str, pulumi.Input[str]],
) -> az.app.TemplateArgs:
    """What one replica is, and how many there are.

    No suffix names the revision: Azure refuses the name of a revision that ever was, so going back to an earlier
    image would fail. https://github.com/Azure/terraform-azurerm-avm-res-app-containerapp/issues/115
    DIFFERS: Container Apps has no read-only file system and no user of its own; the image says who it runs as.
    """
    return az.app.TemplateArgs(
        containers=[
            az.app.ContainerArgs(
                name="app",
                image=image,
                # An accelerator comes with the workload profile, a whole one for each replica.
                resources=az.app.ContainerResourcesArgs(cpu=settings.cpu, memory=memory(settings.memory_mib)),
                # With the client id the Azure SDKs find the app's identity; what the settings say comes first.
                env=_variables(settings, region, {"AZURE_CLIENT_ID": client_id, **environment}),
                probes=probes(settings),
            )
        ],
        scale=scale(settings),
        # A replica that leaves finishes the longest request first.
        termination_grace_period_seconds=min(_MAX_GRACE_SECONDS, max(_LEAST_GRACE_SECONDS, settings.timeout_seconds)),
    )


def memory(mib: int) -> str:
    """MiB as Container Apps spells it: gibibytes with two decimals at most, never less than asked."""
    return f"{math.ceil(mib / 1024 * 100) / 100:g}Gi"


def probes(settings: Settings) -> list[az.app.ContainerAppProbeArgs]:
    """The startup probe waits as long as the model may load; the others begin when it is through."""
    period = math.ceil(settings.startup_seconds / _MAX_FAILURES)
    return [
        _probe(settings, "Startup", period=period, failures=_MAX_FAILURES, answer=min(period, 5)),
        _probe(settings, "Liveness", period=10, failures=3, answer=5),
        _probe(settings, "Readiness", period=5, failures=3, answer=3),
    ]


def _probe(settings: Settings, kind: str, *, period: int, failures: int, answer: int) -> az.app.ContainerAppProbeArgs:
    return az.app.ContainerAppProbeArgs(
        type=kind,
        http_get=az.app.ContainerAppProbeHttpGetArgs(path=settings.health_path, port=settings.port, scheme="HTTP"),
        period_seconds=period,
        failure_threshold=failures,
        success_threshold=1,
        timeout_seconds=answer,
    )


def _variables(
    settings: Settings, region: str, added: Mapping[str, pulumi.Input[str]]
) -> list[az.app.EnvironmentVarArgs]:
    plain = {**added, **runtime_env(settings, region), "PORT": str(settings.port)}
    plain = {name: value for name, value in plain.items() if name not in settings.secrets}
    return [
        *(az.app.EnvironmentVarArgs(name=name, value=value) for name, value in sorted(plain.items())),
        *(
            az.app.EnvironmentVarArgs(name=secret.variable, secret_ref=secret.slug)
            for secret in SecretReference.all_of(settings)
        ),
    ]
