"""Reads the files of a project as they are on disk now; links are not followed."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.tree import File, Tree


@dataclass(frozen=True, kw_only=True)
class WorkTree:
    """The files that are there, and why others cannot be: a link or a folder is in their place."""

    files: Tree
    blocked: Mapping[str, str]


def read_work_tree(project: Path, paths: Iterable[str], *, like: Tree) -> WorkTree:
    """Read the files at `paths`; where the platform has no executable files, they are as in `like`.

    Raises:
        ScaffolderError: a file cannot be read.
    """
    files, blocked, folders = {}, {}, {"": ""}
    for path in sorted(paths):
        if why := _blocked_folder(project, path.rpartition("/")[0], folders):
            blocked[path] = why
            continue
        try:
            mode = (project / path).lstat().st_mode
            if stat.S_ISREG(mode):
                executable = bool(mode & stat.S_IXUSR)
                if sys.platform == "win32":
                    executable = path in like and like[path].executable
                files[path] = File((project / path).read_bytes(), executable)
            else:
                blocked[path] = f"it is {_kind(mode)}"
        except FileNotFoundError:
            continue
        except OSError as error:
            raise ScaffolderError(
                f"{project / path} cannot be read: {error.strerror}.", fix="Make it readable, and try again."
            ) from error
    return WorkTree(files=files, blocked=blocked)


def makes_way(project: Path, path: str, leaving: Collection[str]) -> bool:
    """Whether a blocked path is free once files are gone: one above it, or all those of a folder in its place."""
    above = path.split("/")
    if any("/".join(above[:count]) in leaving for count in range(1, len(above))):
        return True
    place = project / path
    if place.is_symlink() or not place.is_dir():
        return False
    found = [file for file in place.rglob("*") if file.is_symlink() or not file.is_dir()]
    return bool(found) and all(file.relative_to(project).as_posix() in leaving for file in found)


def blocked_folder(project: Path, path: str) -> str:
    """Say why a path cannot be below the project's own folders, or give an empty text."""
    return _blocked_folder(project, path.rpartition("/")[0], {"": ""})


def _blocked_folder(project: Path, folder: str, known: dict[str, str]) -> str:
    if folder not in known:
        above = _blocked_folder(project, folder.rpartition("/")[0], known)
        if not above:
            try:
                mode = os.lstat(project / folder).st_mode
                above = "" if stat.S_ISDIR(mode) else f"{folder} is {_kind(mode)}"
            except FileNotFoundError:
                above = ""
            except OSError as error:
                raise ScaffolderError(
                    f"{project / folder} cannot be read: {error.strerror}.", fix="Make it readable, and try again."
                ) from error
        known[folder] = above
    return known[folder]


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "a link, which is not followed"
    return "a folder" if stat.S_ISDIR(mode) else "a file" if stat.S_ISREG(mode) else "no plain file"
