"""Finds a project, lets one process at a time change it, and completes what a killed one had begun."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.project.journal import DECIDED, STAGED, complete, sweep
from scaffolder.project.record import FOLDER, LOCK

if sys.platform == "win32":
    import hashlib
    import msvcrt
    import tempfile
else:
    import fcntl


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What became of a change that was interrupted: it was completed, or had not begun and was dropped.

    `overtaken` has the files of it that somebody else had changed meanwhile: those were kept.
    """

    completed: bool
    overtaken: tuple[str, ...] = ()


def find_existing(path: Path) -> Path:
    """Give the folder of the project that `path`, which is there, is or lies in.

    Raises:
        ScaffolderError: there is none.
    """
    if not path.exists():
        raise ScaffolderError(f"There is no {path}.", fix="Give the folder of a project, or leave it out.")
    return find_project(path)


def find_project(path: Path) -> Path:
    """Give the folder of the project that `path` is or lies in; a file of it may be gone.

    Raises:
        ScaffolderError: there is none.
    """
    place = path.resolve() if path.is_dir() else path.parent.resolve()
    for folder in (place, *place.parents):
        if (folder / FOLDER).is_symlink():
            raise ScaffolderError(f"{folder / FOLDER} is a link, which is not followed.", fix="Put the folder there.")
        if (folder / FOLDER).is_dir():
            return folder
    raise ScaffolderError(
        f"{place} is in no project of scaffolder's: there is no {LOCK} here or above.",
        fix="Name the folder of a project, or create one: scaffold new NAME",
    )


@contextmanager
def locked(project: Path) -> Generator[Recovery | None]:
    """Keep every other process from changing the project; first complete what a killed one had begun.

    Raises:
        ScaffolderError: another process is changing it, or it cannot be completed.
    """
    descriptor = _lock(project)
    try:
        recovery = None
        if (project / DECIDED).exists():
            recovery = Recovery(completed=True, overtaken=tuple(complete(project)))
        elif (project / STAGED).exists():
            recovery = Recovery(completed=False)
        sweep(project)
        yield recovery
    finally:
        os.close(descriptor)


def recovered(project: Path) -> Recovery | None:
    """Complete or drop what a killed process had begun, if there is anything, for one that only reads."""
    if (project / DECIDED).exists():
        with locked(project) as recovery:
            return recovery
    if (project / STAGED).exists():
        # Another process may be at it right now; until it has decided, the project is as it was.
        with contextlib.suppress(ScaffolderError), locked(project) as recovery:
            return recovery
    return None


def _lock(project: Path) -> int:
    try:
        if sys.platform == "win32":
            # There a folder cannot be opened, and a file that is open cannot be replaced.
            name = hashlib.sha256(os.fsencode(project)).hexdigest()
            descriptor = os.open(Path(tempfile.gettempdir()) / f"scaffold-{name}.lock", os.O_RDWR | os.O_CREAT)
        else:
            descriptor = os.open(project / FOLDER, os.O_RDONLY)
    except OSError as error:
        raise ScaffolderError(
            f"{project / FOLDER} cannot be read: {error.strerror}.", fix="Make it readable, and try again."
        ) from error
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise ScaffolderError(
            f"Another `scaffold` is changing {project} right now.", fix="Wait until it is done, and try again."
        ) from error
    return descriptor
