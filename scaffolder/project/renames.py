"""Finds the files that a newer template has under another name, so that a user's edits follow them there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from scaffolder.project.changes import is_binary
from scaffolder.project.lines import split_lines
from scaffolder.tree import File, Tree

# Of two files that are not the same: how many lines they share, and which part of the larger one that is.
_SHARED_LINES = 5
_SHARED_PART = 0.6


def find_renames(
    base: Tree, mine: Tree, theirs: Tree, *, blocked: Collection[str], declared: Mapping[str, str]
) -> Mapping[str, str]:
    """Give old path to new for the files that the user changed or deleted; the others need no following.

    What the template declares wins over what looks alike.
    """
    gone = [
        path
        for path, file in base.items()
        if path not in theirs and path not in blocked and mine.get(path) != file and (file.content or path in declared)
    ]
    new = [path for path in theirs if path not in base and path not in mine and path not in blocked]
    renames = {path: declared[path] for path in gone if declared.get(path) in new}
    gone = [path for path in gone if path not in declared]
    new = [path for path in new if path not in declared.values()]
    if not gone or not new:
        return renames
    counted = {path: _lines(base[path]) for path in gone}, {path: _lines(theirs[path]) for path in new}
    ranked = sorted(
        (-likeness, old, place)
        for old in gone
        for place in new
        if (likeness := _likeness(base[old], theirs[place], counted[0][old], counted[1][place]))
    )
    for _, old, place in ranked:
        if old not in renames and place not in renames.values():
            renames[old] = place
    return renames


def _lines(file: File) -> Counter[bytes]:
    """Count a text's lines that say something."""
    return (
        Counter(line for line in split_lines(file.content) if line.strip())
        if not is_binary(file.content)
        else Counter()
    )


def _likeness(old: File, new: File, old_lines: Counter[bytes], new_lines: Counter[bytes]) -> float:
    """Give how much of one is in the other, 0 when that is too little to tell."""
    if old.content == new.content:
        return 1
    shared = (old_lines & new_lines).total()
    part = shared / max(old_lines.total(), new_lines.total(), 1)
    return part if shared >= _SHARED_LINES and part >= _SHARED_PART else 0
