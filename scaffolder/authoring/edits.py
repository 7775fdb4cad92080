"""Edits as a project's user might make them, by chance but always the same, and whether they are all still there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from scaffolder.project.changes import is_binary
from scaffolder.project.lines import split_lines
from scaffolder.project.merge import Merge
from scaffolder.tree import File, Tree


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Something that was done to a file: `mark` is what it then holds, and nothing else does."""

    path: str
    what: str
    mark: bytes = b""


def edited(tree: Tree, seed: int, count: int) -> tuple[Tree, tuple[Edit, ...]]:
    """Edit `count` files of a tree, each in one way, and add one of the user's own."""
    chance = Random(seed)  # noqa: S311 - nothing to guess: the same edits for the same seed are what is wanted
    mine, edits = dict(tree), []
    paths = chance.sample(sorted(tree), min(count, len(tree)))
    for number, path in enumerate(paths):
        mark = f"edit {number} of {chance.getrandbits(32):08x}".encode()
        what = chance.choice(["insert", "replace", "append", "delete", "mode"])
        if what == "delete":
            del mine[path]
        elif what == "mode":
            mine[path] = File(tree[path].content, executable=not tree[path].executable)
        else:
            mine[path] = File(_WRITERS[what](tree[path].content, mark, chance), tree[path].executable)
        edits.append(Edit(path=path, what=what, mark=mark if what in _WRITERS else b""))
    own = Edit(path="own/notes.txt", what="add", mark=b"a file of the user's own")
    mine[own.path] = File(own.mark)
    return mine, (*edits, own)


def lost(edits: Sequence[Edit], mine: Tree, merged: Merge, after: Tree) -> Iterator[Edit]:
    """Give the edits that are neither in the files `after` an update nor in one of its conflicts."""
    told = {conflict.path for conflict in merged.conflicts}
    for edit in edits:
        path = merged.moved.get(edit.path, edit.path)
        file = after.get(path)
        if path in told or edit.path in told:
            continue
        if edit.what == "delete":
            kept = file is None
        elif edit.what == "mode":
            kept = file is not None and file.executable == mine[edit.path].executable
        else:
            kept = file is not None and edit.mark in file.content
        if not kept:
            yield edit


def _insert(content: bytes, mark: bytes, chance: Random) -> bytes:
    lines = split_lines(content)
    lines.insert(chance.randint(0, len(lines)), mark + b"\n")
    return b"".join(lines)


def _replace(content: bytes, mark: bytes, chance: Random) -> bytes:
    lines = split_lines(content)
    if not lines or is_binary(content):
        return mark
    lines[chance.randrange(len(lines))] = mark + b"\n"
    return b"".join(lines)


def _append(content: bytes, mark: bytes, chance: Random) -> bytes:  # noqa: ARG001 - as the others are
    return content + mark


_WRITERS: Mapping[str, Callable[[bytes, bytes, Random], bytes]] = {
    "insert": _insert,
    "replace": _replace,
    "append": _append,
}
