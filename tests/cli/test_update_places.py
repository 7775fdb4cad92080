"""Updates of projects that are moved, copied, half done elsewhere, or updated by two at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder.project import journal
from tests.newcommand import refused, run_scaffold, unchanged
from tests.updates import entries, install, recorded, tree, write

BASE, THEIRS = tree({"a": "1\n", "deep/b": "1\n"}), tree({"a": "2\n", "deep/b": "2\n", "new": "2\n"})
COMPLETED = "An interrupted change of this project was completed first.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(monkeypatch, THEIRS)
    return write(tmp_path / "project", recorded(BASE))


def test_an_undo_works_where_the_project_was_moved_or_copied_to(project: Path, tmp_path: Path) -> None:
    before = entries(project)
    assert run_scaffold("update", project).exit_code == 0
    after = entries(project)
    moved = project.rename(tmp_path / "moved")
    copy = shutil.copytree(moved, tmp_path / "copy")
    assert run_scaffold("update", copy, "--undo").exit_code == 0
    assert entries(copy) == before
    assert entries(moved) == after
    assert run_scaffold("update", moved, "--undo").exit_code == 0
    assert entries(moved) == before


def test_an_update_that_was_interrupted_is_completed_where_the_project_went(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(journal, "complete", lambda _project: [])
        assert run_scaffold("update", project).exit_code == 0
    assert (project / "a").read_text() == "1\n"
    moved = project.rename(tmp_path / "moved")
    status = run_scaffold("status", moved)
    assert (status.exit_code, status.stderr) == (0, COMPLETED)
    assert {path: (moved / path).read_text() for path in THEIRS} == dict.fromkeys(THEIRS, "2\n")


HOLDING = """
import sys, time
from pathlib import Path
from scaffolder.project.opened import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_not_joined(project: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDING, project], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    (project / ".scaffold/staged").mkdir()  # what it is about to do
    with unchanged(project):
        assert refused(run_scaffold("update", project))[0] == f"Another `scaffold` is changing {project} right now."
        assert run_scaffold("status", project).exit_code == 10
    holder.communicate()
    result = run_scaffold("update", project)
    assert (result.exit_code, result.stderr) == (
        0,
        "An interrupted change of this project had not begun, and was dropped: the project is as it was.\n",
    )


MARKERS = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> branch\n"


@pytest.mark.parametrize("command", ["status", "diff", "update"])
@pytest.mark.parametrize("name", ["lock.json", "answers.json"])
def test_a_record_with_conflict_markers_is_told(command: str, name: str, project: Path) -> None:
    file = project / ".scaffold" / name
    file.write_text(MARKERS)
    with unchanged(project):
        assert refused(run_scaffold(command, project)) == (
            f"{file} holds conflict markers of a git merge.",
            "Take one side of all of it: git checkout --ours .scaffold, or COMMIT -- .scaffold.",
        )


def test_halves_of_two_records_are_told(project: Path) -> None:
    lock = (project / ".scaffold/lock.json").read_bytes()
    run_scaffold("update", project)
    (project / ".scaffold/lock.json").write_bytes(lock)
    with unchanged(project):
        told, fix = refused(run_scaffold("update", project))
    assert told.endswith("base.json.gz and " + str(project / ".scaffold/lock.json") + " do not belong together.")
    assert fix == "Restore both from the same commit."
