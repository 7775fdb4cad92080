"""A folder beside a target, where a project is made before it appears, and the one step that makes it appear."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from pathlib import Path
from types import TracebackType

if sys.platform != "win32":
    import fcntl

_PREFIX = ".scaffold-new-"
_REPLACED = "replaced"
_DAY_SECONDS = 86400


class Staging:
    """A new folder beside `target`, on the same disk, gone again when the block ends.

    Its owner holds a lock on it, so that what a killed process left is told from what a running one still needs.
    """

    def __init__(self, target: Path) -> None:
        """Plan for `target`, an absolute path that is absent or a folder."""
        self._target = target
        self._anchor = next(folder for folder in target.parents if os.path.lexists(folder))
        self._top = self._anchor / f"{_PREFIX}{os.getpid()}-{os.urandom(4).hex()}"
        self.folder = self._top / target.relative_to(self._anchor)
        self._lock: int | None = None

    def __enter__(self) -> Staging:
        """Clear what killed processes left, and make the folder."""
        _clear_abandoned(self._anchor)
        self._top.mkdir(mode=0o700)
        try:
            self._lock = _lock(self._top)
            self.folder.mkdir(parents=True)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what was not moved to the target."""
        shutil.rmtree(self._top, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)

    def appear(self) -> None:
        """Move the folder to its target, in one step where the platform has one."""
        if not self._target.exists():
            # The target's missing parents come along.
            first = self.folder.relative_to(self._top).parts[0]
            (self._top / first).rename(self._anchor / first)
        elif not any(self._target.iterdir()):
            if sys.platform == "win32":
                self._target.rmdir()  # there, a rename replaces no folder; POSIX replaces an empty one
            self.folder.rename(self._target)
        elif not _exchange(self.folder, self._target):
            replaced = self._top / _REPLACED / self._target.name
            replaced.parent.mkdir()
            self._target.rename(replaced)  # killed here, the next process puts it back
            self.folder.rename(self._target)


def _clear_abandoned(anchor: Path) -> None:
    """Remove the staging folders whose process is gone, and put back what one had taken away."""
    with os.scandir(anchor) as entries:
        found = [Path(entry.path) for entry in entries if entry.name.startswith(_PREFIX)]
    for folder in found:
        if not _abandoned(folder):
            continue
        for replaced in (folder / _REPLACED).glob("*"):
            with contextlib.suppress(OSError):
                if not (anchor / replaced.name).exists():
                    replaced.rename(anchor / replaced.name)
        shutil.rmtree(folder, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    """Whether nobody works in a staging folder: its process does not run here, nor does any hold its lock."""
    if sys.platform == "win32":
        return time.time() - folder.stat().st_mtime > _DAY_SECONDS
    try:
        os.kill(int(folder.name.removeprefix(_PREFIX).partition("-")[0]), 0)
    except ProcessLookupError:
        pass
    except (OSError, ValueError, OverflowError):
        return False
    else:
        return False
    try:
        os.close(_lock(folder))
    except OSError:
        return False
    return True


def _lock(folder: Path) -> int:
    """Hold `folder` as this process's own until the descriptor is closed."""
    if sys.platform == "win32":
        return os.open(os.devnull, os.O_RDONLY)  # a folder cannot be opened there; age stands for the lock
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the platform or the disk cannot."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True) if sys.platform != "win32" else None
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE: linux/fcntl.h, linux/fs.h
        return library.renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        swap = 2  # RENAME_SWAP: sys/stdio.h
        return library.renamex_np(os.fsencode(one), os.fsencode(other), swap) == 0
    return False
