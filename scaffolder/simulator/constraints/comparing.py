"""How values are compared: as numbers where their text is one, and with each other in a list."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any


def number_of(value: Any) -> float | None:
    """Give the number that a value is or, as bridged providers take it, that its text is."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def repeated(values: Sequence[Any]) -> Any:
    """Give the first known value that comes twice in a list, None when each comes once."""
    seen = set()
    for value in values:
        key = _key(value)
        if key in seen:
            return value
        if key is not None:
            seen.add(key)
    return None


def _key(value: Any) -> str | None:
    """Give what tells a value from others; None for one that cannot be told, since it is not known."""
    try:
        return json.dumps(value, sort_keys=True)
    except TypeError:
        return None
