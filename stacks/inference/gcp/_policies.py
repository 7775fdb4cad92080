"""What an alert is raised for, in the form that Cloud Monitoring takes."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from ..objectives import SATURATION_PERCENT, BurnRate
from ..settings import Settings
from ._metrics import run_metric

_PERCENT = 100
_NEARLY_ALL = 0.999
_MINUTE = 60
_SATURATED_FOR = "600s"


def burn_conditions(
    objective: pulumi.Input[str], goal: pulumi.Input[float], burn: BurnRate
) -> list[gcp.monitoring.AlertPolicyConditionArgsDict]:
    """The error budget is spent too fast over the long window, and still over the short one."""
    reachable = pulumi.Output.from_input(goal).apply(lambda share: burn_threshold(share, burn))
    return [
        {
            "display_name": f"{burn.factor:g} times the budget over {minutes} minutes",
            "condition_threshold": {
                "filter": pulumi.Output.concat('select_slo_burn_rate("', objective, f'", "{minutes * _MINUTE}s")'),
                "comparison": "COMPARISON_GT",
                "threshold_value": reachable,
                "duration": "0s",
            },
        }
        for minutes in (burn.long_minutes, burn.short_minutes)
    ]


def burn_threshold(goal: float, burn: BurnRate) -> float:
    """The burn rate to alert above; when all requests fail it is 1 / (1 - goal), and the alert must still be raised."""
    return round(min(burn.factor, _NEARLY_ALL / (1 - goal)), 6)


def saturation_conditions(settings: Settings) -> list[gcp.monitoring.AlertPolicyConditionArgsDict]:
    """The replicas of a region are nearly used up: their CPU, their memory, or their number."""
    share = SATURATION_PERCENT / _PERCENT
    many = settings.max_replicas * share
    conditions = [
        _above("CPU", run_metric(settings, "container/cpu/utilizations"), share, "ALIGN_PERCENTILE_95", "REDUCE_MAX"),
        _above(
            "Memory", run_metric(settings, "container/memory/utilizations"), share, "ALIGN_PERCENTILE_95", "REDUCE_MAX"
        ),
    ]
    # Where as many are always there, their number tells nothing.
    if max(settings.min_replicas, *(int(window["minReplicas"]) for window in settings.schedule), 0) <= many:
        conditions.append(
            _above("Replicas", run_metric(settings, "container/instance_count"), many, "ALIGN_MAX", "REDUCE_SUM")
        )
    return conditions


def crash_conditions(log_metric: pulumi.Input[str]) -> list[gcp.monitoring.AlertPolicyConditionArgsDict]:
    """Containers of a region ended more than three times in ten minutes."""
    return [
        {
            "display_name": "Containers that ended",
            "condition_prometheus_query_language": {
                "query": pulumi.Output.concat(
                    "sum by (location) (increase(logging_googleapis_com:user_",
                    log_metric,
                    '{monitored_resource="cloud_run_revision"}[10m])) > 3',
                ),
                "duration": "0s",
                "evaluation_interval": "60s",
                # A metric of one's own is known to Cloud Monitoring minutes after it was made, which a first
                # deployment must not wait for.
                "disable_metric_validation": True,
            },
        }
    ]


def unreachable_conditions(check: pulumi.Input[str]) -> list[gcp.monitoring.AlertPolicyConditionArgsDict]:
    """More than one place in the world does not reach the service."""
    return [
        {
            "display_name": "Not reached from two places or more",
            "condition_threshold": {
                "filter": pulumi.Output.concat(
                    'metric.type="monitoring.googleapis.com/uptime_check/check_passed" AND '
                    'resource.type="uptime_url" AND metric.labels.check_id="',
                    check,
                    '"',
                ),
                "comparison": "COMPARISON_GT",
                "threshold_value": 1,
                "duration": "60s",
                "aggregations": [
                    {
                        "alignment_period": "1200s",
                        "per_series_aligner": "ALIGN_NEXT_OLDER",
                        "cross_series_reducer": "REDUCE_COUNT_FALSE",
                        "group_by_fields": ["resource.labels.host"],
                    }
                ],
            },
        }
    ]


def _above(
    display_name: str,
    metric: pulumi.Input[str],
    threshold: float,
    aligner: str,
    reducer: str,
) -> gcp.monitoring.AlertPolicyConditionArgsDict:
    return {
        "display_name": display_name,
        "condition_threshold": {
            "filter": metric,
            "comparison": "COMPARISON_GT",
            "threshold_value": threshold,
            "duration": _SATURATED_FOR,
            "aggregations": [
                {
                    "alignment_period": "60s",
                    "per_series_aligner": aligner,
                    "cross_series_reducer": reducer,
                    "group_by_fields": ["resource.labels.location"],
                }
            ],
        },
    }
