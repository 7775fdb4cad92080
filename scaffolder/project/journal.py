"""Changes many files of a project at once: after a kill at any instant, the next command completes what was begun.

What is to change is first written whole to a folder in `.scaffold/`, the old beside the new. Renaming that folder is
the one step that decides; from there each file is moved to its place. In the end the folder stays, to undo from.
"""

from __future__ import annotations

import errno
import json
import os
import shlex
import shutil
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.project.record import FOLDER
from scaffolder.project.worktree import blocked_folder, makes_way
from scaffolder.tree import File
from scaffolder.tree_paths import path_problem

STAGED, DECIDED, UNDO, REPLACED = (f"{FOLDER}/{name}" for name in ("staged", "update", "undo", "undo.old"))
_JOURNAL, _NEW, _OLD = "journal.json", "new", "old"
_FULL = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "your quota is used up", errno.EFBIG: "a file got too large"}


@dataclass(frozen=True, kw_only=True)
class State:
    """What is at a path: bytes and mode."""

    content: bytes
    mode: int


@dataclass(frozen=True, kw_only=True)
class Write:
    """What a path holds before and after; None where there is nothing."""

    path: str
    before: State | None
    after: State | None


def read_state(project: Path, path: str) -> State | None:
    """Read what is at a path; a link or a folder is no state of ours.

    Raises:
        OSError: it is there, and no file that can be read.
    """
    place = project / path
    try:
        mode = place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no plain file", str(place))
    return State(content=place.read_bytes(), mode=stat.S_IMODE(mode))


def plan_write(
    project: Path, path: str, before: File | None, after: File | None, *, leaving: Collection[str] = ()
) -> Write:
    """Plan to put `after` where `before` was read, with the mode that is there or a new file's usual one.

    `leaving` are the paths that are removed before: a file of them may become a folder, or a folder with them a file.

    Raises:
        ScaffolderError: what is there is not `before` any more, or must not be replaced.
    """
    state = _checked_state(project, path, leaving)
    if (state and state.content) != (before and before.content):
        raise ScaffolderError(f"{path} was changed a moment ago.", fix="Save your files, and try again.")
    if after is None:
        return Write(path=path, before=state, after=None)
    if state is None:
        umask = os.umask(0)
        os.umask(umask)
        return Write(path=path, before=None, after=State(content=after.content, mode=_mode(after) & ~umask))
    mode = state.mode
    if before is not None and before.executable != after.executable:
        readers = (mode & 0o444) >> 2  # who may read it, may execute it
        mode = mode | readers if after.executable else mode & ~0o111
    return Write(path=path, before=state, after=State(content=after.content, mode=mode))


def replace_all(project: Path, writes: Sequence[Write], *, what: str) -> list[str]:
    """Make all of the writes or none, those of the record last; give the paths that somebody else changed meanwhile.

    Of these the new content is put beside, as `PATH.theirs`. `what` is how an undo calls it.

    Raises:
        ScaffolderError: they cannot be made; nothing was changed.
    """
    writes = sorted(writes, key=lambda write: (write.path.startswith(f"{FOLDER}/"), write.after is not None))
    try:
        check_places(project, writes)
        _stage(project / STAGED, writes, what)
        (project / STAGED).rename(project / DECIDED)
    except OSError as error:
        shutil.rmtree(project / STAGED, ignore_errors=True)
        why = _FULL.get(error.errno or 0, error.strerror or str(error))
        raise ScaffolderError(
            f"{project} cannot be changed: {why}. Nothing was changed.", fix="Correct that, and try again."
        ) from error
    return complete(project)


def complete(project: Path) -> list[str]:
    """Move every file that was decided on to its place; give the paths that somebody else changed meanwhile."""
    folder = project / DECIDED
    journal = _read_journal(folder)
    overtaken = []
    try:
        for number, entry in enumerate(journal["writes"]):
            if not _move(project, folder, number, entry):
                overtaken.append(entry["path"])
    except OSError as error:
        raise ScaffolderError(
            f"The {journal['what']} of {project} stopped half way: {error.strerror or error} ({error.filename}).",
            fix="Correct that and run `scaffold status`: it goes on where this stopped.",
        ) from error
    shutil.rmtree(project / REPLACED, ignore_errors=True)
    if (project / UNDO).exists():
        (project / UNDO).rename(project / REPLACED)
    folder.rename(project / UNDO)
    shutil.rmtree(project / REPLACED, ignore_errors=True)
    return overtaken


def sweep(project: Path) -> None:
    """Remove what a process left that was killed before it decided, or after it was done."""
    for left in (STAGED, REPLACED):
        shutil.rmtree(project / left, ignore_errors=True)


def plan_undo(project: Path, *, force: bool) -> tuple[str, list[Write]]:
    """Give what was done last, and the writes that take it back.

    Raises:
        ScaffolderError: nothing was done, or, without `force`, one of the files was changed since.
    """
    folder = project / UNDO
    if not folder.exists():
        raise ScaffolderError(f"There is nothing to undo in {project}.", fix="Use git to go further back.")
    journal = _read_journal(folder)
    writes, changed = [], []
    leaving = {entry["path"] for entry in journal["writes"] if entry["before"] is None}
    for number, entry in enumerate(journal["writes"]):
        now = _checked_state(project, entry["path"], leaving)
        if _described(now) != entry["after"]:
            changed.append(entry["path"])
        old = entry["before"]
        before = State(content=(folder / _OLD / str(number)).read_bytes(), mode=old["mode"]) if old else None
        if now != before:
            writes.append(Write(path=entry["path"], before=now, after=before))
    if changed and not force:
        raise ScaffolderError(
            f"Changed since the last {journal['what']}, and the undo would take that back as well: "
            f"{', '.join(changed)}.",
            fix="Undo with --force; a second --undo brings back what is there now.",
        )
    return journal["what"], writes


def _read_journal(folder: Path) -> dict[str, Any]:
    """Read what is to be done; a project from elsewhere may bring one that we did not write.

    Raises:
        ScaffolderError: it is damaged, or leaves the project.
    """
    try:
        journal = json.loads((folder / _JOURNAL).read_bytes())
        problem = next(filter(None, (path_problem(entry["path"]) for entry in journal["writes"])), "")
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = str(error)
    if problem:
        raise ScaffolderError(f"{folder / _JOURNAL} is damaged: {problem}.", fix=f"Remove the folder {folder}.")
    return journal


def _checked_state(project: Path, path: str, leaving: Collection[str]) -> State | None:
    if makes_way(project, path, leaving):
        return None
    if why := blocked_folder(project, path):
        raise ScaffolderError(f"{path} cannot be changed: {why}.", fix="Put a folder there.")
    try:
        return read_state(project, path)
    except OSError as error:
        raise ScaffolderError(
            f"{path} cannot be changed: {error.strerror or error}.", fix="Correct that, and try again."
        ) from error


def _mode(file: File) -> int:
    return 0o777 if file.executable else 0o666


def check_places(project: Path, writes: Sequence[Write]) -> None:
    """Refuse what would fail half way.

    Raises:
        ScaffolderError: a file or a folder is read-only, or on another disk.
    """
    device = (project / FOLDER).stat().st_dev
    if locked := sorted(write.path for write in writes if write.before and not write.before.mode & stat.S_IWUSR):
        are = "is" if len(locked) == 1 else "are"
        raise ScaffolderError(
            f"{', '.join(locked)} {are} read-only, and would change. Nothing was changed.",
            fix=f"chmod u+w {shlex.join(locked)}",
        )
    for write in writes:
        folder = next(folder for folder in (project / write.path).parents if folder.is_dir())
        if not os.access(folder, os.W_OK | os.X_OK):
            raise ScaffolderError(
                f"The folder {folder} is read-only, and {write.path} would change. Nothing was changed.",
                fix=f"chmod u+wx {folder}",
            )
        if folder.stat().st_dev != device:
            raise ScaffolderError(
                f"{folder} lies on another disk than the project. Nothing was changed.",
                fix="Bring the project together on one disk.",
            )


def _stage(folder: Path, writes: Sequence[Write], what: str) -> None:
    """Write down all that is to be done; a folder that a killed process left is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    for inner in (folder, folder / _NEW, folder / _OLD):
        inner.mkdir(mode=0o700)
    (folder / ".gitignore").write_text("*\n", encoding="ascii")
    entries: list[dict[str, Any]] = []
    for number, write in enumerate(writes):
        for inner, state in ((_NEW, write.after), (_OLD, write.before)):
            if state is not None:
                place = folder / inner / str(number)
                place.write_bytes(state.content)
                place.chmod(state.mode if inner == _NEW else 0o600)
        entries.append({"path": write.path, "before": _described(write.before), "after": _described(write.after)})
    (folder / _JOURNAL).write_text(json.dumps({"what": what, "writes": entries}, indent=1), encoding="utf-8")


def _described(state: State | None) -> dict[str, Any] | None:
    if state is None:
        return None
    import hashlib

    return {"sha256": hashlib.sha256(state.content).hexdigest(), "mode": state.mode}


def _move(project: Path, folder: Path, number: int, entry: dict[str, Any]) -> bool:
    """Do one write unless it is done; False when what is there is neither the old nor the new."""
    target, staged = project / entry["path"], folder / _NEW / str(number)
    if entry["after"] is not None and not staged.exists():
        return True
    blocked = bool(blocked_folder(project, entry["path"]))
    untouched = not blocked and _is(project, entry["path"], entry["before"])
    if entry["after"] is None:
        if untouched:
            target.unlink()
        # A folder there is what came in the file's place.
        gone = blocked or not os.path.lexists(target) or (target.is_dir() and not target.is_symlink())
        if gone and not blocked and not target.is_dir():
            _remove_empty(target.parent, project)
        return gone
    if untouched:
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(target)
    elif not blocked:
        staged.replace(free_name(target, ".theirs"))
    return untouched


def _is(project: Path, path: str, expected: dict[str, Any] | None) -> bool:
    try:
        return _described(read_state(project, path)) == expected
    except OSError:
        return False


def free_name(target: Path, suffix: str) -> Path:
    """Give a name beside `target` that nothing has."""
    number, name = 1, target.with_name(f"{target.name}{suffix}")
    while os.path.lexists(name):
        number += 1
        name = target.with_name(f"{target.name}.{number}{suffix}")
    return name


def _remove_empty(folder: Path, project: Path) -> None:
    """Remove a folder and those above it as far as nothing is in them."""
    while folder != project:
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass  # a process that was killed had come that far
        except OSError:
            return
        folder = folder.parent
