"""How the replicas of a region are added and removed."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import ScalingArgs
from ..settings import Settings
from ._cron import aws_schedules

_DIMENSION = "ecs:service:DesiredCount"
_NAMESPACE = "ecs"
# Out within a minute, in after five: too many replicas cost money, too few cost users.
_OUT_SECONDS = 60
_IN_SECONDS = 300


class Scaling(pulumi.ComponentResource):
    """Application Auto Scaling by requests, CPU or the clock, between the settings' bounds."""

    def __init__(self, name: str, args: ScalingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Scaling", name, {}, opts)
        settings = args.settings
        target = aws.appautoscaling.Target(
            f"{name}-replicas",
            service_namespace=_NAMESPACE,
            # service/CLUSTER/SERVICE, which is how the service's ARN ends.
            resource_id=pulumi.Output.from_input(args.service_id).apply(lambda arn: arn.split(":", 5)[5]),
            scalable_dimension=_DIMENSION,
            min_capacity=settings.min_replicas,
            max_capacity=settings.max_replicas,
            region=args.region,
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )
        if settings.scale_metric != "schedule":
            self._track(name, args, target)
        for place, window in enumerate(settings.schedule):
            self._window(f"{name}-time-{place}", args, target, window)
        self.register_outputs({})

    def _track(self, name: str, args: ScalingArgs, target: aws.appautoscaling.Target) -> None:
        settings = args.settings
        by_requests = settings.scale_metric == "requests"
        configuration = aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs
        metric = aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs
        aws.appautoscaling.Policy(
            f"{name}-by-{settings.scale_metric}",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            resource_id=target.resource_id,
            scalable_dimension=target.scalable_dimension,
            target_tracking_scaling_policy_configuration=configuration(
                predefined_metric_specification=metric(
                    predefined_metric_type="ALBRequestCountPerTarget"
                    if by_requests
                    else "ECSServiceAverageCPUUtilization",
                    resource_label=args.load_label if by_requests else None,
                ),
                target_value=requests_per_minute(settings) if by_requests else float(settings.scale_target),
                scale_out_cooldown=_OUT_SECONDS,
                scale_in_cooldown=_IN_SECONDS,
            ),
            region=args.region,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _window(
        self, name: str, args: ScalingArgs, target: aws.appautoscaling.Target, window: dict[str, object]
    ) -> None:
        settings = args.settings
        more = int(str(window["minReplicas"]))
        only_clock = settings.scale_metric == "schedule"
        # Nothing but the clock removes replicas when it is the metric, so the most goes down with the fewest.
        bounds = {
            "start": (more, more if only_clock else settings.max_replicas),
            "end": (settings.min_replicas, settings.min_replicas if only_clock else settings.max_replicas),
        }
        for edge, (fewest, most) in bounds.items():
            for place, schedule in enumerate(aws_schedules(str(window[edge]))):
                aws.appautoscaling.ScheduledAction(
                    f"{name}-{edge}" + (f"-{place}" if place else ""),
                    service_namespace=target.service_namespace,
                    resource_id=target.resource_id,
                    scalable_dimension=target.scalable_dimension,
                    schedule=schedule,
                    timezone=settings.schedule_timezone,
                    scalable_target_action=aws.appautoscaling.ScheduledActionScalableTargetActionArgs(
                        min_capacity=fewest, max_capacity=most
                    ),
                    region=args.region,
                    opts=pulumi.ResourceOptions(parent=self),
                )


def requests_per_minute(settings: Settings) -> float:
    """The requests that one replica gets in a minute when it is as busy as asked.

    A replica that works on `concurrency` requests at a time, each `latencyTargetMs` long, finishes
    concurrency x 60 / seconds of them in a minute; `scaleTarget` percent of that is the target. The latency target is
    what 95 in 100 requests stay within, so the usual request is shorter and the replica less busy than asked.
    DIFFERS: ECS enforces no concurrency; the app gets it as SERVICE_CONCURRENCY and holds to it.
    """
    busy = settings.concurrency * settings.scale_target / 100
    return round(busy * 60 / (settings.latency_target_ms / 1000), 3)
