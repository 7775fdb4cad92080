"""A project appears at once or not at all, whenever the process is killed, and the next one clears up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.project import staging
from scaffolder.project.apply import create
from scaffolder.tree import File
from tests.killing import run_and_kill

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX's")

TREE = {
    "README.md": File(b"read"),
    "bin/run": File(b"run", executable=True),
    "deep/er/file": File(b"\x00\xff"),
    "deep/er/other": File(b""),
}
MOST_CHANGES = 500


def absent(target: Path) -> None:
    """Leave nothing there."""


def empty(target: Path) -> None:
    target.mkdir(parents=True)


def repository(target: Path) -> None:
    (target / ".git/refs/heads").mkdir(parents=True)
    (target / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (target / ".git/hooks").symlink_to("/nowhere")


def worktree(target: Path) -> None:
    target.mkdir(parents=True)
    (target / ".git").write_text("gitdir: elsewhere\n")


def entries(folder: Path) -> dict[str, tuple[bool, bytes]] | None:
    """What a folder holds, None when there is none."""
    if not folder.exists():
        return None
    return {
        path.relative_to(folder).as_posix(): (bool(path.lstat().st_mode & 0o100), content(path))
        for path in folder.rglob("*")
    }


def content(path: Path) -> bytes:
    if path.is_symlink():
        return os.fsencode(path.readlink())
    return path.read_bytes() if path.is_file() else b""


def complete(before: dict[str, tuple[bool, bytes]] | None) -> dict[str, tuple[bool, bytes]]:
    folders = {"bin": (True, b""), "deep": (True, b""), "deep/er": (True, b"")}
    return {**(before or {}), **folders, **{path: (file.executable, file.content) for path, file in TREE.items()}}


@pytest.mark.parametrize("prepare", [absent, empty, repository, worktree])
@pytest.mark.parametrize("place", ["target", "new/parent/target"])
def test_a_killed_create_leaves_the_target_as_it_was_or_complete(
    prepare: Callable[[Path], None], place: str, tmp_path: Path
) -> None:
    states = []
    for number in range(MOST_CHANGES):
        around = tmp_path / str(number)
        around.mkdir()
        target = around / place
        prepare(target)
        before = entries(target)
        beside = target.parent if target.parent.exists() else around
        killed = run_and_kill(lambda target=target: create(TREE, target), at=number)
        after = entries(target)
        assert after in (before, complete(before))
        states.append(after == complete(before))
        # The next one clears up, whatever it makes.
        create(TREE, target if after == before else beside / "next")
        assert after == before or entries(target) == complete(before)
        assert list(around.rglob(".scaffold*")) == []
        if not killed:
            break
    # Some were killed before it appeared, and each later one after.
    assert states == sorted(states)
    assert states[0] is False
    assert states[-1] is True
    assert len(states) > len(TREE)


@pytest.mark.parametrize("prepare", [repository, worktree])
def test_where_folders_cannot_change_places_the_next_process_puts_the_old_one_back(
    prepare: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_exchange", lambda one, other: False)  # noqa: ARG005 - its signature
    taken_away = 0
    for number in range(MOST_CHANGES):
        around = tmp_path / str(number)
        around.mkdir()
        target = around / "target"
        prepare(target)
        before = entries(target)
        killed = run_and_kill(lambda target=target: create(TREE, target), at=number)
        taken_away += entries(target) is None
        create(TREE, around / "next")
        assert entries(target) in (before, complete(before))
        assert sorted(path.name for path in around.iterdir()) == ["next", "target"]
        if not killed:
            break
    assert taken_away == 1
    assert entries(target) == complete(before)


def test_what_a_running_process_makes_is_not_cleared(tmp_path: Path) -> None:
    with staging.Staging(tmp_path / "one") as one:
        (one.folder / "file").write_text("one")
        create(TREE, tmp_path / "two")
        one.appear()
    assert entries(tmp_path / "one") == {"file": (False, b"one")}
    assert entries(tmp_path / "two") == complete(None)


def test_what_a_process_elsewhere_makes_is_not_cleared(tmp_path: Path) -> None:
    """Its number means nothing here, as in a container that shares the folder; its lock does."""
    import fcntl

    folder = tmp_path / ".scaffold-new-99999999-abcd"
    folder.mkdir()
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    create(TREE, tmp_path / "one")
    assert folder.is_dir()
    os.close(descriptor)
    create(TREE, tmp_path / "two")
    assert not folder.exists()


def test_a_folder_that_only_looks_like_one_left_behind_is_kept(tmp_path: Path) -> None:
    (tmp_path / ".scaffold-new-ideas").mkdir()
    create(TREE, tmp_path / "one")
    assert (tmp_path / ".scaffold-new-ideas").is_dir()


def test_an_error_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        assert entries(folder) == complete(None)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        create(TREE, tmp_path / "a/b", fail)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["../out", "/out", "a/../../out", "a//b", ".git/hooks/post-commit", "con", "a\x00b"])
def test_a_path_that_leaves_the_project_is_not_written(path: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no path of a tree"):
        create({path: File(b"")}, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []
