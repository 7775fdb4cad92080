"""Merges three versions of a text line by line, in memory; what both sides changed differently is a clash.

The only library for it, `merge3`, is under the GPL and cannot come with this command; `git merge-file` needs git.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MINE, MIDDLE, THEIRS = b"<<<<<<< yours", b"=======", b">>>>>>> template"

Lines = Sequence[bytes]


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Lines that both sides changed, each in its own way."""

    mine: Lines
    theirs: Lines


@dataclass(frozen=True, kw_only=True)
class _Hunk:
    """Lines `start` to `end` of the base that one side replaced by its lines `first` to `last`."""

    start: int
    end: int
    first: int
    last: int


def split_lines(content: bytes) -> list[bytes]:
    """Give the lines with their ends; only a line feed ends one."""
    lines = content.split(b"\n")
    last = lines.pop()
    return [line + b"\n" for line in lines] + ([last] if last else [])


def merge_lines(base: Lines, mine: Lines, theirs: Lines) -> list[Lines | Clash]:
    """Put both sides' changes together: runs of lines, and a clash where changes overlap or touch."""
    parts: list[Lines | Clash] = []
    done = 0
    for start, end, ours, others in _groups(_hunks(base, mine), _hunks(base, theirs)):
        parts.append(base[done:start])
        my_lines, their_lines = _side(base, mine, ours, start, end), _side(base, theirs, others, start, end)
        if not others or my_lines == their_lines:
            parts.append(my_lines)
        elif not ours:
            parts.append(their_lines)
        else:
            parts.extend(_clash(my_lines, their_lines))
        done = end
    parts.append(base[done:])
    return [part for part in parts if part]


def marked(parts: Sequence[Lines | Clash]) -> bytes:
    """Give the text with both sides of each clash between conflict markers."""
    text = bytearray()
    for part in parts:
        if not isinstance(part, Clash):
            text += b"".join(part)
            continue
        for marker, lines in ((MINE, part.mine), (MIDDLE, part.theirs), (THEIRS, ())):
            if text and not text.endswith(b"\n"):
                text += b"\n"  # the file's last line, without an end of its own
            text += marker + b"\n" + b"".join(lines)
    return bytes(text)


def one_side(parts: Sequence[Lines | Clash], side: str) -> list[bytes]:
    """Give the lines with each clash settled for `mine` or `theirs`."""
    lines: list[bytes] = []
    for part in parts:
        chosen: Lines = getattr(part, side) if isinstance(part, Clash) else part
        if chosen and lines and not lines[-1].endswith(b"\n"):
            lines[-1] += b"\n"
        lines += chosen
    return lines


def has_markers(content: bytes) -> bool:
    """Whether a text holds a conflict that was not resolved, of ours or of a git merge."""
    starts = [line[:8].rstrip() for line in content.split(b"\n") if line[:7] in {MINE[:7], MIDDLE, THEIRS[:7]}]
    return MINE[:7] in starts and THEIRS[:7] in starts[starts.index(MINE[:7]) :]


def _hunks(base: Lines, side: Lines) -> list[_Hunk]:
    opcodes = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    return [_Hunk(start=i, end=j, first=k, last=n) for tag, i, j, k, n in opcodes if tag != "equal"]


def _groups(
    mine: Sequence[_Hunk], theirs: Sequence[_Hunk]
) -> Iterator[tuple[int, int, Sequence[_Hunk], Sequence[_Hunk]]]:
    """Give the stretches of the base that were changed, with the hunks of each side; those that touch are one."""
    ordered = sorted([*((hunk, 0) for hunk in mine), *((hunk, 1) for hunk in theirs)], key=lambda item: item[0].start)
    group: tuple[list[_Hunk], list[_Hunk]] = ([], [])
    start = end = 0
    for hunk, side in ordered:
        if (group[0] or group[1]) and hunk.start > end:
            yield start, end, *group
            group = ([], [])
        if not (group[0] or group[1]):
            start, end = hunk.start, hunk.end
        group[side].append(hunk)
        end = max(end, hunk.end)
    if group[0] or group[1]:
        yield start, end, *group


def _side(base: Lines, side: Lines, hunks: Sequence[_Hunk], start: int, end: int) -> Lines:
    """Give what a side has for lines `start` to `end` of the base."""
    if not hunks:
        return base[start:end]
    return side[hunks[0].first - (hunks[0].start - start) : hunks[-1].last + (end - hunks[-1].end)]


def _clash(mine: Lines, theirs: Lines) -> list[Lines | Clash]:
    """Take what both sides have in common out of the ends of a clash."""
    shorter = min(len(mine), len(theirs))
    head = next((n for n in range(shorter) if mine[n] != theirs[n]), shorter)
    tail = next((n for n in range(shorter - head) if mine[-1 - n] != theirs[-1 - n]), shorter - head)
    clash = Clash(mine=mine[head : len(mine) - tail], theirs=theirs[head : len(theirs) - tail])
    return [mine[:head], clash, mine[len(mine) - tail :]]
