"""The dashboard: is it healthy, fast, saturated, and what does it cost."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_gcp as gcp

from ..contract import MonitoringArgs
from ..objectives import PANELS
from ..settings import Settings
from ._metrics import request_metrics, run_metric

_WIDTH, _HEIGHT, _COLUMNS = 24, 16, 48
_REGION = "${resource.labels.location}"


class Dashboard(pulumi.ComponentResource):
    """A Cloud Monitoring dashboard with the panels that every cloud has."""

    url: pulumi.Output[str]

    def __init__(self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Dashboard", name, {}, opts)
        dashboard = gcp.monitoring.Dashboard(
            f"{name}-board",
            project=args.scope,
            dashboard_json=json.dumps(dashboard_body(args.settings, dict(args.labels))),
            opts=pulumi.ResourceOptions(parent=self),
        )
        number = dashboard.id.apply(lambda path: path.rpartition("/")[2])
        self.url = pulumi.Output.concat(
            "https://console.cloud.google.com/monitoring/dashboards/builder/", number, "?project=", args.scope
        )
        self.register_outputs({"url": self.url})


def dashboard_body(settings: Settings, labels: dict[str, str]) -> dict[str, Any]:
    """The dashboard as the API takes it: https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards."""
    panels = _panels(settings)
    tiles = [
        {
            "xPos": number * _WIDTH % _COLUMNS,
            "yPos": number * _WIDTH // _COLUMNS * _HEIGHT,
            "width": _WIDTH,
            "height": _HEIGHT,
            "widget": {"title": title, "xyChart": {"dataSets": panels[title], "yAxis": {"scale": "LINEAR"}}},
        }
        for number, title in enumerate(PANELS)
    ]
    return {
        "displayName": f"{settings.name} {settings.environment}",
        "labels": {key: value for key, value in labels.items() if value},
        "mosaicLayout": {"columns": _COLUMNS, "tiles": tiles},
    }


def _panels(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    requests = request_metrics(settings)
    billed = run_metric(settings, "container/billable_instance_time")
    return {
        "Availability": [_ratio(requests.good, requests.total)],
        "Requests": [_line(requests.total, "ALIGN_RATE", "REDUCE_SUM", "requests a second")],
        "Errors": [_line(requests.failed, "ALIGN_RATE", "REDUCE_SUM", "errors a second")],
        "Latency p50, p95, p99": [
            _line(requests.latencies, "ALIGN_DELTA", f"REDUCE_PERCENTILE_{percent}", f"p{percent}, ms")
            for percent in ("50", "95", "99")
        ],
        "Replicas": [_line(run_metric(settings, "container/instance_count"), "ALIGN_MAX", "REDUCE_SUM", _REGION)],
        "CPU utilisation": [_busiest(run_metric(settings, "container/cpu/utilizations"))],
        "Memory utilisation": [_busiest(run_metric(settings, "container/memory/utilizations"))],
        "Cost drivers": [
            _line(billed, "ALIGN_RATE", "REDUCE_SUM", f"replicas paid for, {_REGION}"),
            _line(requests.sent_bytes, "ALIGN_RATE", "REDUCE_SUM", "bytes sent a second"),
        ],
    }


def _busiest(metric: str) -> dict[str, Any]:
    return _line(metric, "ALIGN_PERCENTILE_95", "REDUCE_MAX", _REGION)


def _line(metric: str, aligner: str, reducer: str, legend: str) -> dict[str, Any]:
    aggregation: dict[str, Any] = {
        "alignmentPeriod": "60s",
        "perSeriesAligner": aligner,
        "crossSeriesReducer": reducer,
    }
    if _REGION in legend:
        aggregation["groupByFields"] = ["resource.label.location"]
    return {
        "plotType": "LINE",
        "legendTemplate": legend,
        "timeSeriesQuery": {"timeSeriesFilter": {"filter": metric, "aggregation": aggregation}},
    }


def _ratio(part: str, whole: str) -> dict[str, Any]:
    aggregation = {"alignmentPeriod": "300s", "perSeriesAligner": "ALIGN_RATE", "crossSeriesReducer": "REDUCE_SUM"}
    return {
        "plotType": "LINE",
        "legendTemplate": "share of requests that succeed",
        "timeSeriesQuery": {
            "timeSeriesFilterRatio": {
                "numerator": {"filter": part, "aggregation": aggregation},
                "denominator": {"filter": whole, "aggregation": aggregation},
            }
        },
    }
