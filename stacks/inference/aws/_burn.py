"""Alarms on how fast the error budget is spent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from ..objectives import BURN_RATES, LATENCY_QUANTILE_PERCENT, BurnRate
from ..settings import Settings
from ._account import service_name
from ._metrics import ERROR_RATE, Measure, queries, slow_rate

_MINUTE = 60


@dataclass(frozen=True, kw_only=True)
class Objective:
    """What is promised: how it is measured, and the share of requests that may miss it."""

    name: str
    measures: tuple[Measure, ...]
    budget: float


def objectives(settings: Settings) -> tuple[Objective, ...]:
    """Availability and latency, as the settings promise them."""
    return (
        Objective(name="availability", measures=ERROR_RATE, budget=1 - settings.availability_target),
        Objective(
            name="latency",
            measures=slow_rate(settings.latency_target_ms),
            budget=1 - LATENCY_QUANTILE_PERCENT / 100,
        ),
    )


def threshold(objective: Objective, burn: BurnRate) -> float:
    """The share of requests that spends the budget this fast; all of them at most."""
    return round(min(burn.factor * objective.budget, 0.999), 6)


def burn_alarms(
    name: str,
    settings: Settings,
    *,
    region: str,
    balancer: pulumi.Input[str],
    topic: pulumi.Input[str],
    labels: Mapping[str, str],
    parent: pulumi.Resource,
) -> None:
    """For each objective and rate: over the long window, and still so over the short one."""
    for objective in objectives(settings):
        for burn in BURN_RATES:
            windows = [
                _window(
                    f"{name}-{objective.name}-{burn.name}-{minutes}m",
                    service_name(settings, region, objective.name, burn.name, f"{minutes}m", limit=255),
                    objective,
                    burn,
                    minutes=minutes,
                    region=region,
                    balancer=balancer,
                    labels=labels,
                    parent=parent,
                )
                for minutes in (burn.long_minutes, burn.short_minutes)
            ]
            _both(
                f"{name}-{objective.name}-{burn.name}",
                settings,
                objective,
                burn,
                windows,
                region=region,
                topic=topic,
                labels=labels,
                parent=parent,
            )


def _window(
    name: str,
    alarm_name: str,
    objective: Objective,
    burn: BurnRate,
    *,
    minutes: int,
    region: str,
    balancer: pulumi.Input[str],
    labels: Mapping[str, str],
    parent: pulumi.Resource,
) -> aws.cloudwatch.MetricAlarm:
    return aws.cloudwatch.MetricAlarm(
        name,
        name=alarm_name,
        alarm_description=f"{objective.name} budget spent {burn.factor:g} times too fast over {minutes} minutes.",
        metric_queries=queries(objective.measures, period=minutes * _MINUTE, dimensions={"LoadBalancer": balancer}),
        comparison_operator="GreaterThanThreshold",
        threshold=threshold(objective, burn),
        # One period as long as the window: a day at most, which the longest of ours is well within.
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        evaluation_periods=1,
        # No requests, no budget spent.
        treat_missing_data="notBreaching",
        region=region,
        tags=labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _both(
    name: str,
    settings: Settings,
    objective: Objective,
    burn: BurnRate,
    windows: Sequence[aws.cloudwatch.MetricAlarm],
    *,
    region: str,
    topic: pulumi.Input[str],
    labels: Mapping[str, str],
    parent: pulumi.Resource,
) -> None:
    rule = pulumi.Output.all(*[window.name for window in windows]).apply(
        lambda names: " AND ".join(f'ALARM("{window}")' for window in names)
    )
    aws.cloudwatch.CompositeAlarm(
        name,
        alarm_name=service_name(settings, region, objective.name, burn.name, limit=255),
        alarm_description=(
            f"{'PAGE' if burn.page else 'TICKET'}: {settings.name} {settings.environment} in {region} spends its "
            f"{objective.name} budget {burn.factor:g} times too fast."
        ),
        alarm_rule=rule,
        alarm_actions=[topic],
        ok_actions=[topic],
        region=region,
        tags=labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )
