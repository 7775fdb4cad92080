"""Schedules: the cron and rate expressions of EventBridge and Application Auto Scaling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_RULES_PAGE: Final = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html"
_READ: Final = "2026-11-25"
_CRON: Final = re.compile(r"cron\((.*)\)")
_RATE: Final = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)")
_FIELDS: Final = 6
_DAY, _WEEKDAY = 2, 4


@rule(
    "aws:cloudwatch/eventRule:EventRule",
    "aws:scheduler/schedule:Schedule",
    "aws:appautoscaling/scheduledAction:ScheduledAction",
    page=_RULES_PAGE,
    read=_READ,
)
def cron_has_six_fields(inputs: Given) -> Iterator[Finding]:
    """A cron expression has six fields, the year too, and a question mark for the day of the month or of the week."""
    schedule = inputs["schedule"] if not inputs["schedule"].absent else inputs["scheduleExpression"]
    found = _CRON.fullmatch(schedule.text or "")
    if not found:
        return
    fields = found[1].split()
    if len(fields) != _FIELDS:
        yield schedule.finding(
            f"`{schedule.path}` is {schedule.shown}, with {len(fields)} fields; AWS has six: minutes, hours, day of "
            "the month, month, day of the week, year.",
            fix="For example `cron(0 8 ? * MON-FRI *)`.",
        )
    elif (fields[_DAY] == "?") == (fields[_WEEKDAY] == "?"):
        yield schedule.finding(
            f"`{schedule.path}` is {schedule.shown}; either the day of the month or the day of the week is `?`.",
            fix="Write `?` for the one that does not count.",
            # Application Auto Scaling's pages do not say so.
            severity="warning" if schedule.path == "schedule" else "error",
        )


@rule("aws:cloudwatch/eventRule:EventRule", page=_RULES_PAGE, read=_READ)
def rates_count_in_words(inputs: Given) -> Iterator[Finding]:
    """A rate is `rate(1 hour)` or `rate(5 hours)`: a whole number from 1, and the unit in its singular or plural."""
    schedule = inputs["scheduleExpression"]
    text = schedule.text or ""
    found = _RATE.fullmatch(text)
    if text.startswith("rate(") and (found is None or int(found[1]) < 1 or (int(found[1]) == 1) == bool(found[3])):
        right = f"rate({found[1]} {found[2]}{'' if int(found[1]) == 1 else 's'})" if found and int(found[1]) else ""
        yield schedule.finding(
            f"`scheduleExpression` is {schedule.shown}; a rate is a number from 1 and minute, hour or day, or minutes, "
            "hours or days when there are several.",
            fix=f"Give `{right}`." if right else "For example `rate(5 minutes)`.",
        )
