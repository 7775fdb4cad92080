"""Which line of a TOML file a value stands on, for messages; `tomllib` does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEYS = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEYS})\s*\]\]?\s*(?:#.*)?$")
_ENTRY = re.compile(rf"\s*({_KEYS})\s*=")
_LONG_TEXT = re.compile(r'"""|' + "'''")


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """Give the line of the value at `path` (keys, and numbers of items), or of the nearest thing around it."""
    lines = _lines(text)
    for end in range(len(path), 0, -1):
        if tuple(path[:end]) in lines:
            return lines[tuple(path[:end])]
    return None


def _lines(text: str) -> dict[Path, int]:
    """The line of each table and of each key that begins one."""
    found: dict[Path, int] = {}
    arrays: dict[Path, int] = {}
    table: Path = ()
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if inside:
            inside = "" if line.count(inside) % 2 else inside
            continue
        if header := _HEADER.match(line):
            table = _resolved(_split(header[2]), arrays, item=header[1] == "[[")
            found.setdefault(table, number)
            if header[1] == "[[":
                found.setdefault(table[:-1], number)
        elif entry := _ENTRY.match(line):
            keys = _split(entry[1])
            for end in range(1, len(keys) + 1):
                found.setdefault((*table, *keys[:end]), number)
        if (quote := _LONG_TEXT.search(line)) and line.count(quote[0]) % 2:
            inside = quote[0]
    return found


def _resolved(keys: Sequence[str], arrays: dict[Path, int], *, item: bool) -> Path:
    """Give the path that a header names: within an array of tables, its last item."""
    path: Path = ()
    for number, key in enumerate(keys, start=1):
        path = (*path, key)
        if item and number == len(keys):
            arrays[path] = arrays.get(path, -1) + 1
        if path in arrays:
            path = (*path, arrays[path])
    return path


def _split(keys: str) -> list[str]:
    return [key[1:-1] if key[0] in "\"'" else key for key in re.findall(_KEY, keys)]
