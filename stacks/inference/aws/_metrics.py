"""What CloudWatch measures of the service, for alarms and the dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

ALB = "AWS/ApplicationELB"
ECS = "AWS/ECS"
INSIGHTS = "ECS/ContainerInsights"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One metric of an alarm, or a calculation over others when it has an expression."""

    id: str
    name: str = ""
    namespace: str = ALB
    stat: str = "Sum"
    expression: str = ""
    label: str = ""


# A region's failed requests over all: what replicas answered with 5xx, and what found no replica to answer.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
ERROR_RATE: tuple[Measure, ...] = (
    Measure(id="failed", name="HTTPCode_Target_5XX_Count"),
    Measure(id="refused", name="HTTPCode_ELB_5XX_Count"),
    Measure(id="served", name="RequestCount"),
    Measure(
        id="rate",
        expression="(FILL(failed,0)+FILL(refused,0))/(FILL(served,0)+FILL(refused,0))",
        label="Share of requests that failed",
    ),
)


def slow_rate(target_ms: int) -> tuple[Measure, ...]:
    """The share of requests that took longer than the target: 1 minus the percentile rank of it."""
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html#Percentile-rank
    return (
        Measure(id="within", name="TargetResponseTime", stat=f"PR(:{target_ms / 1000:g})"),
        Measure(id="rate", expression="(100-within)/100", label="Share of requests that were slow"),
    )


def queries(
    measures: Sequence[Measure], *, period: int, dimensions: Mapping[str, pulumi.Input[str]]
) -> list[aws.cloudwatch.MetricAlarmMetricQueryArgs]:
    """The metrics of an alarm; the last one is compared with the threshold."""
    return [
        aws.cloudwatch.MetricAlarmMetricQueryArgs(
            id=measure.id,
            expression=measure.expression or None,
            label=measure.label or None,
            return_data=place == len(measures) - 1,
            metric=None
            if measure.expression
            else aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
                metric_name=measure.name,
                namespace=measure.namespace,
                stat=measure.stat,
                period=period,
                dimensions=dimensions,
            ),
        )
        for place, measure in enumerate(measures)
    ]


def balancer_label(load_label: pulumi.Input[str]) -> pulumi.Output[str]:
    """The load balancer's part of app/NAME/ID/targetgroup/NAME/ID."""
    return pulumi.Output.from_input(load_label).apply(lambda text: "/".join(text.split("/")[:3]))
