"""`scaffold update`, `add` and the undo, killed at each change to the disk: the next command completes or forgets it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.project.record import read_record
from tests.killing import run_and_kill
from tests.newcommand import run_scaffold
from tests.updates import entries, install, recorded, tree, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX's")

MOST_CHANGES = 500
LINES = "".join(f"{number}\n" for number in range(9))
BASE = tree({"a": LINES, "b": "b", "deep/er/c": "c", "run": "run", "clash": "base\n"})
FIRST = tree({"a": LINES, "b": "first", "deep/er/c": "c", "run": "run", "clash": "base\n"})
SECOND = tree(
    {"a": f"{LINES}9\n", "b/now": "second", "new/er/d": "d", "run": "other", "clash": "theirs\n", "deep": "d"}
)
COMPLETED = "An interrupted change of this project was completed first.\n"
DROPPED = "An interrupted change of this project had not begun, and was dropped: the project is as it was.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that was updated once, and edited, with another update to come."""
    project = write(tmp_path / "project", recorded(BASE))
    install(monkeypatch, FIRST, "1.1.0")
    assert run_scaffold("update", project).exit_code == 0
    write(project, tree({"a": f"mine\n{LINES}", "clash": "mine\n", "own": "own"}))
    install(monkeypatch, SECOND, "1.2.0")
    return project


def update(project: Path) -> None:
    assert run_scaffold("update", project).exit_code == 13


def add(project: Path) -> None:
    assert run_scaffold("add", "env", "staging", project).exit_code == 13


def undo(project: Path) -> None:
    assert run_scaffold("update", project, "--undo").exit_code == 0


def killed_everywhere(project: Path, action: Callable[[Path], None], *, least: int) -> None:
    """Kill `action` at each of its changes; `status` then finds the project as it was or as it should be."""
    before = entries(project)
    done = project.with_name("done")
    shutil.copytree(project, done, symlinks=True)
    action(done)
    after = entries(done)
    completions, dropped = [], 0
    for number in range(MOST_CHANGES):
        copy = project.with_name(str(number))
        shutil.copytree(project, copy, symlinks=True)
        killed = run_and_kill(lambda copy=copy: action(copy), at=number)
        staged = (copy / ".scaffold/staged").exists()
        status = run_scaffold("status", copy)
        assert status.stderr in ({DROPPED} if staged else {"", COMPLETED})
        completions.append(status.stderr == COMPLETED)
        dropped += staged
        there = {name: entry for name, entry in entries(copy).items() if not name.startswith(".scaffold/undo.old")}
        assert there in (before, after)
        # And it can be done again, or back, and clears what was left.
        if there == before:
            action(copy)
            assert entries(copy) == after
        else:
            undo(copy)
            assert entries(copy) == before
        shutil.rmtree(copy)
        if not killed:
            break
    assert not killed
    assert sum(completions) > least
    assert dropped > least
    assert number > 2 * least


def test_a_killed_update_is_completed_or_forgotten(project: Path) -> None:
    killed_everywhere(project, update, least=8)


def test_a_killed_add_is_completed_or_forgotten(project: Path) -> None:
    killed_everywhere(project, add, least=8)
    add(project)
    assert read_record(project).answers.environments == ["dev", "staging", "prod"]


def test_a_killed_undo_is_completed_or_forgotten(project: Path) -> None:
    update(project)
    killed_everywhere(project, undo, least=8)


def test_a_killed_completion_is_completed(project: Path) -> None:
    def halfway(copy: Path) -> Path:
        shutil.copytree(project, copy, symlinks=True)
        assert run_and_kill(lambda: update(copy), at=first)
        return copy

    done = project.with_name("done")
    shutil.copytree(project, done, symlinks=True)
    update(done)
    # The first change after which there is something to complete.
    for first in range(MOST_CHANGES):
        copy = halfway(project.with_name(f"first{first}"))
        if (copy / ".scaffold/update").exists():
            break
    completed = 0
    for number in range(MOST_CHANGES):
        copy = halfway(project.with_name(str(number)))
        killed = run_and_kill(lambda copy=copy: run_scaffold("status", copy), at=number)
        completed += run_scaffold("diff", copy).stderr == COMPLETED
        run_scaffold("update", copy)
        assert entries(copy) == entries(done)
        if not killed:
            break
    assert not killed
    assert completed > 8
