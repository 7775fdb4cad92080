"""How large a replica is, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..limits import ACCELERATORS, CLOUD_RUN_MEMORY_MIB, instance_size, size_problem
from ..setting import SettingProblem
from .refusal import refuse

if TYPE_CHECKING:
    from ..settings import Settings

_SERVICE = {"aws": "ECS", "gcp": "Cloud Run", "azure": "Container Apps"}
# A first part without a dot is a name on Docker Hub: https://cloud.google.com/run/docs/deploying#images
_CLOUD_RUN_IMAGES = r"(?:[a-z0-9-]+-docker\.pkg\.dev|(?:[a-z]+\.)?gcr\.io|docker\.io|[a-z0-9_-]+)(?:/|@).*"
# https://run.googleapis.com/$discovery/rest?version=v2 (cpuUtilization of GoogleCloudRunV2RevisionScaling)
_CLOUD_RUN_MAX_CPU_PERCENT = 90
# What the collector of traces listens on beside the app: OTLP, its own metrics, and on gcp its health.
# https://opentelemetry.io/docs/collector/internal-telemetry/
_COLLECTOR_PORTS = {"aws": (4318, 8888), "gcp": (4318, 8888, 13133), "azure": ()}
_CRON = r"(?:[\d*,/-]+\s+){4}(?:[\d*,/-]+|[A-Za-z]{3}(?:[,-][A-Za-z]{3})*)"


def size(s: Settings) -> Iterator[SettingProblem]:
    """A size, and an accelerator, that the cloud's container service has."""
    if s.gpu:
        yield from _gpu(s)
    elif problem := size_problem(s.cloud, s.cpu, s.memory_mib):
        yield refuse("cpu", s.cpu, f"{s.cpu:g} vCPU with {s.memory_mib} MiB cannot run on {s.cloud}.", problem)
    if s.cloud == "gcp" and s.cpu == max(CLOUD_RUN_MEMORY_MIB) and s.trace_sample_percent:
        # https://cloud.google.com/run/quotas: the limit is that of a replica, with all its containers.
        yield refuse(
            "cpu",
            s.cpu,
            f"on gcp all containers of a replica share {s.cpu:g} vCPU, and the collector of traces is one more.",
            "Set cpu to 4, or traceSamplePercent to 0.",
        )


def port(s: Settings) -> Iterator[SettingProblem]:
    """A port that nothing else of a replica has: its containers share one network."""
    if s.trace_sample_percent and s.port in _COLLECTOR_PORTS[s.cloud]:
        yield refuse(
            "port",
            s.port,
            f"on {s.cloud} the collector of traces beside the app has port {s.port}.",
            "Choose another, or set traceSamplePercent to 0.",
        )


def _gpu(s: Settings) -> Iterator[SettingProblem]:
    offered = ACCELERATORS[s.cloud]
    if s.gpu not in offered:
        yield refuse(
            "gpu",
            s.gpu,
            f"{_SERVICE[s.cloud]} on {s.cloud} cannot give a replica one {s.gpu}.",
            f"It has: {', '.join(offered)}.",
        )
        return
    accelerator = offered[s.gpu]
    if s.cpu < accelerator.least_cpu or s.memory_mib < accelerator.least_memory_mib:
        yield refuse(
            "cpu",
            s.cpu,
            f"{s.cpu:g} vCPU with {s.memory_mib} MiB is too small for a replica with one {s.gpu} on {s.cloud}.",
            f"Use at least {accelerator.least_cpu:g} vCPU and {accelerator.least_memory_mib} MiB.",
        )
    elif instance_size(accelerator, s.cpu, s.memory_mib) is None:
        largest = accelerator.sizes[-1]
        yield refuse(
            "cpu",
            s.cpu,
            f"no node with one {s.gpu} on {s.cloud} has {s.cpu:g} vCPU and {s.memory_mib} MiB.",
            f"Use at most {largest.cpu:g} vCPU and {largest.memory_mib} MiB.",
        )
    elif s.cloud == "gcp" and size_problem("gcp", s.cpu, s.memory_mib):
        yield refuse(
            "cpu",
            s.cpu,
            f"{s.cpu:g} vCPU with {s.memory_mib} MiB cannot run on gcp.",
            size_problem("gcp", s.cpu, s.memory_mib),
        )
    for region in s.regions:
        if accelerator.regions and region not in accelerator.regions:
            yield refuse(
                "gpu",
                s.gpu,
                f"{s.cloud} has no {s.gpu} in {region}.",
                f"Regions that have it: {', '.join(accelerator.regions)}.",
            )


def cloud_run(s: Settings) -> Iterator[SettingProblem]:
    """What Cloud Run keeps to itself."""
    if s.cloud != "gcp":
        return
    # https://cloud.google.com/run/docs/known-issues#ah: Google's front end answers such paths itself.
    if re.search(r"z$|^/_ah/|/eventlog$", s.health_path):
        yield refuse(
            "healthPath",
            s.health_path,
            "Cloud Run answers paths that end in z or /eventlog, or start with /_ah/, by itself.",
            "Choose another, for example /health.",
        )
    if s.scale_metric == "cpu" and s.scale_target > _CLOUD_RUN_MAX_CPU_PERCENT:
        yield refuse(
            "scaleTarget",
            s.scale_target,
            f"Cloud Run adds replicas at {_CLOUD_RUN_MAX_CPU_PERCENT} percent of their CPU at the latest.",
            f"Set scaleTarget to {_CLOUD_RUN_MAX_CPU_PERCENT} or less.",
        )
    if s.image and not re.fullmatch(_CLOUD_RUN_IMAGES, s.image):
        yield refuse(
            "image",
            s.image,
            f"Cloud Run pulls from Artifact Registry and Docker Hub, not from {s.image.split('/', 1)[0]}.",
            "Copy the image to Artifact Registry, or name it by a remote repository there.",
        )


def scaling(s: Settings) -> Iterator[SettingProblem]:
    """Bounds, scale to zero, and schedules."""
    if s.min_replicas > s.max_replicas:
        yield refuse(
            "minReplicas",
            s.min_replicas,
            f"minReplicas {s.min_replicas} is above maxReplicas {s.max_replicas}.",
            f"Set minReplicas to {s.max_replicas} or less, or maxReplicas to {s.min_replicas} or more.",
        )
    if s.min_replicas == 0 and s.cloud == "aws":
        yield refuse(
            "minReplicas",
            0,
            "ECS cannot scale to zero behind a load balancer: no request would start a replica.",
            "Set minReplicas to 1.",
        )
    elif s.min_replicas == 0 and len(s.regions) > 1:
        yield refuse(
            "minReplicas",
            0,
            "the health checks of several regions keep a replica awake in each, so none would scale to zero.",
            "Set minReplicas to 1, or serve from one region.",
        )
    elif s.min_replicas == 0 and s.cloud == "azure" and s.scale_metric == "cpu":
        yield refuse(
            "minReplicas",
            0,
            "Container Apps cannot scale to zero by CPU.",
            "Set scaleMetric to requests, or minReplicas to 1.",
        )
    if s.scale_metric == "schedule" and not s.schedule:
        yield refuse(
            "scaleMetric",
            "schedule",
            "scaling by schedule needs one.",
            "Set schedule, for example [{start: '0 8 * * 1-5', end: '0 18 * * 1-5', minReplicas: 4}].",
        )
    for window in s.schedule:
        yield from _window(s, window)


def _window(s: Settings, window: dict[str, object]) -> Iterator[SettingProblem]:
    if set(window) != {"start", "end", "minReplicas"}:
        yield refuse(
            "schedule",
            window,
            f"a time has the keys {', '.join(map(str, window)) or 'none'}.",
            "It has exactly start, end and minReplicas.",
        )
        return
    for key in ("start", "end"):
        if not re.fullmatch(_CRON, str(window[key])):
            yield refuse(
                "schedule",
                window[key],
                f"{key} {window[key]!r} is no cron expression.",
                "Allowed: minute hour day month weekday, for example 0 8 * * 1-5.",
            )
    text = str(window["minReplicas"])
    if not text.isdigit() or not s.min_replicas <= int(text) <= s.max_replicas:
        yield refuse(
            "schedule",
            window["minReplicas"],
            f"a time's minReplicas of {text} is not between minReplicas and maxReplicas.",
            f"Allowed: {s.min_replicas} to {s.max_replicas}.",
        )
