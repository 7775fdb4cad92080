"""Amounts as Kubernetes and Cloud Run write them: `500m` of a CPU, `512Mi` of memory."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

GIB: Final = 2**30
MIB: Final = 2**20
# The whole format: a number with an exponent or a suffix.
_QUANTITY: Final = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))([eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?")
_POWERS: Final = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY: Final = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
# No size is written with more digits of an exponent than this.
_LONGEST: Final = 40


def quantity(value: Any) -> float | None:
    """Give a quantity as a number of CPUs or bytes; None for what is no quantity."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = str(value)
    found = _QUANTITY.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    number, suffix = Decimal(found[1]), found[2] or ""
    if suffix in _BINARY:
        return float(number * 2 ** _BINARY[suffix])
    if suffix in _POWERS:
        return float(number.scaleb(_POWERS[suffix]))
    try:
        return float(Decimal(found[1] + suffix))
    except OverflowError:
        return None
