"""Schedules in the five fields of cron, as rules read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from scaffolder.simulator.rules.given import Finding, Given

_COUNT: Final = 5
_DIGITS: Final = 4
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
# Each field of a schedule: what it is called, its numbers, and the names it may have instead.
_FIELDS: Final = (
    ("minute", 0, 59, ()), ("hour", 0, 23, ()), ("day of the month", 1, 31, ()),
    ("month", 1, 12, _MONTHS), ("day of the week", 0, 7, _DAYS),
)  # fmt: skip
# The clouds know the old names of zones too; Debian 13 and Ubuntu 24.04 have them in a package of their own.
_OLD_ZONE: Final = "Asia/Calcutta"
_PART: Final = re.compile(r"(\*|\?|\w+(?:-\w+)?)(?:/(\d{1,3}))?")


class _Wrong(NamedTuple):
    """A field that is not right: what it is called, its text, and the numbers that it may have."""

    name: str
    text: str
    low: int
    high: int


def cron_findings(schedule: Given, *, sunday: int = 7, question_mark: bool = False) -> Iterator[Finding]:
    """Say what is wrong with a schedule of cron, once.

    `sunday` is the last number of a weekday; a `question_mark` may stand for every value, as the asterisk does.
    """
    text = schedule.text or ""
    count = len(text.split())
    if count != _COUNT:
        yield schedule.finding(
            f"`{schedule.path}` is {schedule.shown}, which has {count} fields; a schedule has five.",
            fix="Give minute, hour, day of the month, month and day of the week, such as `0 9 * * 1-5`.",
        )
    elif wrong := _wrong_field(text, sunday, frozenset("*?" if question_mark else "*")):
        yield schedule.finding(
            f"`{schedule.path}` is {schedule.shown}, whose {wrong.name} is `{wrong.text}`; allowed are {wrong.low} to "
            f"{wrong.high}.",
            fix="Give numbers, ranges such as `1-5`, steps such as `*/15`, or `*`.",
        )


def _wrong_field(schedule: str, sunday: int, every: frozenset[str]) -> _Wrong | None:
    for text, (name, low, last, names) in zip(schedule.split(), _FIELDS, strict=True):
        high = sunday if name == "day of the week" else last
        if not all(_part_is_right(part.lower(), low, high, names, every) for part in text.split(",")):
            return _Wrong(name, text, low, high)
    return None


def _part_is_right(part: str, low: int, high: int, names: tuple[str, ...], every: frozenset[str]) -> bool:
    found = _PART.fullmatch(part)
    if found is None or (found[2] is not None and int(found[2]) == 0):
        return False
    ends = [] if found[1] in every else found[1].split("-")
    return all(end in names or (end.isdecimal() and len(end) < _DIGITS and low <= int(end) <= high) for end in ends)


def time_zone_is_none(zone: Given) -> bool:
    """Say whether a time zone is given that the tz database does not have, as far as this machine can tell."""
    name = zone.text
    return name is not None and name.lower() != "utc" and _is_here(_OLD_ZONE) and not _is_here(name)


def _is_here(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True
