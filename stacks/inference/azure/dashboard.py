"""One page that answers: is it healthy, fast, saturated, and what does it cost."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_azure_native as az

from ..contract import MonitoringArgs
from ..names import stable_guid
from ..objectives import PANELS
from ..settings import Settings
from . import _queries
from ._account import resource_id, subscription_id
from .foundation import resource_group_name
from .logs import workspace_name
from .service import app_name

_APPS = "microsoft.app/containerapps"
_DAY_MILLISECONDS = 86_400_000
_AVERAGE = 4  # how a workbook counts the ways to aggregate


class Dashboard(pulumi.ComponentResource):
    """A workbook with the panels that every cloud has."""

    url: pulumi.Output[str]

    def __init__(self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:Dashboard", name, {}, opts)
        settings = args.settings
        account = subscription_id(settings, self)
        workbook = az.applicationinsights.Workbook(
            f"{name}-workbook",
            resource_name_=account.apply(lambda known: stable_guid(known, settings.name, settings.stack, "dashboard")),
            resource_group_name=args.scope,
            location=settings.primary_region,
            kind="shared",
            category="workbook",
            display_name=f"{settings.name} {settings.environment}",
            source_id="Azure Monitor",
            serialized_data=account.apply(lambda known: json.dumps(workbook_content(settings, known))),
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.url = pulumi.Output.concat("https://portal.azure.com/#resource", workbook.id, "/workbook")
        self.register_outputs({"url": self.url})


def workbook_content(settings: Settings, account: str) -> dict[str, Any]:
    """What the workbook shows, in the order of `PANELS`.

    The ids are spelt from names, so that a preview shows the panels and not that they are unknown.
    """
    workspace = resource_id(
        account,
        resource_group_name(settings, "global"),
        f"Microsoft.OperationalInsights/workspaces/{workspace_name(settings)}",
    )
    apps = [
        resource_id(account, resource_group_name(settings, region), f"Microsoft.App/containerApps/{app_name(settings)}")
        for region in settings.regions
    ]
    panels = {
        "Availability": _query(_queries.availability(settings), workspace),
        "Requests": _query(_queries.request_rate(settings), workspace),
        "Errors": _query(_queries.errors(settings), workspace),
        "Latency p50, p95, p99": _query(_queries.latency(settings), workspace),
        "Replicas": _metric("Replicas", apps),
        "CPU utilisation": _metric("UsageNanoCores", apps),
        "Memory utilisation": _metric("WorkingSetBytes", apps),
        "Cost drivers": _query(_queries.cost_drivers(settings), workspace),
    }
    items = [_titled(place, title, panels[title]) for place, title in enumerate(PANELS, start=1)]
    return {"version": "Notebook/1.0", "items": items, "fallbackResourceIds": [workspace]}


def _titled(place: int, title: str, item: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": item["type"],
        "name": f"panel-{place}",
        "customWidth": "50",
        "content": {**item["content"], "title": title},
    }


def _query(query: str, workspace: str) -> dict[str, Any]:
    return {
        "type": 3,
        "content": {
            "version": "KqlItem/1.0",
            "query": query,
            "size": 0,
            "timeContext": {"durationMs": _DAY_MILLISECONDS},
            "queryType": 0,
            "resourceType": "microsoft.operationalinsights/workspaces",
            "crossComponentResources": [workspace],
            "visualization": "timechart",
        },
    }


def _metric(metric: str, apps: list[str]) -> dict[str, Any]:
    return {
        "type": 10,
        "content": {
            "version": "MetricsItem/2.0",
            "chartId": f"metric-{metric.lower()}",
            "size": 0,
            "chartType": 2,
            "resourceType": _APPS,
            "metricScope": 0,
            "resourceIds": apps,
            "timeContext": {"durationMs": _DAY_MILLISECONDS},
            "metrics": [{"namespace": _APPS, "metric": f"{_APPS}--{metric}", "aggregation": _AVERAGE}],
        },
    }
