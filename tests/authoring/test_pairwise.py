"""Every two values meet, in few rows."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scaffolder.authoring.pairwise import pairwise


def pairs(rows: list[dict[str, Any]]) -> set[frozenset[Any]]:
    return {frozenset(pair) for row in rows for pair in combinations(row.items(), 2)}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 4), min_size=2))
def test_every_two_values_meet_and_the_first_row_has_the_first_values(sizes: dict[str, int]) -> None:
    dimensions = {name: range(size) for name, size in sizes.items()}
    rows = pairwise(dimensions)
    everything = [dict(zip(sizes, row, strict=True)) for row in product(*dimensions.values())]
    assert pairs(rows) == pairs(everything)
    assert rows[0] == dict.fromkeys(sizes, 0)
    assert len(rows) <= len(everything)
    assert pairwise(dimensions) == rows


def test_few_rows_do() -> None:
    assert len(pairwise({name: range(3) for name in "abcd"})) <= 12  # of 81; nine is the least there is


def test_one_dimension_and_none() -> None:
    assert pairwise({"cloud": ["aws", "gcp"]}) == [{"cloud": "aws"}, {"cloud": "gcp"}]
    assert pairwise({}) == [{}]
