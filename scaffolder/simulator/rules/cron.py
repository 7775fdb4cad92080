"""Schedules in the five fields of cron, as rules read them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

COUNT: Final = 5
_DIGITS: Final = 4
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
# Each field of a schedule: what it is called, its numbers, and the names it may have instead.
_FIELDS: Final = (
    ("minute", 0, 59, ()), ("hour", 0, 23, ()), ("day of the month", 1, 31, ()),
    ("month", 1, 12, _MONTHS), ("day of the week", 0, 7, _DAYS),
)  # fmt: skip
_PART: Final = re.compile(r"(\*|\?|\w+(?:-\w+)?)(?:/(\d{1,3}))?")


class Wrong(NamedTuple):
    """A field that is not right: what it is called, its text, and the numbers that it may have."""

    name: str
    text: str
    low: int
    high: int


def wrong_field(schedule: str, *, sunday: int = 7) -> Wrong | None:
    """Give the first field that is not right of a schedule with five; `sunday` is the last number of a weekday."""
    for text, (name, low, last, names) in zip(schedule.split(), _FIELDS, strict=True):
        high = sunday if name == "day of the week" else last
        if not all(_part_is_right(part.lower(), low, high, names) for part in text.split(",")):
            return Wrong(name, text, low, high)
    return None


def _part_is_right(part: str, low: int, high: int, names: tuple[str, ...]) -> bool:
    found = _PART.fullmatch(part)
    if found is None or (found[2] is not None and int(found[2]) == 0):
        return False
    ends = [] if found[1] in {"*", "?"} else found[1].split("-")
    return all(end in names or (end.isdecimal() and len(end) < _DIGITS and low <= int(end) <= high) for end in ends)
