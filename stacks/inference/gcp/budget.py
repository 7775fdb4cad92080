"""The month's budget, that tells when it is near its end."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from ..contract import BudgetArgs
from ..objectives import BUDGET_THRESHOLDS_PERCENT

# https://cloud.google.com/billing/docs/reference/budget/rest/v1/billingAccounts.budgets#NotificationsRule:
# at most five, and only channels of the type email.
_MOST_CHANNELS = 5
_PERCENT = 100


class Budget(pulumi.ComponentResource):
    """A budget for what carries the service's label in the project; it tells, and never stops anything."""

    def __init__(self, name: str, args: BudgetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Budget", name, {}, opts)
        settings = args.settings
        if settings.budget_monthly_usd:
            project = gcp.organizations.get_project_output(
                project_id=args.scope, opts=pulumi.InvokeOptions(parent=self)
            )
            emails = list(args.receivers)[: min(len(settings.alert_emails), _MOST_CHANNELS)]
            gcp.billing.Budget(
                f"{name}-month",
                billing_account=settings.billing_account,
                # At most 60 characters.
                display_name=f"{settings.name} {settings.environment}",
                amount={"specified_amount": {"currency_code": "USD", "units": str(settings.budget_monthly_usd)}},
                budget_filter={
                    "projects": [pulumi.Output.concat("projects/", project.number)],
                    # Only one label can be given, so the environments of a service that share a project share this.
                    "labels": {"service": settings.name},
                    "calendar_period": "MONTH",
                    "credit_types_treatment": "INCLUDE_ALL_CREDITS",
                },
                threshold_rules=_thresholds(),
                all_updates_rule={"monitoring_notification_channels": emails} if emails else None,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})


def _thresholds() -> list[gcp.billing.BudgetThresholdRuleArgsDict]:
    spent: list[gcp.billing.BudgetThresholdRuleArgsDict] = [
        {"threshold_percent": percent / _PERCENT, "spend_basis": "CURRENT_SPEND"}
        for percent in BUDGET_THRESHOLDS_PERCENT
    ]
    return [*spent, {"threshold_percent": 1.0, "spend_basis": "FORECASTED_SPEND"}]
