"""Who is told what."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from ..contract import MonitoringArgs, RegionalEndpoint
from ..objectives import BURN_RATES, SATURATION_PERCENT
from ._account import last_part, service_name
from ._burn import burn_alarms
from ._edge import CLOUDFRONT_REGION, Edge, edge_of
from ._metrics import ECS, INSIGHTS, balancer_label
from ._topics import topic

_FIVE_MINUTES = 300
_PERCENT = 100
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
_BAD_EVENTS = ("SERVICE_TASK_START_IMPAIRED", "SERVICE_TASK_PLACEMENT_FAILURE", "SERVICE_DEPLOYMENT_FAILED")


class Alerts(pulumi.ComponentResource):
    """Alarms in each region on budgets spent too fast, saturation, missing replicas and crash loops.

    `receivers` are the topics; the first is the primary region's.
    """

    receivers: Sequence[pulumi.Output[str]]

    def __init__(self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Alerts", name, {}, opts)
        settings = args.settings
        topics = {
            endpoint.region: topic(
                f"{name}-{endpoint.region}",
                settings,
                region=endpoint.region,
                key=endpoint.scope,
                labels=args.labels,
                parent=self,
            )
            for endpoint in args.endpoints
        }
        for endpoint in args.endpoints:
            self._region(f"{name}-{endpoint.region}", args, endpoint, topics[endpoint.region])
        if edge_of(settings) is Edge.CLOUDFRONT:
            if CLOUDFRONT_REGION not in topics:
                topics[CLOUDFRONT_REGION] = topic(
                    f"{name}-{CLOUDFRONT_REGION}",
                    settings,
                    region=CLOUDFRONT_REGION,
                    key=args.scope,
                    labels=args.labels,
                    parent=self,
                )
            self._front(f"{name}-front", args, topics[CLOUDFRONT_REGION])
        self.receivers = list(topics.values())
        self.register_outputs({"receivers": list(self.receivers)})

    def _region(
        self, name: str, args: MonitoringArgs, endpoint: RegionalEndpoint, receiver: pulumi.Output[str]
    ) -> None:
        settings = args.settings
        burn_alarms(
            name,
            settings,
            region=endpoint.region,
            balancer=balancer_label(endpoint.load_label),
            topic=receiver,
            labels=args.labels,
            parent=self,
        )
        for metric in ("CPU", "Memory"):
            self._alarm(
                f"{name}-{metric.lower()}",
                args,
                endpoint,
                receiver,
                what=f"{metric.lower()}-saturated",
                words=f"TICKET: replicas use over {SATURATION_PERCENT} percent of their {metric.lower()}.",
                namespace=ECS,
                metric=f"{metric}Utilization",
                statistic="Average",
                threshold=SATURATION_PERCENT,
                periods=3,
            )
        if settings.max_replicas > settings.min_replicas:
            self._alarm(
                f"{name}-at-most",
                args,
                endpoint,
                receiver,
                what="at-most-replicas",
                words="TICKET: as many replicas run as maxReplicas allows; more load will not be served as fast.",
                namespace=INSIGHTS,
                metric="RunningTaskCount",
                statistic="Minimum",
                threshold=settings.max_replicas - 1,
                periods=6,
            )
        self._alarm(
            f"{name}-none-running",
            args,
            endpoint,
            receiver,
            what="no-replicas",
            words="PAGE: no replica runs.",
            namespace=INSIGHTS,
            metric="RunningTaskCount",
            statistic="Maximum",
            threshold=1,
            periods=1,
            comparison="LessThanThreshold",
            # A service that runs reports itself.
            missing="breaching",
        )
        self._crashes(f"{name}-crashes", args, endpoint, receiver)

    def _alarm(
        self,
        name: str,
        args: MonitoringArgs,
        endpoint: RegionalEndpoint,
        receiver: pulumi.Output[str],
        *,
        what: str,
        words: str,
        namespace: str,
        metric: str,
        statistic: str,
        threshold: float,
        periods: int,
        comparison: str = "GreaterThanThreshold",
        missing: str = "notBreaching",
    ) -> None:
        settings = args.settings
        aws.cloudwatch.MetricAlarm(
            name,
            name=service_name(settings, endpoint.region, what, limit=255),
            alarm_description=f"{words} {settings.name} {settings.environment} in {endpoint.region}.",
            namespace=namespace,
            metric_name=metric,
            dimensions={"ClusterName": last_part(endpoint.cluster_id), "ServiceName": endpoint.service_name},
            statistic=statistic,
            period=_FIVE_MINUTES,
            comparison_operator=comparison,
            threshold=threshold,
            evaluation_periods=periods,
            treat_missing_data=missing,
            alarm_actions=[receiver],
            ok_actions=[receiver],
            region=endpoint.region,
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _crashes(
        self, name: str, args: MonitoringArgs, endpoint: RegionalEndpoint, receiver: pulumi.Output[str]
    ) -> None:
        """ECS says itself when replicas keep failing to start, and when it took a deployment back."""
        settings = args.settings
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=service_name(settings, "crashes", limit=64),
            description="Replicas that cannot start or be placed, and deployments that were taken back.",
            event_pattern=endpoint.service_id.apply(
                lambda arn: json.dumps(
                    {
                        "source": ["aws.ecs"],
                        "detail-type": ["ECS Service Action", "ECS Deployment State Change"],
                        "resources": [arn],
                        "detail": {"eventName": list(_BAD_EVENTS)},
                    }
                )
            ),
            region=endpoint.region,
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )
        aws.cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            arn=receiver,
            # Pulumi's own is the resource's name, which can be longer than the 64 characters that EventBridge takes. A
            # deployed one stays: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
            target_id="alerts",
            region=endpoint.region,
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["target_id"]),
        )

    def _front(self, name: str, args: MonitoringArgs, receiver: pulumi.Output[str]) -> None:
        """What CloudFront itself could not serve: it also sees a region that does not answer at all."""
        settings = args.settings
        page = BURN_RATES[0]
        aws.cloudwatch.MetricAlarm(
            f"{name}-failing",
            name=service_name(settings, "front-failing", limit=255),
            alarm_description=f"PAGE: CloudFront answers users of {settings.name} {settings.environment} with 5xx.",
            namespace="AWS/CloudFront",
            metric_name="5xxErrorRate",
            dimensions={"DistributionId": args.front_id, "Region": "Global"},
            statistic="Average",
            period=_FIVE_MINUTES,
            comparison_operator="GreaterThanThreshold",
            threshold=round(min(page.factor * (1 - settings.availability_target) * _PERCENT, 99.9), 4),
            evaluation_periods=2,
            treat_missing_data="notBreaching",
            alarm_actions=[receiver],
            ok_actions=[receiver],
            region=CLOUDFRONT_REGION,
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )
