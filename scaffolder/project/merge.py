"""Merges three trees in memory: as generated, as edited, and as the newer template renders it.

Every edit of the user's is in the result, or in a conflict that is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from scaffolder.project.changes import is_binary, text_diff
from scaffolder.project.lines import Clash, marked, merge_lines, one_side, split_lines
from scaffolder.project.renames import find_renames
from scaffolder.tree import File, Tree

REJECTED, WHOLE = ".rej", ".theirs"


class Style(StrEnum):
    """What becomes of a conflict."""

    INLINE = "inline"
    REJ = "rej"
    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A file in which both sides cannot be had; `left` when there is something left to do by hand."""

    path: str
    reason: str
    left: bool


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What is put next to a file, under its name and `suffix`, for its user to look at."""

    path: str
    suffix: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Merge:
    """What comes out: the files, those that hold both sides' changes, and what is to be told.

    `moved` has the files whose edits followed them to the template's new name, old path to new.
    """

    tree: Tree
    moved: Mapping[str, str]
    merged: Sequence[str]
    kept_deleted: Sequence[str]
    conflicts: Sequence[Conflict]
    beside: Sequence[Beside]


def merge(
    base: Tree,
    mine: Tree,
    theirs: Tree,
    *,
    blocked: Mapping[str, str],
    style: Style = Style.INLINE,
    declared: Mapping[str, str] = MappingProxyType({}),
) -> Merge:
    """Merge by file, and where both sides changed one, by line.

    `blocked` says of paths why no file of `mine` is there, nor can be put there, such as a link. `declared` are the
    template's own words of which file has another name, old path to new; other renames are found.
    """
    moved = find_renames(base, mine, theirs, blocked=blocked, declared=declared)
    base, mine = ({moved.get(path, path): file for path, file in side.items()} for side in (base, mine))
    merging = _Merging(style=style)
    for path in sorted(base.keys() | mine.keys() | theirs.keys()):
        file = merging.file(path, base.get(path), mine.get(path), theirs.get(path), blocked.get(path, ""))
        if file is not None:
            merging.tree[path] = file
    return Merge(
        tree=merging.tree,
        moved=moved,
        merged=merging.merged,
        kept_deleted=merging.kept_deleted,
        conflicts=merging.conflicts,
        beside=merging.beside,
    )


@dataclass(kw_only=True)
class _Merging:
    """A merge under way."""

    style: Style
    tree: dict[str, File] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    kept_deleted: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    def file(self, path: str, base: File | None, mine: File | None, theirs: File | None, blocked: str) -> File | None:
        """Give what a path holds afterwards."""
        if theirs in (base, mine):
            return mine
        if blocked:
            if theirs is not None:
                self.conflicts.append(Conflict(path=path, reason=blocked, left=True))
            return None
        if mine == base:
            return theirs
        if mine is None:
            self.kept_deleted.append(path)
            return None
        if theirs is None:
            self._conflict(path, "you changed it, and the template has it no more")
            return None if self.style == Style.THEIRS else mine
        # Two can differ in it only when both added the file: then it stays as its user has it.
        executable = mine.executable if base is None or mine.executable != base.executable else theirs.executable
        return File(self._content(path, base.content if base else None, mine.content, theirs.content), executable)

    def _content(self, path: str, base: bytes | None, mine: bytes, theirs: bytes) -> bytes:
        if theirs in (base, mine):
            return mine
        if mine == base:
            return theirs
        if any(is_binary(content) for content in (base or b"", mine, theirs)):
            return self._whole(path, "both changed it, and it is no text", mine, theirs)
        line_end, contents = _same_line_ends(base, mine, theirs)
        parts = merge_lines(*map(split_lines, contents))
        clashes = sum(isinstance(part, Clash) for part in parts)
        if not clashes:
            self.merged.append(path)
            return _with_line_ends(b"".join(one_side(parts, "mine")), line_end)
        places = f"in {clashes} places" if clashes > 1 else "in one place"
        self._conflict(path, "both added it" if base is None else f"both changed the same lines {places}")
        if self.style == Style.INLINE:
            return _with_line_ends(marked(parts), line_end)
        sides = {side: _with_line_ends(b"".join(one_side(parts, side)), line_end) for side in ("mine", "theirs")}
        if self.style == Style.REJ:
            patch = "".join(f"{line}\n" for line in text_diff(sides["mine"], sides["theirs"], path, path))
            rejected = patch.encode("utf-8", "surrogateescape")
            self.beside.append(Beside(path=path, suffix=REJECTED, content=rejected))
        return sides["theirs" if self.style == Style.THEIRS else "mine"]

    def _whole(self, path: str, reason: str, mine: bytes, theirs: bytes) -> bytes:
        """Take one side's file as it is."""
        self._conflict(path, reason)
        if self.style == Style.THEIRS:
            return theirs
        if self.style != Style.OURS:
            self.beside.append(Beside(path=path, suffix=WHOLE, content=theirs))
        return mine

    def _conflict(self, path: str, reason: str) -> None:
        settled = {Style.OURS: ": yours is kept", Style.THEIRS: ": the template's is taken"}.get(self.style, "")
        self.conflicts.append(Conflict(path=path, reason=reason + settled, left=not settled))


def _same_line_ends(base: bytes | None, mine: bytes, theirs: bytes) -> tuple[bytes, list[bytes]]:
    """Give the line end of the result, and the texts with line feeds alone where each has one kind of end only.

    So a file that an editor or git turned to Windows' line ends still merges, and keeps them.
    """
    ends = [None if content is None else _line_end(content) for content in (base, mine, theirs)]
    texts = [base or b"", mine, theirs]
    if b"" in ends or b"\r\n" not in ends:
        return b"\n", texts
    my_end = ends[1] or ends[0] or ends[2] or b"\n"
    end = my_end if ends[0] is None or my_end != ends[0] else ends[2] or my_end
    return end, [text.replace(b"\r\n", b"\n") for text in texts]


def _line_end(content: bytes) -> bytes | None:
    """Give the one end that all lines have; empty when they are mixed, None when there is none."""
    all_ends, windows = content.count(b"\n"), content.count(b"\r\n")
    if not all_ends:
        return None
    return b"\r\n" if windows == all_ends else b"\n" if not windows else b""


def _with_line_ends(text: bytes, line_end: bytes) -> bytes:
    return text if line_end == b"\n" else text.replace(b"\n", line_end)
