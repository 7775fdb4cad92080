"""What the service may cost in a month."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import BudgetArgs
from ..objectives import BUDGET_THRESHOLDS_PERCENT
from ._account import service_name


class Budget(pulumi.ComponentResource):
    """Messages when the month's cost nears the budget; it stops nothing.

    The cost is found by the label `stack`, which the account must have activated as a cost allocation tag (billing
    console, once for an account): https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html.
    """

    def __init__(self, name: str, args: BudgetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Budget", name, {}, opts)
        settings = args.settings
        if settings.budget_monthly_usd:
            aws.budgets.Budget(
                f"{name}-month",
                name=service_name(settings, limit=100),
                account_id=args.scope,
                budget_type="COST",
                time_unit="MONTHLY",
                limit_amount=str(settings.budget_monthly_usd),
                limit_unit="USD",
                # By both: another service of the account may have a stack of the same name.
                filter_expression={
                    "ands": [{"tags": {"key": key, "values": [args.labels[key]]}} for key in ("service", "stack")]
                },
                metrics="UnblendedCost",
                notifications=[
                    aws.budgets.BudgetNotificationArgs(
                        comparison_operator="GREATER_THAN",
                        notification_type=kind,
                        threshold=float(percent),
                        threshold_type="PERCENTAGE",
                        subscriber_sns_topic_arns=[args.receivers[0]],
                    )
                    for kind, percents in (("ACTUAL", BUDGET_THRESHOLDS_PERCENT), ("FORECASTED", (100,)))
                    for percent in percents
                ],
                tags=args.labels,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})
