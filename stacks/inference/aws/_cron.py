"""Five-field cron expressions as AWS writes them."""

from __future__ import annotations

import re

_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_LAST_WEEKDAY = 7  # cron takes Sunday as 0 and as 7


def aws_schedules(cron: str) -> tuple[str, ...]:
    """The expressions that fire when `cron` does.

    AWS has six fields, its weekdays begin at 1, and one of the two days must be left open with a question mark:
    https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html.
    Cron fires when either day matches once both are given, which takes two expressions.
    """
    minute, hour, day, month, weekday = cron.split()
    minute, hour = _steps(minute, first=0), _steps(hour, first=0)
    day, month = _steps(day, first=1), _steps(month, first=1)
    if weekday == "*":
        return (f"cron({minute} {hour} {day} {month} ? *)",)
    by_weekday = f"cron({minute} {hour} ? {month} {_weekdays(weekday)} *)"
    return (by_weekday,) if day == "*" else (f"cron({minute} {hour} {day} {month} ? *)", by_weekday)


def _steps(field: str, *, first: int) -> str:
    """`*/15` as `0/15`: AWS counts steps from a number."""
    return re.sub(r"(?<!\d)\*/", f"{first}/", field)


def _weekdays(field: str) -> str:
    """The weekdays by name, since AWS numbers them otherwise."""
    chosen: set[int] = set()
    for part in field.upper().split(","):
        span, _, step = part.partition("/")
        start, _, end = span.partition("-")
        if span == "*":
            first, last = 0, 6
        else:
            first = _weekday(start)
            last = _weekday(end) if end else first
            last = last + _LAST_WEEKDAY if last < first else last
        chosen |= {number % _LAST_WEEKDAY for number in range(first, last + 1, int(step or 1))}
    return ",".join(_DAYS[number] for number in sorted(chosen))


def _weekday(text: str) -> int:
    return _DAYS.index(text) if text in _DAYS else int(text)
