"""Tells when the month's cost is near what was allowed."""

from __future__ import annotations

import datetime

import pulumi
import pulumi_azure_native as az

from ..contract import BudgetArgs
from ..labels import service_labels
from ..names import short_name, stable_guid
from ..objectives import BUDGET_THRESHOLDS_PERCENT
from ._account import subscription_id

_NAME_LIMIT = 63
# https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update (contactEmails of Notification)
_MOST_EMAILS = 50


class Budget(pulumi.ComponentResource):
    """A monthly budget over all that carries this stack's labels; it warns, and stops nothing.

    DIFFERS: Azure counts in the currency of the subscription's bill; the number is taken as it is.
    """

    def __init__(self, name: str, args: BudgetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:Budget", name, {}, opts)
        if args.settings.budget_monthly_usd:
            self._budget(name, args)
        self.register_outputs({})

    def _budget(self, name: str, args: BudgetArgs) -> None:
        settings = args.settings
        labels = service_labels(settings)
        # Azure takes the first of the month it is made in, and never another one afterwards.
        # https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update
        month = datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m-01T00:00:00Z")
        az.consumption.Budget(
            f"{name}-monthly",
            budget_name=short_name(
                settings.name, settings.environment, stable_guid(settings.stack)[:6], limit=_NAME_LIMIT
            ),
            scope=subscription_id(settings, self).apply(lambda account: f"/subscriptions/{account}"),
            category="Cost",
            amount=settings.budget_monthly_usd,
            time_grain="Monthly",
            time_period={"start_date": month},
            filter={
                "and_": [
                    {"tags": {"name": key, "operator": "In", "values": [labels[key]]}} for key in ("service", "stack")
                ]
            },
            notifications={
                f"actual-{percent}": az.consumption.NotificationArgs(
                    enabled=True,
                    operator="GreaterThanOrEqualTo",
                    threshold=percent,
                    threshold_type="Actual",
                    contact_emails=list(settings.alert_emails)[:_MOST_EMAILS],
                    # Tells everybody, those over the limit too.
                    contact_groups=list(args.receivers),
                    contact_roles=["Owner"],
                )
                for percent in BUDGET_THRESHOLDS_PERCENT
            },
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["time_period"]),
        )
