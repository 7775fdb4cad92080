"""What takes a new version back by itself while it is being deployed."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import RegionalServiceArgs
from ..objectives import BURN_RATES, LATENCY_QUANTILE_PERCENT
from ._account import service_name
from ._metrics import ERROR_RATE, queries, slow_rate

# As fast as the metrics come, twice in three minutes: one bad minute is no reason to go back.
_PERIOD_SECONDS = 60
_MINUTES = 3
_BAD_MINUTES = 2


def rollback_alarms(
    name: str, args: RegionalServiceArgs, balancer: aws.lb.LoadBalancer, parent: pulumi.Resource
) -> list[aws.cloudwatch.MetricAlarm]:
    """Alarms on failed and on slow requests, at the rate that would page; ECS asks them during a deployment."""
    settings = args.settings
    fastest = BURN_RATES[0].factor
    slow_budget = 1 - LATENCY_QUANTILE_PERCENT / 100
    watched = (
        ("failing", ERROR_RATE, fastest * (1 - settings.availability_target)),
        ("slow", slow_rate(settings.latency_target_ms), fastest * slow_budget),
    )
    return [
        aws.cloudwatch.MetricAlarm(
            f"{name}-rollback-{what}",
            name=service_name(settings, args.region, "rollback", what, limit=255),
            alarm_description=f"Takes a deployment of {settings.name} back while requests are {what}.",
            metric_queries=queries(measures, period=_PERIOD_SECONDS, dimensions={"LoadBalancer": balancer.arn_suffix}),
            comparison_operator="GreaterThanThreshold",
            # Less than all, so that it can be passed when the objective is low and every request fails.
            threshold=round(min(share, 0.999), 6),
            evaluation_periods=_MINUTES,
            datapoints_to_alarm=_BAD_MINUTES,
            # No requests, nothing wrong.
            treat_missing_data="notBreaching",
            region=args.region,
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for what, measures, share in watched
    ]
