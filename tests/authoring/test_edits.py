"""A user's edits by chance: made as told, and missed when they are gone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scaffolder.authoring.edits import edited, lost
from scaffolder.project.merge import Merge, merge
from scaffolder.tree import File

FILES = {f"f{number}": File(f"{number}\nb\nc\n".encode()) for number in range(8)} | {"bin": File(b"\0\1"), "none": File(b"")}  # fmt: skip


@given(st.integers(0, 1000))
def test_what_was_edited_is_in_the_result_of_an_update(seed: int) -> None:
    mine, edits = edited(FILES, seed, 6)
    assert len({edit.path for edit in edits}) == len(edits) == 7
    theirs = {path: File(file.content.replace(b"b", b"B")) for path, file in FILES.items() if path != "f1"}
    merged = merge(FILES, mine, theirs, blocked={})
    assert list(lost(edits, mine, merged, merged.tree)) == []


@given(st.integers(0, 1000))
def test_each_edit_is_missed_when_the_result_is_the_template_alone(seed: int) -> None:
    mine, edits = edited(FILES, seed, 6)
    assert edited(FILES, seed, 6) == (mine, edits)
    nothing = Merge(tree=FILES, moved={}, merged=(), kept_deleted=(), conflicts=(), beside=())
    assert list(lost(edits, mine, nothing, FILES)) == list(edits)
