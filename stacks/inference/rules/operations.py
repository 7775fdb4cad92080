"""Logs and rollouts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..limits import LOG_RETENTION_DAYS
from ..setting import SettingProblem
from .refusal import refuse

if TYPE_CHECKING:
    from ..settings import Settings


# https://cloud.google.com/monitoring/quotas (notification channels of an alerting policy)
_GCP_MAX_RECEIVERS = 16
# https://learn.microsoft.com/azure/azure-monitor/fundamentals/service-limits#action-groups
_AZURE_MAX_WEBHOOKS = 10


def operations(s: Settings) -> Iterator[SettingProblem]:
    """Log retention, canaries and what they need."""
    allowed = list(LOG_RETENTION_DAYS[s.cloud])
    if s.log_retention_days not in allowed:
        near = min(allowed, key=lambda days: (abs(days - s.log_retention_days), -days))
        yield refuse(
            "logRetentionDays",
            s.log_retention_days,
            f"{s.cloud} cannot keep logs for {s.log_retention_days} days.",
            f"The nearest it can: {near}.",
        )
    if s.rollout == "canary" and s.cloud == "aws" and s.scale_metric == "requests":
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html#targettracking-considerations
        yield refuse(
            "rollout",
            "canary",
            "ECS cannot scale by requests per target while two target groups share the traffic.",
            "Set scaleMetric to cpu, or rollout to rolling.",
        )
    if s.rollout == "canary" and s.cloud == "aws" and s.access == "authenticated":
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html
        yield refuse(
            "rollout",
            "canary",
            "ECS moves the traffic of a listener rule that only forwards, and checking tokens is an action before it.",
            "Set rollout to rolling, or access to public and check tokens in the app.",
        )
    if s.rollout == "canary" and s.cloud != "aws" and not s.stable_revision:
        yield refuse(
            "rollout",
            "canary",
            f"on {s.cloud} the rest of the traffic stays with a revision that has a name.",
            "Set stableRevision to the revision that serves now, or rollout to rolling.",
        )
    if s.bake_minutes != type(s).bake_minutes and s.cloud != "aws":
        yield refuse(
            "bakeMinutes",
            s.bake_minutes,
            f"on {s.cloud} a canary has its share of the traffic until you end it.",
            "Leave bakeMinutes out, and set rollout back to rolling when the new version is good.",
        )
    if s.rollout == "canary" and s.cloud == "azure" and len(s.regions) > 1:
        # Azure refuses a revision's name that ever was, so names cannot be chosen alike:
        # https://github.com/Azure/terraform-azurerm-avm-res-app-containerapp/issues/115
        yield refuse(
            "rollout",
            "canary",
            "on azure each region gives its revisions names of their own, and stableRevision is one name.",
            "Serve from one region, or set rollout to rolling.",
        )
    if s.stable_revision and (s.rollout != "canary" or s.cloud == "aws"):
        yield refuse(
            "stableRevision",
            s.stable_revision,
            "a stable revision is named for a canary on gcp or azure.",
            "Leave it empty.",
        )


def receivers(s: Settings) -> Iterator[SettingProblem]:
    """How many are told of an alert."""
    told = len(s.alert_emails) + len(s.alert_webhooks)
    if s.cloud == "gcp" and told > _GCP_MAX_RECEIVERS:
        yield refuse(
            "alertEmails",
            told,
            f"on gcp an alert goes to {_GCP_MAX_RECEIVERS} receivers at most, not to {told}.",
            "Name a mailing list in their place.",
        )
    if s.cloud == "azure" and len(s.alert_webhooks) > _AZURE_MAX_WEBHOOKS:
        yield refuse(
            "alertWebhooks",
            len(s.alert_webhooks),
            f"on azure an alert goes to {_AZURE_MAX_WEBHOOKS} webhooks at most, not to {len(s.alert_webhooks)}.",
            "Name one in their place that passes it on.",
        )
