"""What a revision of the service is: its containers, size, probes and limits."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping

import pulumi
import pulumi_gcp as gcp

from ..extensions import fingerprint
from ..limits import ACCELERATORS
from ..runtime import runtime_env
from ..settings import Settings
from ._collector import collectors, idle_cpu, started_first, telemetry_env

_STARTUP_PERIOD_SECONDS = 5
_PERCENT = 100


def template(
    settings: Settings,
    *,
    region: str,
    labels: dict[str, str],
    image: pulumi.Input[str],
    identity: pulumi.Input[str],
    network_id: pulumi.Input[str],
    subnet_ids: list[pulumi.Input[str]],
    environment: Mapping[str, pulumi.Input[str]],
) -> gcp.cloudrunv2.ServiceTemplateArgsDict:
    """The revision of these settings in a region, without its name.

    DIFFERS: Cloud Run has no read-only file system and no user of its own: each replica has a machine to itself, whose
    file system is memory that ends with it, and the image says who it runs as.
    """
    revision: gcp.cloudrunv2.ServiceTemplateArgsDict = {
        "containers": [_app(settings, region, image, environment), *collectors(settings)],
        "service_account": identity,
        "execution_environment": "EXECUTION_ENVIRONMENT_GEN2",
        "max_instance_request_concurrency": settings.concurrency,
        "timeout": f"{settings.timeout_seconds}s",
        "scaling": {"max_instance_count": settings.max_replicas, **_utilization(settings)},
        "labels": labels,
    }
    if settings.gpu:
        revision["node_selector"] = {"accelerator": ACCELERATORS["gcp"][settings.gpu].cloud_name}
        # https://cloud.google.com/run/docs/configuring/services/gpu-zonal-redundancy: without a GPU the replicas of a
        # region are always spread over its zones.
        revision["gpu_zonal_redundancy_disabled"] = settings.zones == 1
    if subnet_ids:
        # All traffic: else a request to an address outside the private ranges would leave by Google's own way out.
        revision["vpc_access"] = {
            "egress": "ALL_TRAFFIC",
            "network_interfaces": [{"network": network_id, "subnetwork": subnet_ids[0]}],
        }
    return revision


def revision_name(
    service: str,
    settings: Settings,
    *,
    region: str,
    labels: dict[str, str],
    image: pulumi.Input[str],
    environment: Mapping[str, pulumi.Input[str]],
) -> pulumi.Output[str]:
    """A name made from what the revision holds, so that it is the same in every region and known beforehand.

    Cloud Run's own suffix differs from region to region, and `stableRevision` could then name one region's only.
    Going back to settings that were deployed before takes up the revision of that time. What extensions may change in
    a revision counts by their code, and their variables without the name of the region.
    """
    private = settings.egress == "private"
    everywhere = {
        variable: pulumi.Output.from_input(value).apply(lambda text: text.replace(region, ""))
        for variable, value in environment.items()
    }
    content = template(
        settings,
        region="",
        labels=labels,
        image=image,
        identity="",
        network_id="",
        subnet_ids=[""] if private else [],
        environment=everywhere,
    )
    extensions = fingerprint()
    return pulumi.Output.json_dumps([content, extensions] if extensions else content, sort_keys=True).apply(
        lambda text: f"{service}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    )


def _app(
    settings: Settings, region: str, image: pulumi.Input[str], added: Mapping[str, pulumi.Input[str]]
) -> gcp.cloudrunv2.ServiceTemplateContainerArgsDict:
    limits = {"cpu": f"{settings.cpu:g}", "memory": f"{settings.memory_mib}Mi"}
    if settings.gpu:
        limits["nvidia.com/gpu"] = "1"
    health: gcp.cloudrunv2.ServiceTemplateContainerLivenessProbeHttpGetArgsDict = {
        "path": settings.health_path,
        "port": settings.port,
    }
    return {
        "name": "app",
        "image": image,
        "ports": {"name": "http1", "container_port": settings.port},
        "envs": _environment(settings, region, added),
        "resources": {
            "limits": limits,
            "cpu_idle": idle_cpu(settings),
            "startup_cpu_boost": not settings.gpu,
        },
        "depends_ons": started_first(settings),
        "startup_probe": {
            "http_get": {"path": settings.health_path, "port": settings.port},
            "period_seconds": _STARTUP_PERIOD_SECONDS,
            # Shorter than the period, which the API asks for.
            "timeout_seconds": _STARTUP_PERIOD_SECONDS - 1,
            "failure_threshold": math.ceil(settings.startup_seconds / _STARTUP_PERIOD_SECONDS),
        },
        # Slow to give up: a replica that is busy with long requests must not be killed for it.
        "liveness_probe": {
            "http_get": health,
            "period_seconds": 30,
            "timeout_seconds": 10,
            "failure_threshold": 4,
        },
        # Quick: the load balancer takes a region with less than 60 % ready replicas out of service.
        # https://cloud.google.com/run/docs/configuring/configure-service-health
        "readiness_probe": {
            "http_get": {"path": settings.health_path, "port": settings.port},
            "period_seconds": 10,
            "timeout_seconds": 5,
            "failure_threshold": 3,
        },
    }


def _environment(
    settings: Settings, region: str, added: Mapping[str, pulumi.Input[str]]
) -> list[gcp.cloudrunv2.ServiceTemplateContainerEnvArgsDict]:
    env = {**added, **runtime_env(settings, region), **telemetry_env(settings)}
    plain: list[gcp.cloudrunv2.ServiceTemplateContainerEnvArgsDict] = [
        {"name": key, "value": value} for key, value in sorted(env.items())
    ]
    return plain + [_secret(key, reference) for key, reference in sorted(settings.secrets.items())]


def _secret(key: str, reference: str) -> gcp.cloudrunv2.ServiceTemplateContainerEnvArgsDict:
    # A numbered version: a new one is a new revision, which starts (or fails) before it takes traffic.
    secret, version = reference.split("/", 1)
    return {"name": key, "value_source": {"secret_key_ref": {"secret": secret, "version": version}}}


def _utilization(settings: Settings) -> dict[str, float]:
    """The load that adds replicas: of their concurrency or of their CPU, the other one off (0).

    https://cloud.google.com/run/docs/configuring/scaling-controls
    """
    target = settings.scale_target / _PERCENT
    if settings.scale_metric == "cpu":
        return {"cpu_utilization": target, "concurrency_utilization": 0.0}
    return {"cpu_utilization": 0.0, "concurrency_utilization": target}
