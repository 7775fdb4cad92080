"""Azure Monitor: how often is looked and how far back, who is told, where logs go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import (
    AZURERM,
    DAY,
    HOUR,
    MINUTE,
    READ,
    SDK,
    filled,
    folded,
    missing,
    seconds_of,
    twice,
)
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_METRICS: Final = AZURERM + "internal/services/monitor/monitor_metric_alert_resource.go"
_CRITERIA: Final = "https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-metric-alert-rule"
_LOGS: Final = AZURERM + "website/docs/r/monitor_scheduled_query_rules_alert_v2.html.markdown"
_WORKSPACES: Final = AZURERM + "internal/services/loganalytics/log_analytics_workspace_resource.go"
_SETTINGS: Final = AZURERM + "internal/services/monitor/monitor_diagnostic_setting_resource.go"
_AUTOSCALE: Final = "https://learn.microsoft.com/azure/azure-monitor/autoscale/autoscale-understanding-settings"
_METRIC_ALERT: Final = "azure-native:monitor:MetricAlert"
_LOG_ALERT: Final = "azure-native:monitor:ScheduledQueryRule"
_WORKSPACE: Final = "azure-native:operationalinsights:Workspace"
_SETTING: Final = "azure-native:monitor:DiagnosticSetting"
_GROUP: Final = "azure-native:monitor:ActionGroup"
_SCALING: Final = "azure-native:monitor:AutoscaleSetting"

_METRIC_TIMES: Final = {"PT1M": MINUTE, "PT5M": 5 * MINUTE, "PT15M": 15 * MINUTE, "PT30M": 30 * MINUTE, "PT1H": HOUR,
                        "PT6H": 6 * HOUR, "PT12H": 12 * HOUR, "P1D": DAY}  # fmt: skip
_LOG_TIMES: Final = {"PT1M": MINUTE, "PT5M": 5 * MINUTE, "PT10M": 10 * MINUTE, "PT15M": 15 * MINUTE,
                     "PT20M": 20 * MINUTE, "PT30M": 30 * MINUTE, "PT45M": 45 * MINUTE, "PT1H": HOUR, "PT2H": 2 * HOUR,
                     "PT3H": 3 * HOUR, "PT4H": 4 * HOUR, "PT5H": 5 * HOUR, "PT6H": 6 * HOUR, "P1D": DAY,
                     "P2D": 2 * DAY}  # fmt: skip
_LEAST_DAYS, _MOST_DAYS, _FREE_DAYS, _LEAST_TABLE_DAYS = 30, 730, 7, 4
_RECEIVERS: Final = (
    "armRoleReceivers", "azureAppPushReceivers", "azureFunctionReceivers", "emailReceivers", "eventHubReceivers",
    "logicAppReceivers", "smsReceivers", "voiceReceivers", "webhookReceivers",
)  # fmt: skip
_DESTINATIONS: Final = (
    "workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId", "serviceBusRuleId",
)  # fmt: skip


def _not_among(given: Given, times: dict[str, int]) -> Iterator[Finding]:
    if given.text and seconds_of(given) not in times.values():
        yield given.finding(
            f"`{given.path}` is {given.shown}; allowed are {', '.join(times)}.", fix="Give one of these."
        )


def _looks_back_too_little(frequency: Given, window: Given, periods: float = 1) -> Iterator[Finding]:
    often, back = seconds_of(frequency), seconds_of(window)
    if often is not None and back is not None and often > back * periods:
        times = f", {periods:g} times" if periods > 1 else ""
        yield frequency.finding(
            f"`{frequency.path}` is {frequency.shown}, and `{window.path}` {window.shown}{times}; what comes between "
            "two looks would not be seen.",
            fix="Look more often, or further back.",
        )


@rule(_METRIC_ALERT, page=_METRICS, read=READ)
def metric_alerts_look_back_as_azure_does(inputs: Given) -> Iterator[Finding]:
    """A metric alert looks every 1 minute to 1 day, and back at least as far."""
    frequency, window = inputs["evaluationFrequency"], inputs["windowSize"]
    yield from _not_among(frequency, _METRIC_TIMES)
    yield from _not_among(window, _METRIC_TIMES)
    yield from _looks_back_too_little(frequency, window)


@rule(_METRIC_ALERT, page=_CRITERIA)
def criteria_have_names_of_their_own(inputs: Given) -> Iterator[Finding]:
    """The criteria of a metric alert have names of their own."""
    yield from twice((one["name"] for one in inputs["criteria"]["allOf"].items()), of="the criteria of an alert")


@rule(_LOG_ALERT, page=_LOGS, read=READ)
def log_alerts_look_back_as_azure_does(inputs: Given) -> Iterator[Finding]:
    """A log alert looks every 1 minute to 1 day, and back, over all its periods, at least as far; 2 days at most."""
    frequency, window = inputs["evaluationFrequency"], inputs["windowSize"]
    for given in (frequency, window, inputs["overrideQueryTimeRange"]):
        yield from _not_among(given, _LOG_TIMES)
    criteria = inputs["criteria"]["allOf"]
    periods = [one["failingPeriods"]["numberOfEvaluationPeriods"] for one in criteria.items()]
    if inputs["overrideQueryTimeRange"].absent and criteria.known and not any(one.unknown for one in periods):
        yield from _looks_back_too_little(frequency, window, max((one.number or 1 for one in periods), default=1))


@rule(_LOG_ALERT, page=_LOGS, read=READ)
def failing_periods_fit_into_two_days(inputs: Given) -> Iterator[Finding]:
    """A log alert asks for no more failing periods than it looks at, and all of them lie within two days."""
    window = seconds_of(inputs["windowSize"])
    for criterion in inputs["criteria"]["allOf"].items():
        periods = criterion["failingPeriods"]
        number, least = periods["numberOfEvaluationPeriods"], periods["minFailingPeriodsToAlert"]
        if number.number is not None and least.number is not None and least.number > number.number:
            yield least.finding(
                f"`{least.path}` is {least.shown} of {number.shown} periods; it cannot ask for more than there are.",
                fix="Ask for fewer, or give a larger `numberOfEvaluationPeriods`.",
            )
        elif number.number is not None and window is not None and number.number * window > 2 * DAY:
            yield number.finding(
                f"`{number.path}` is {number.shown}; with a window of {inputs['windowSize'].shown} that is more than "
                "two days.",
                fix="Give fewer periods, or a shorter window.",
            )


@rule(_WORKSPACE, page=_WORKSPACES, read=READ)
def workspaces_keep_logs_as_their_tier_does(inputs: Given) -> Iterator[Finding]:
    """A workspace keeps logs for 30 to 730 days, for 7 in the free tier."""
    days, sku = inputs["retentionInDays"], inputs["sku"]["name"]
    # Older tiers have limits of their own, and -1 for no limit.
    if days.number is None or sku.unknown or folded(sku) not in {"", "free", "pergb2018"}:
        return
    free = folded(sku) == "free"
    if free and days.number != _FREE_DAYS:
        yield days.finding(
            f"`retentionInDays` is {days.shown}; the free tier keeps logs for {_FREE_DAYS} days.",
            fix=f"Give {_FREE_DAYS}, or the SKU `PerGB2018`.",
            severity="warning",
        )
    elif not free and not _LEAST_DAYS <= days.number <= _MOST_DAYS:
        yield days.finding(
            f"`retentionInDays` is {days.shown}; allowed are {_LEAST_DAYS} to {_MOST_DAYS} days.",
            fix=f"Give {_LEAST_DAYS if days.number < _LEAST_DAYS else _MOST_DAYS} days.",
            # Single tables go down to this, so a workspace may one day.
            severity="warning" if _LEAST_TABLE_DAYS <= days.number < _LEAST_DAYS else "error",
        )


@rule(_SETTING, page=_SETTINGS, read=READ)
def diagnostic_settings_send_something_somewhere(inputs: Given) -> Iterator[Finding]:
    """A diagnostic setting has a destination, and says each log by its category or its group."""
    if not any(filled(inputs[name]) for name in _DESTINATIONS):
        yield missing(
            inputs["workspaceId"],
            "a diagnostic setting has a destination: a workspace, a storage account or an event hub.",
            fix="Give the id of one.",
        )
    for log in inputs["logs"].items():
        category, group = log["category"], log["categoryGroup"]
        if not log.unknown and category.absent == group.absent and not category.unknown and not group.unknown:
            said = "has neither a category nor a group" if category.absent else "has a category and a group"
            yield log.finding(f"`{log.path}` {said}; a log is one of them.", fix="Give one of the two.")


@rule(_GROUP, page=SDK, read=READ)
def receivers_have_names_of_their_own(inputs: Given) -> Iterator[Finding]:
    """The receivers of an action group have names of their own."""
    every = [one["name"] for kind in _RECEIVERS for one in inputs[kind].items()]
    yield from twice(every, of="the receivers of a group")


@rule(_SCALING, page=_AUTOSCALE, read=READ)
def capacities_are_in_order(inputs: Given) -> Iterator[Finding]:
    """An autoscale profile's default lies between its fewest and its most instances."""
    for profile in inputs["profiles"].items():
        capacity = profile["capacity"]
        least, usual, most = (capacity[name] for name in ("minimum", "default", "maximum"))
        if least.number is None or usual.number is None or most.number is None:
            continue
        if not least.number <= usual.number <= most.number:
            yield usual.finding(
                f"`{usual.path}` is {usual.shown}; it lies between `minimum`, {least.shown}, and `maximum`, "
                f"{most.shown}.",
                fix="Give one between them.",
            )
