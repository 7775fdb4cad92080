"""Three trees become one: every edit is in the result, or in a conflict that is reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.project.merge import Beside, Conflict, Merge, Style, merge
from scaffolder.tree import File, Tree
from tests.updates import tree

PATHS = [f"{folder}{name}" for folder in ("", "infra/", "infra/aws/") for name in "abc"]
BINARY = b"\x00\x01"


@st.composite
def contents(draw: st.DrawFn, side: str, base: bytes | None) -> bytes:
    """A file's bytes: some of its lines gone, some of this side's own in it, perhaps with other line ends."""
    old = base.replace(b"\r\n", b"\n").split(b"\n") if base else [f"line {number}".encode() for number in range(8)]
    kept = [line for line in old if draw(st.sampled_from([True, True, True, False]))]
    for number in range(draw(st.integers(0, 3))):
        kept.insert(draw(st.integers(0, len(kept))), f"{side} {number} {draw(st.integers(0, 9**9))}".encode())
    end = draw(st.sampled_from([b"\n", b"\n", b"\n", b"\r\n"]))
    binary = draw(st.sampled_from([b"", b"", b"", b"", BINARY]))
    return end.join(kept) + draw(st.sampled_from([b"", end])) + binary


@st.composite
def versions(draw: st.DrawFn) -> tuple[Tree, Tree, Tree]:
    base, mine, theirs = {}, {}, {}
    for path in PATHS:
        if draw(st.booleans()):
            base[path] = File(draw(contents("base", None)), draw(st.booleans()))
        for side, name in ((mine, "mine"), (theirs, "theirs")):
            happens = draw(st.sampled_from(["kept", "kept", "removed", "edited", "mode"]))
            file = base.get(path)
            if happens == "edited":
                side[path] = File(draw(contents(name, file.content if file else None)), draw(st.booleans()))
            elif file and happens == "mode":
                side[path] = File(file.content, not file.executable)
            elif file and happens == "kept":
                side[path] = file
    return base, mine, theirs


def lines(content: bytes) -> set[bytes]:
    return set(content.replace(BINARY, b"").replace(b"\r", b"").split(b"\n"))


def added(content: bytes, side: str) -> set[bytes]:
    return {line for line in lines(content) if line.startswith(side.encode())}


@pytest.mark.parametrize("style", [Style.INLINE, Style.REJ, Style.OURS])
@given(three=versions())
def test_every_edit_is_in_the_result(style: Style, three: tuple[Tree, Tree, Tree]) -> None:
    base, mine, theirs = three
    result = merge(base, mine, theirs, blocked={}, style=style)
    conflicts = {conflict.path for conflict in result.conflicts}
    for path in PATHS:
        if path in result.moved.values():
            continue  # looked at by its old name
        place = result.moved.get(path, path)
        before, my_file, file = base.get(path), mine.get(path), result.tree.get(place)
        if my_file == before:
            assert file == theirs.get(path)
        elif my_file is None:
            assert file is None
        else:
            assert file is not None
            assert added(my_file.content, "mine") <= added(file.content, "mine")
            if before is None or my_file.executable != before.executable:
                assert file.executable == my_file.executable
            if before is not None and place not in conflicts:
                gone = lines(before.content) - lines(my_file.content) - {b""}
                assert not gone & lines(file.content)


@given(three=versions())
def test_what_the_template_changed_is_there_or_told(three: tuple[Tree, Tree, Tree]) -> None:
    base, mine, theirs = three
    result = merge(base, mine, theirs, blocked={})
    told = {conflict.path for conflict in result.conflicts} | set(result.kept_deleted)
    told |= {new for old, new in result.moved.items() if old not in mine}
    for path, file in theirs.items():
        if path not in told and base.get(path) != file:
            assert added(file.content, "theirs") <= added(result.tree[path].content, "theirs")
    assert result.tree.keys() <= mine.keys() | theirs.keys()


@given(three=versions(), style=st.sampled_from(Style))
def test_an_update_twice_is_an_update_once(three: tuple[Tree, Tree, Tree], style: Style) -> None:
    base, mine, theirs = three
    once = merge(base, mine, theirs, blocked={}, style=style)
    twice = merge(theirs, once.tree, theirs, blocked={}, style=style)
    assert twice == Merge(tree=once.tree, moved={}, merged=[], kept_deleted=[], conflicts=[], beside=[])


@given(three=versions())
def test_taking_the_templates_side_leaves_only_edits_that_do_not_clash(three: tuple[Tree, Tree, Tree]) -> None:
    base, mine, theirs = three
    result = merge(base, mine, theirs, blocked={}, style=Style.THEIRS)
    for path in (conflict.path for conflict in result.conflicts):
        file = theirs.get(path)
        assert (file is None) == (path not in result.tree)
        if file is not None:
            assert added(file.content, "theirs") <= added(result.tree[path].content, "theirs")
    assert not any(conflict.left for conflict in result.conflicts)


def one(base: bytes | None, mine: bytes | None, theirs: bytes | None, style: Style = Style.INLINE) -> Merge:
    """Merge trees of one file."""
    trees = [tree({"f": content} if content is not None else {}) for content in (base, mine, theirs)]
    return merge(*trees, blocked={}, style=style)


LINES = b"1\n2\n3\n4\n5\n"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        pytest.param(LINES, LINES.replace(b"1", b"mine"), LINES + b"6\n", b"mine\n2\n3\n4\n5\n6\n", id="both"),
        pytest.param(LINES, LINES.replace(b"\n", b"\r\n"), LINES + b"6\n", (LINES + b"6\n").replace(b"\n", b"\r\n"), id="my line ends"),
        pytest.param(LINES, b"0\n" + LINES, LINES.replace(b"\n", b"\r\n"), (b"0\n" + LINES).replace(b"\n", b"\r\n"), id="their line ends"),
        pytest.param(LINES, b"1\r\n2\n3\n4\n5\n", LINES + b"6\n", b"1\r\n2\n3\n4\n5\n6\n", id="mixed line ends"),
        pytest.param(LINES, LINES[:-1], b"0\n" + LINES, b"0\n" + LINES[:-1], id="no end at the end"),
        pytest.param(LINES, b"\xff\n" + LINES, LINES + b"\xfe\n", b"\xff\n" + LINES + b"\xfe\n", id="no UTF-8"),
        pytest.param(LINES, LINES.replace(b"1", b"1 "), LINES + b"6\n", b"1 \n2\n3\n4\n5\n6\n", id="a space is an edit"),
        pytest.param(None, LINES, LINES, LINES, id="both added the same"),
        pytest.param(b"\0", b"\0m", b"\0", b"\0m", id="my binary"),
        pytest.param(b"\0", b"\0", b"\0t", b"\0t", id="their binary"),
        pytest.param(LINES, None, LINES + b"6\n", None, id="deleted here"),
        pytest.param(LINES, LINES, None, None, id="deleted there"),
    ],
)  # fmt: skip
def test_what_can_be_merged_is(base: bytes | None, mine: bytes | None, theirs: bytes, expected: bytes | None) -> None:
    result = one(base, mine, theirs)
    assert result.tree == tree({"f": expected} if expected is not None else {})
    assert result.conflicts == []
    assert result.beside == []


CLASH = (LINES, LINES.replace(b"3", b"m"), LINES.replace(b"3", b"t") + b"6\n")
PATCH = b"--- f\n+++ f\n@@ -1,6 +1,6 @@\n 1\n 2\n-m\n+t\n 4\n 5\n 6\n"


@pytest.mark.parametrize(
    ("style", "expected", "told", "beside"),
    [
        (Style.INLINE, b"1\n2\n<<<<<<< yours\nm\n=======\nt\n>>>>>>> template\n4\n5\n6\n", "", []),
        (Style.REJ, b"1\n2\nm\n4\n5\n6\n", "", [Beside(path="f", suffix=".rej", content=PATCH)]),
        (Style.OURS, b"1\n2\nm\n4\n5\n6\n", ": yours is kept", []),
        (Style.THEIRS, b"1\n2\nt\n4\n5\n6\n", ": the template's is taken", []),
    ],
)
def test_lines_that_clash(style: Style, expected: bytes, told: str, beside: list[Beside]) -> None:
    result = one(*CLASH, style)
    reason = f"both changed the same lines in one place{told}"
    assert result.tree == tree({"f": expected})
    assert result.conflicts == [Conflict(path="f", reason=reason, left=not told)]
    assert result.beside == beside


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize(
    ("base", "mine", "theirs", "reason", "beside"),
    [
        (b"\0", b"\0m", b"\0t", "both changed it, and it is no text", [Beside(path="f", suffix=".theirs", content=b"\0t")]),
        (LINES, b"m", None, "you changed it, and the template has it no more", []),
        (None, b"\0m", b"t", "both changed it, and it is no text", [Beside(path="f", suffix=".theirs", content=b"t")]),
    ],
)  # fmt: skip
def test_files_that_clash_as_a_whole(  # noqa: PLR0917 - pytest names them
    style: Style, base: bytes | None, mine: bytes, theirs: bytes | None, reason: str, beside: list[Beside]
) -> None:
    result = one(base, mine, theirs, style)
    kept = theirs if style == Style.THEIRS else mine
    told = {Style.OURS: ": yours is kept", Style.THEIRS: ": the template's is taken"}.get(style, "")
    assert result.tree == tree({"f": kept} if kept is not None else {})
    assert result.conflicts == [Conflict(path="f", reason=reason + told, left=not told)]
    assert result.beside == ([] if told else beside)


def test_line_ends_survive_a_clash() -> None:
    base, mine, theirs = (text.replace(b"\n", b"\r\n") for text in CLASH)
    text = b"1\n2\n<<<<<<< yours\nm\n=======\nt\n>>>>>>> template\n4\n5\n6\n"
    assert one(base, mine, theirs).tree == tree({"f": text.replace(b"\n", b"\r\n")})
    assert one(CLASH[0], mine, CLASH[2]).tree == tree({"f": text.replace(b"\n", b"\r\n")})


TEN = "".join(f"{number}\n" for number in range(10))


@pytest.mark.parametrize(
    ("mine", "theirs", "expected", "moved"),
    [
        pytest.param({"old": f"mine\n{TEN}"}, {"new": f"{TEN}10\n"}, {"new": f"mine\n{TEN}10\n"}, {"old": "new"}, id="edited"),
        pytest.param({"old": f"mine\n{TEN}"}, {"new": TEN}, {"new": f"mine\n{TEN}"}, {"old": "new"}, id="only moved"),
        pytest.param({}, {"new": f"{TEN}10\n"}, {}, {"old": "new"}, id="deleted"),
        pytest.param({"old": TEN}, {"new": f"{TEN}10\n"}, {"new": f"{TEN}10\n"}, {}, id="not edited"),
        pytest.param({"old": "mine\n"}, {"new": TEN[:10], "best": TEN}, {"best": "mine\n", "new": TEN[:10]}, {"old": "best"}, id="the likest"),
        pytest.param({"old": f"mine\n{TEN}", "new": "own"}, {"new": TEN}, {"old": f"mine\n{TEN}", "new": "own"}, {}, id="the place is taken"),
        pytest.param({"old": "mine\n"}, {"new": TEN[:6]}, {"old": "mine\n", "new": TEN[:6]}, {}, id="too unlike"),
    ],
)  # fmt: skip
def test_edits_follow_a_file_to_its_new_name(
    mine: dict[str, str], theirs: dict[str, str], expected: dict[str, str], moved: dict[str, str]
) -> None:
    result = merge(tree({"old": TEN}), tree(mine), tree(theirs), blocked={}, style=Style.OURS)
    assert (result.tree, result.moved) == (tree(expected), moved)


def test_what_cannot_be_written_is_a_conflict_only_when_the_template_changed_it() -> None:
    base, theirs = tree({"a": "1", "b": "1", "c": "1"}), tree({"a": "2", "b": "1", "d": "new"})
    blocked = {"a": "it is a link", "b": "it is a link", "c": "it is a link", "d": "it is a folder"}
    result = merge(base, {}, theirs, blocked=blocked)
    assert result.tree == {}
    assert result.conflicts == [
        Conflict(path="a", reason="it is a link", left=True),
        Conflict(path="d", reason="it is a folder", left=True),
    ]
