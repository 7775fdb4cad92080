"""Few combinations in which every two values meet: most faults need no more than two answers to show.

Some forty lines of our own, so that authors of templates need no package beside scaffolder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

_Pair = frozenset[tuple[str, int]]


def pairwise(dimensions: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Give rows with a value of each dimension, in which every two values of two dimensions meet.

    The first row has the first values; equal dimensions give equal rows.
    """
    sizes = {name: len(values) for name, values in dimensions.items()}
    left = dict.fromkeys(_pairs(sizes))  # in a fixed order, as a set has none
    rows = [dict.fromkeys(sizes, 0)]
    _cover(left, rows[0])
    while left:
        row = dict(next(iter(left)))
        for name, size in sizes.items():
            if name not in row:
                row[name] = _best(name, size, row, left)
        rows.append({name: row[name] for name in sizes})
        _cover(left, row)
    return [{name: dimensions[name][number] for name, number in row.items()} for row in rows]


def _pairs(sizes: Mapping[str, int]) -> list[_Pair]:
    if len(sizes) == 1:
        return [frozenset({(name, number)}) for name, size in sizes.items() for number in range(size)]
    return [
        frozenset({(one, first), (other, second)})
        for one, other in combinations(sizes, 2)
        for first in range(sizes[one])
        for second in range(sizes[other])
    ]


def _best(name: str, size: int, row: Mapping[str, int], left: Mapping[_Pair, None]) -> int:
    """Give the value that meets most of the row's for the first time."""
    return max(range(size), key=lambda number: sum(frozenset({(name, number), other}) in left for other in row.items()))


def _cover(left: dict[_Pair, None], row: Mapping[str, int]) -> None:
    size = min(2, len(row))
    for pair in combinations(row.items(), size):
        left.pop(frozenset(pair), None)
