"""The dashboard's panels, as CloudWatch's JSON has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..objectives import LATENCY_QUANTILE_PERCENT, PANELS, SATURATION_PERCENT
from ..settings import Settings
from ._metrics import ALB, ECS, INSIGHTS

_WIDTH, _HEIGHT, _COLUMNS = 12, 6, 2


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One region's service, by the names its metrics have."""

    region: str
    balancer: str
    cluster: str
    service: str


def dashboard_body(settings: Settings, subjects: Sequence[Subject]) -> str:
    """One panel for each question, each with a line for each region."""
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
    target = 100 * settings.availability_target
    panels: dict[str, dict[str, Any]] = {
        "Availability": {
            "metrics": [line for subject in subjects for line in _availability(subject)],
            "yAxis": {"left": {"max": 100}},
            "annotations": _line("Objective", target),
        },
        "Requests": {"metrics": [_alb(subject, "RequestCount", "Sum") for subject in subjects]},
        "Errors": {
            "metrics": [
                _alb(subject, metric, "Sum")
                for subject in subjects
                for metric in ("HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "HTTPCode_Target_4XX_Count")
            ]
        },
        "Latency p50, p95, p99": {
            "metrics": [
                _alb(subject, "TargetResponseTime", quantile)
                for subject in subjects
                for quantile in ("p50", f"p{LATENCY_QUANTILE_PERCENT}", "p99")
            ],
            "annotations": _line("Objective", settings.latency_target_ms / 1000),
        },
        "Replicas": {
            "metrics": [
                _ecs(subject, metric, "Average", INSIGHTS)
                for subject in subjects
                for metric in ("DesiredTaskCount", "RunningTaskCount")
            ],
            "annotations": _line("Most", settings.max_replicas),
        },
        "CPU utilisation": _utilisation(subjects, "CPUUtilization"),
        "Memory utilisation": _utilisation(subjects, "MemoryUtilization"),
        "Cost drivers": {
            "metrics": [
                line
                for subject in subjects
                for line in (
                    _ecs(subject, "CpuReserved", "Sum", INSIGHTS),
                    _alb(subject, "ConsumedLCUs", "Sum"),
                    _alb(subject, "ProcessedBytes", "Sum"),
                )
            ]
        },
    }
    widgets = [
        {
            "type": "metric",
            "x": place % _COLUMNS * _WIDTH,
            "y": place // _COLUMNS * _HEIGHT,
            "width": _WIDTH,
            "height": _HEIGHT,
            "properties": {
                "title": title,
                "view": "timeSeries",
                "region": settings.primary_region,
                "period": 60,
                **panels[title],
            },
        }
        for place, title in enumerate(PANELS)
    ]
    return json.dumps({"widgets": widgets})


def _availability(subject: Subject) -> list[list[Any]]:
    """The share of requests that did not fail; the parts are hidden."""
    key = subject.region.replace("-", "")

    def part(role: str, metric: str) -> list[Any]:
        *names, options = _alb(subject, metric, "Sum")
        return [*names, {**options, "id": f"{role}{key}", "visible": False}]

    rate = f"100*(1-(FILL(f{key},0)+FILL(r{key},0))/(FILL(s{key},0)+FILL(r{key},0)))"
    return [
        part("f", "HTTPCode_Target_5XX_Count"),
        part("r", "HTTPCode_ELB_5XX_Count"),
        part("s", "RequestCount"),
        [{"expression": rate, "label": subject.region, "region": subject.region, "id": f"a{key}"}],
    ]


def _utilisation(subjects: Sequence[Subject], metric: str) -> dict[str, Any]:
    return {
        "metrics": [_ecs(subject, metric, "Average", ECS) for subject in subjects],
        "yAxis": {"left": {"min": 0, "max": 100}},
        "annotations": _line("Saturated", SATURATION_PERCENT),
    }


def _alb(subject: Subject, metric: str, stat: str) -> list[Any]:
    options = {"stat": stat, "region": subject.region, "label": f"{subject.region} {metric} {stat}"}
    return [ALB, metric, "LoadBalancer", subject.balancer, options]


def _ecs(subject: Subject, metric: str, stat: str, namespace: str) -> list[Any]:
    options = {"stat": stat, "region": subject.region, "label": f"{subject.region} {metric}"}
    return [namespace, metric, "ClusterName", subject.cluster, "ServiceName", subject.service, options]


def _line(label: str, value: float) -> dict[str, Any]:
    return {"horizontal": [{"label": label, "value": value}]}
