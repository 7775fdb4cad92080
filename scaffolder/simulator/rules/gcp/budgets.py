"""Cloud Billing budgets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_BUDGET: Final = "gcp:billing/budget:Budget"
_API: Final = "https://billingbudgets.googleapis.com/$discovery/rest?version=v1"
_MODEL: Final = (
    "https://github.com/googleapis/googleapis/blob/f8291d2b89f0017ab078a4c7378069bae5686f6f/"
    "google/cloud/billing/budgets/v1/budget_model.proto"
)
_READ: Final = "2026-11-25"
_MANY: Final = 10


@rule(_BUDGET, page=_MODEL, read=_READ)
def budget_has_one_period(inputs: Given) -> Iterator[Finding]:
    """A budget is for a calendar period or for one of its own."""
    filter_ = inputs["budgetFilter"]
    if filter_["calendarPeriod"].known and filter_["customPeriod"].known:
        yield filter_["customPeriod"].finding(
            "`budgetFilter.calendarPeriod` and `budgetFilter.customPeriod` are given; a budget has one period.",
            fix="Keep one of them.",
        )


@rule(_BUDGET, page=_API, read=_READ)
def budget_thresholds_are_fractions(inputs: Given) -> Iterator[Finding]:
    """A threshold is a fraction of the budget: 0.5 stands for half."""
    for one in inputs["thresholdRules"].items():
        percent = one["thresholdPercent"]
        if percent.number is not None and percent.number > _MANY:
            yield percent.finding(
                f"`{percent.path}` is {percent.shown}, that is {percent.number:.0%} of the budget.",
                fix=f"Give {percent.number / 100:g} for {percent.number:g} percent.",
                severity="warning",
            )


@rule(_BUDGET, page=_API, read=_READ)
def budget_names_are_full(inputs: Given) -> Iterator[Finding]:
    """What a budget counts and whom it tells is named in full."""
    filter_, told = inputs["budgetFilter"], inputs["allUpdatesRule"]
    wanted = (
        (filter_["projects"], ("projects/",)),
        (filter_["services"], ("services/",)),
        (filter_["resourceAncestors"], ("folders/", "organizations/")),
        (filter_["subaccounts"], ("billingAccounts/",)),
        (told["monitoringNotificationChannels"], ("projects/",)),
    )
    for list_, prefixes in wanted:
        for item in list_.items():
            if item.text and not item.text.startswith(prefixes):
                yield item.finding(
                    f"`{item.path}` is {item.shown}; it begins with {' or '.join(f'`{one}`' for one in prefixes)}.",
                    fix=f"Give `{prefixes[0]}{item.text}`." if not item.secret else "Give the full name.",
                )
    topic = told["pubsubTopic"]
    if topic.text and not topic.text.startswith("projects/"):
        yield topic.finding(f"`{topic.path}` is {topic.shown}; it begins with `projects/`.", fix="Give the topic's id.")
