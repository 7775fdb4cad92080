"""Three texts become one: whatever either side did is in it, or in a clash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.project.lines import Clash, has_markers, marked, merge_lines, one_side, split_lines

texts = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"\n", b"}\n"]), max_size=12)


@st.composite
def edited(draw: st.DrawFn, base: list[bytes], side: str) -> list[bytes]:
    """The base with some lines gone, and lines in it that nobody else has."""
    lines = []
    for number in range(len(base) + 1):
        lines += [f"{side}{number}.{extra}\n".encode() for extra in range(draw(st.sampled_from([0, 0, 0, 1, 2])))]
        if number < len(base) and draw(st.sampled_from([True, True, True, False])):
            lines.append(base[number])
    return lines


@st.composite
def versions(draw: st.DrawFn) -> tuple[list[bytes], list[bytes], list[bytes]]:
    base = [f"base{number}\n".encode() for number in range(draw(st.integers(0, 12)))]
    return base, draw(edited(base, "mine")), draw(edited(base, "theirs"))


@given(versions())
def test_nothing_that_either_side_did_is_lost(three: tuple[list[bytes], list[bytes], list[bytes]]) -> None:
    base, mine, theirs = three
    parts = merge_lines(base, mine, theirs)
    clean = [line for part in parts if not isinstance(part, Clash) for line in part]
    my_clashes = [line for part in parts if isinstance(part, Clash) for line in part.mine]
    their_clashes = [line for part in parts if isinstance(part, Clash) for line in part.theirs]
    for side, clashes, other in ((mine, my_clashes, theirs), (theirs, their_clashes, mine)):
        # Lines added are there, once, and in their order.
        added = [line for line in side if line not in base]
        assert sorted(line for line in clean + clashes if line in added) == sorted(added)
        settled = one_side(parts, "mine" if side is mine else "theirs")
        assert [line for line in settled if line in side] == [line for line in side if line in settled]
        assert set(added) <= set(settled)
        # Lines deleted are gone, but where the sides clash.
        assert not (set(base) - set(side)) & set(clean)
        # No line comes from nowhere.
        assert set(settled) <= set(side) | set(other)


@given(base=texts, mine=texts, theirs=texts)
def test_one_side_alone_gets_its_way(base: list[bytes], mine: list[bytes], theirs: list[bytes]) -> None:
    assert one_side(merge_lines(base, mine, base), "theirs") == mine
    assert one_side(merge_lines(base, base, theirs), "mine") == theirs
    assert one_side(merge_lines(base, mine, mine), "mine") == mine
    # And it does not matter who is who.
    turned = [
        Clash(mine=part.theirs, theirs=part.mine) if isinstance(part, Clash) else part
        for part in merge_lines(base, theirs, mine)
    ]
    assert turned == merge_lines(base, mine, theirs)


@given(st.binary(max_size=40))
def test_lines_are_the_text(content: bytes) -> None:
    assert b"".join(split_lines(content)) == content


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        pytest.param("a b c d e", "a B c d e", "a b c D e", "a B c D e", id="apart"),
        pytest.param("a b c", "a c", "a b c d", "a c d", id="deleted and added"),
        pytest.param("a b", "x a b", "a b x", "x a b x", id="both ends"),
        pytest.param("a b c", "a X c", "a X c", "a X c", id="the same"),
        pytest.param("a b c", "a X c", "a Y c", "a < X = Y > c", id="the same line"),
        pytest.param("a b c", "a X c", "a b Y", "a < X c = b Y > ", id="lines that touch"),
        pytest.param("a b c", "a c", "a Y c", "a < = Y > c", id="deleted and changed"),
        pytest.param("a", "a x y z", "a x Y z", "a x < y = Y > z", id="only what differs is a clash"),
        pytest.param("", "x", "y", "< x = y >", id="nothing before"),
    ],
)
def test_a_text_comes_out_as_one_would_expect(base: str, mine: str, theirs: str, expected: str) -> None:
    names = {"<": "<<<<<<< yours", "=": "=======", ">": ">>>>>>> template"}
    lines = [[f"{word}\n".encode() for word in text.split()] for text in (base, mine, theirs)]
    text = "".join(f"{names.get(word, word)}\n" for word in expected.split())
    assert marked(merge_lines(*lines)) == text.encode()


def test_a_last_line_without_an_end_does_not_swallow_a_marker() -> None:
    parts = merge_lines([b"a"], [b"b"], [b"c"])
    assert marked(parts) == b"<<<<<<< yours\nb\n=======\nc\n>>>>>>> template\n"
    assert has_markers(marked(parts))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> branch\n", True),
        (b"<<<<<<< yours\r\n>>>>>>> template\r\n", True),
        (b"Title\n=======\n", False),
        (b">>>>>>> a\n<<<<<<< b\n", False),
        (b"<<<<<<<<<< no marker\n>>>>>>> a\n", False),
        (b"  <<<<<<< a\n  >>>>>>> b\n", False),
    ],
)
def test_markers_are_found_where_a_merge_puts_them(content: bytes, *, found: bool) -> None:
    assert has_markers(content) is found
