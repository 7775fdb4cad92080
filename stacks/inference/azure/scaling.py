"""How the replicas of one region are added and removed."""

from __future__ import annotations

import pulumi
import pulumi_azure_native as az

from ..contract import ScalingArgs
from ..settings import Settings

_POLLING_SECONDS = 15
# Longer than scaling out: the last replica goes only after this, and others are held back five minutes by Azure.
# https://learn.microsoft.com/azure/container-apps/scale-app#scale-behavior
_COOLDOWN_SECONDS = 300


class Scaling(pulumi.ComponentResource):
    """Nothing of its own: on Container Apps the rules are part of the app's template (`scale`, below)."""

    def __init__(self, name: str, args: ScalingArgs, opts: pulumi.ResourceOptions | None = None) -> None:  # noqa: ARG002 - the same on every cloud
        super().__init__("inference:azure:Scaling", name, {}, opts)
        self.register_outputs({})


def scale(settings: Settings) -> az.app.ScaleArgs:
    """From the fewest to the most replicas, by the metric asked for and by the clock.

    DIFFERS: concurrency is what scaling aims at, not a cap: a replica may get more requests until another one started.
    """
    return az.app.ScaleArgs(
        min_replicas=settings.min_replicas,
        max_replicas=settings.max_replicas,
        polling_interval=_POLLING_SECONDS,
        cooldown_period=_COOLDOWN_SECONDS,
        rules=[*_metric_rules(settings), *_clock_rules(settings)],
    )


def concurrent_requests(settings: Settings) -> int:
    """The requests in work at one replica that scaling keeps it at."""
    return max(1, settings.concurrency * settings.scale_target // 100)


def _metric_rules(settings: Settings) -> list[az.app.ScaleRuleArgs]:
    rules = []
    # A service at zero with no rule for requests would not wake for one.
    if settings.scale_metric == "requests" or settings.min_replicas == 0:
        rules.append(
            az.app.ScaleRuleArgs(
                name="requests",
                http=az.app.HttpScaleRuleArgs(metadata={"concurrentRequests": str(concurrent_requests(settings))}),
            )
        )
    if settings.scale_metric == "cpu":
        rules.append(
            az.app.ScaleRuleArgs(
                name="cpu",
                custom=az.app.CustomScaleRuleArgs(
                    type="cpu", metadata={"type": "Utilization", "value": str(settings.scale_target)}
                ),
            )
        )
    return rules


def _clock_rules(settings: Settings) -> list[az.app.ScaleRuleArgs]:
    return [
        az.app.ScaleRuleArgs(
            name=f"schedule-{place}",
            custom=az.app.CustomScaleRuleArgs(
                type="cron",
                metadata={
                    "timezone": settings.schedule_timezone,
                    "start": str(window["start"]),
                    "end": str(window["end"]),
                    "desiredReplicas": str(window["minReplicas"]),
                },
            ),
        )
        for place, window in enumerate(settings.schedule, start=1)
    ]
