"""Puts a tree on disk, all of it or nothing; the only file that writes projects."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.project.staging import Staging
from scaffolder.tree import Tree
from scaffolder.tree_paths import path_problem

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would else turn line ends
_FULL = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "your quota is used up", errno.EFBIG: "a file got too large"}


def check_target(target: Path) -> None:
    """Refuse a target that is anything but absent, an empty folder, or a folder with only a `.git`.

    Raises:
        ScaffolderError: the target is taken; nothing was touched.
    """
    if target.is_symlink():
        raise ScaffolderError(f"{target} is a link.", fix=f"Name the folder itself: --output {target.resolve()}")
    if not target.exists():
        _check_parent(target)
        return
    if not target.is_dir():
        raise ScaffolderError(f"{target} is a file.", fix="Name a folder with --output.")
    try:
        found = sorted(entry.name for entry in target.iterdir())
    except PermissionError as error:
        raise ScaffolderError(f"{target} cannot be read.", fix="Name another folder with --output.") from error
    if found not in ([], [".git"]):
        shown = ", ".join(found[:3]) + (" and more" if len(found) > 3 else "")  # noqa: PLR2004 - as many as fit a line
        there = " To change the project that is there: scaffold add, scaffold update." if ".scaffold" in found else ""
        raise ScaffolderError(
            f"{target} is not empty: it holds {shown}.", fix=f"Name another folder with --output.{there}"
        )


def create(tree: Tree, target: Path, finish: Callable[[Path], None] = lambda _: None) -> None:
    """Make `target` hold exactly `tree`, and its own `.git` where it has one. `finish` works on it before it appears.

    The tree is written beside the target and moved there in one step, so that a process killed at any instant leaves
    the target as it was or complete. What a killed one left beside it is cleared by the next. Nothing is flushed to the
    disk: what a killed process wrote the system keeps, and after a power cut a new project is made again.

    Raises:
        ScaffolderError: it cannot be written; nothing is left.
    """
    check_target(target)
    target = target.absolute()
    try:
        with Staging(target) as staging:
            _write_tree(tree, staging.folder)
            if target.exists():
                staging.folder.chmod(stat.S_IMODE(target.stat().st_mode))
                _copy_git(target / ".git", staging.folder / ".git")
            finish(staging.folder)
            staging.appear()
    except OSError as error:
        if error.errno in _FULL:
            raise ScaffolderError(
                f"{target} cannot be written: {_FULL[error.errno]}.",
                fix="Make room, or name another folder with --output.",
            ) from error
        raise ScaffolderError(
            f"{target} cannot be written: {error.strerror or error}.",
            fix="Name a folder you can write to with --output.",
        ) from error


def _write_tree(tree: Tree, folder: Path) -> None:
    """Write every file below `folder`; none may be there yet, and no link is followed."""
    made = set[str]()
    for path, file in tree.items():
        if problem := path_problem(path):
            raise ValueError(f"{path!r} is no path of a tree: {problem}")
        parent = path.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        mode = 0o777 if file.executable else 0o666  # less the umask
        descriptor = os.open(f"{folder}/{path}", os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
        try:
            left = memoryview(file.content)
            while left:
                left = left[os.write(descriptor, left) :]
        finally:
            os.close(descriptor)


def _copy_git(source: Path, copy: Path) -> None:
    """Copy a repository, or the file that leads to one; the original is replaced with the folder it lies in."""
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, copy, symlinks=True)
    elif os.path.lexists(source):
        shutil.copy2(source, copy, follow_symlinks=False)


def _check_parent(target: Path) -> None:
    parent = next(folder for folder in target.absolute().parents if os.path.lexists(folder))
    if not parent.is_dir():
        raise ScaffolderError(f"{parent} is no folder.", fix="Name another folder with --output.")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise ScaffolderError(f"{parent} cannot be written to.", fix="Name another folder with --output.")
