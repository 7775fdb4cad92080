"""What differs between two trees, and how a person reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import Literal

from scaffolder.project.lines import split_lines
from scaffolder.tree import File, Tree

_MODES = {False: "100644", True: "100755"}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One file that is not the same in both trees; None where a tree has it not."""

    path: str
    before: File | None
    after: File | None

    @property
    def kind(self) -> Literal["added", "removed", "changed", "mode"]:
        """What happened to it; `mode` when only who may execute it changed."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "mode" if self.before.content == self.after.content else "changed"


def changes(before: Tree, after: Tree) -> tuple[Change, ...]:
    """Give every file that differs, in the order of their paths."""
    return tuple(
        Change(path=path, before=before.get(path), after=after.get(path))
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    )


def is_binary(content: bytes) -> bool:
    """Whether something is no text to compare by lines, told as git tells it."""
    return b"\0" in content


def diff_lines(change: Change) -> Iterator[str]:
    """Give a change as git shows it, line by line, without the lines' ends."""
    old, new = f"a/{change.path}", f"b/{change.path}"
    yield f"diff --git {old} {new}"
    before, after = change.before, change.after
    if before is None and after is not None:
        yield f"new file mode {_MODES[after.executable]}"
    elif after is None and before is not None:
        yield f"deleted file mode {_MODES[before.executable]}"
    elif before is not None and after is not None and before.executable != after.executable:
        yield f"old mode {_MODES[before.executable]}"
        yield f"new mode {_MODES[after.executable]}"
    contents = before.content if before else b"", after.content if after else b""
    if contents[0] == contents[1]:
        return
    labels = old if before else "/dev/null", new if after else "/dev/null"
    if any(map(is_binary, contents)):
        yield f"Binary files {labels[0]} and {labels[1]} differ"
        return
    yield from text_diff(*contents, *labels)


def text_diff(before: bytes, after: bytes, old: str, new: str) -> Iterator[str]:
    """Give a unified diff of two texts, line by line, without the lines' ends."""
    lines = [split_lines(content) for content in (before, after)]
    texts = [[line.decode("utf-8", "surrogateescape") for line in side] for side in lines]
    for number, line in enumerate(unified_diff(texts[0], texts[1], old, new, lineterm="")):
        yield line.removesuffix("\n")
        if number > 1 and not line.startswith("@@") and not line.endswith("\n"):
            yield "\\ No newline at end of file"
