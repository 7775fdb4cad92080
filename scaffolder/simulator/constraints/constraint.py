"""One constraint: where it applies, and what is allowed there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

Number = int | float
Severity = Literal["error", "warning"]

EACH: Final = "[*]"
VALUES: Final = ".*"
_STEP: Final = re.compile(r"\[\*\]|\.\*|\.?(?:[A-Za-z_$][\w$-]*)")


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a limit is written: a page or model, and the day it was read."""

    page: str
    read: str = ""

    def __str__(self) -> str:
        return f"{self.page} (read {self.read})" if self.read else self.page


@dataclass(frozen=True, kw_only=True)
class Constraint:
    """What is allowed at one property path of one resource type.

    A constraint may hold several kinds at once. `any_case` lets allowed words be written in
    any case, `says` is the pattern in words, `note` why the limit is there; `good`
    and `bad` are examples for a pattern, which its test uses.
    """

    type: str
    path: str
    source: Source
    severity: Severity = "error"
    min: Number | None = None
    max: Number | None = None
    step: Number | None = None
    unit: str = ""
    allowed: tuple[Any, ...] = ()
    any_case: bool = False
    pattern: str = ""
    says: str = ""
    length: tuple[int, int] | None = None
    bytes: tuple[int, int] | None = None
    items: tuple[int, int] | None = None
    unique: bool = False
    note: str = ""
    good: tuple[Any, ...] = ()
    bad: tuple[Any, ...] = ()

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The path in parts: names, `[*]` for each item of a list, `.*` for each value of a map."""
        return parse_path(self.path)

    @cached_property
    def matcher(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first needed."""
        return re.compile(self.pattern)


def parse_path(path: str) -> tuple[str, ...]:
    """Give the parts of a path such as `rules[*].ports.*`; one that is malformed raises ValueError."""
    steps: list[str] = []
    place = 0
    while place < len(path):
        found = _STEP.match(path, place)
        if found is None or (place == 0) != (found[0][0] not in ".["):
            raise ValueError(path)
        steps.append(found[0] if found[0] in {EACH, VALUES} else found[0].removeprefix("."))
        place = found.end()
    if not steps:
        raise ValueError(path)
    return tuple(steps)
