"""Budgets: when they begin, and who is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import AZURERM, MODELS, READ, filled, missing
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_TIMES: Final = AZURERM + "website/docs/r/consumption_budget_subscription.html.markdown"
_WHO: Final = MODELS + "consumption"
_BUDGET: Final = "azure-native:consumption:Budget"
_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")
_FIRST_MONTH: Final = "2017-06"


@rule(_BUDGET, page=_TIMES, read=READ)
def budgets_begin_with_a_month(inputs: Given) -> Iterator[Finding]:
    """A budget begins on the first of a month since June 2017, and ends later."""
    start, end = inputs["timePeriod"]["startDate"], inputs["timePeriod"]["endDate"]
    if start.text is None:
        return
    found = _DATE.fullmatch(start.text)
    if found is None:
        yield start.finding(
            f"`{start.path}` is {start.shown}, which is no date.", fix="For example `2026-01-01T00:00:00Z`."
        )
    elif found[3] != "01":
        yield start.finding(
            f"`{start.path}` is {start.shown}; a budget begins on the first of a month.",
            fix=f"Give `{found[1]}-{found[2]}-01T00:00:00Z`.",
        )
    elif f"{found[1]}-{found[2]}" < _FIRST_MONTH:
        yield start.finding(
            f"`{start.path}` is {start.shown}; a budget begins in June 2017 or later.", fix="Give a later month."
        )
    elif end.text and _DATE.fullmatch(end.text) and end.text[:10] <= start.text[:10]:
        yield end.finding(
            f"`{end.path}` is {end.shown}; it must lie after {start.shown}, the start.", fix="Give a later date."
        )


@rule(_BUDGET, page=_WHO, read=READ)
def budgets_tell_somebody(inputs: Given) -> Iterator[Finding]:
    """A budget's notification reaches an address, an action group or a role."""
    for _, notification in inputs["notifications"].entries():
        if notification.unknown or not notification.known:
            continue
        if not any(filled(notification[name]) for name in ("contactEmails", "contactGroups", "contactRoles")):
            yield missing(
                notification["contactEmails"],
                "a notification reaches an address, an action group or a role.",
                fix="Give one of `contactEmails`, `contactGroups` and `contactRoles`.",
            )
