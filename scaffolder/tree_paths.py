"""Which paths a tree may hold, so that it can be written on every platform and never outside its project."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³")}
)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_LONGEST_NAME = 255  # bytes of one file name on ext4, APFS and NTFS


def path_problem(path: str) -> str:
    """Say why a tree cannot hold `path`, or give an empty text when it can."""
    if found := _FORBIDDEN.search(path):
        return f"it holds the character {found[0]!r}"
    if path.startswith(("/", "~")):
        return "it does not start inside the project"
    return next(filter(None, map(_name_problem, path.split("/"))), "")


def collision(paths: Iterable[str]) -> tuple[str, str] | None:
    """Find two paths that cannot live in one folder: they differ only in case, or one is the other's folder."""
    files: dict[str, str] = {}
    for path in paths:
        if path.casefold() in files:
            return files[path.casefold()], path
        files[path.casefold()] = path
    for plain, path in files.items():
        parts = plain.split("/")
        for end in range(1, len(parts)):
            if (folder := "/".join(parts[:end])) in files:
                return files[folder], path
    return None


@cache
def _name_problem(name: str) -> str:
    problems = {
        f"it has the part {name!r}": name in {"", ".", ".."},
        "it lies in git's own folder": name.lower() == ".git",
        f"{name!r} ends in a dot or a space": name.endswith((".", " ")),
        f"{name!r} is a device on Windows": name.partition(".")[0].lower() in _DEVICES,
        f"the name {name[:20]!r}... is too long": len(name.encode()) > _LONGEST_NAME,
    }
    return next((problem for problem, found in problems.items() if found), "")
