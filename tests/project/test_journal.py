"""Many files change at once or not at all, and what was done can be taken back to the byte and the mode."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.errors import ScaffolderError
from scaffolder.project import journal
from scaffolder.project.changes import changes
from scaffolder.project.journal import complete, plan_undo, plan_write, replace_all
from scaffolder.tree import File, Tree
from tests.updates import entries, recorded, tree, write

BEFORE = recorded(tree({"a": "a", "b": "b", "deep/er/c": "c", "run": "run"}))
AFTER = {**BEFORE, **tree({"a": "new", "new/er/d": "d", "run": File(b"run", executable=True)})}
del AFTER["deep/er/c"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", BEFORE)


def replace(project: Path, before: Tree = BEFORE, after: Tree = AFTER) -> list[str]:
    writes = [plan_write(project, change.path, change.before, change.after) for change in changes(before, after)]
    return replace_all(project, writes, what="update")


def undo(project: Path, *, force: bool = False) -> str:
    what, writes = plan_undo(project, force=force)
    replace_all(project, writes, what="undo")
    return what


def files_of(project: Path) -> Tree:
    found = {}
    for name, (mode, content) in entries(project).items():
        if not (project / name).is_dir():
            found[name] = File(content, bool(mode & 0o100))
    return found


def refusal(project: Path, before: Tree = BEFORE, after: Tree = AFTER) -> tuple[str, str]:
    """What is said of a change that is refused, and that left all as it was."""
    there = entries(project)
    with pytest.raises(ScaffolderError) as caught:
        replace(project, before, after)
    assert entries(project) == there
    return str(caught.value), caught.value.fix


def test_all_is_there_afterwards_and_nothing_else(project: Path) -> None:
    assert replace(project) == []
    assert files_of(project) == AFTER
    assert not (project / "deep").exists()
    assert sorted(path.name for path in (project / ".scaffold").iterdir()) == [
        "answers.json",
        "base.json.gz",
        "lock.json",
        "undo",
    ]
    assert (project / ".scaffold/undo/.gitignore").read_text() == "*\n"


def test_modes_stay_but_for_who_may_execute(project: Path) -> None:
    (project / "a").chmod(0o640)
    (project / "run").chmod(0o640)
    replace(project)
    assert (project / "a").stat().st_mode & 0o777 == 0o640
    assert (project / "run").stat().st_mode & 0o777 == 0o750


def test_an_undo_restores_bytes_and_modes_and_a_second_one_brings_them_back(project: Path) -> None:
    (project / "a").chmod(0o600)
    (project / "deep/er/c").chmod(0o640)
    before = entries(project)
    replace(project)
    after = entries(project)
    assert undo(project) == "update"
    assert entries(project) == before
    assert undo(project) == "undo"
    assert entries(project) == after


files = st.builds(File, st.binary(max_size=8), st.booleans())
trees = st.dictionaries(st.sampled_from(["a", "b", "c/a", "c/b", "c/d/a", ".scaffold/lock.json"]), files)


@given(before=trees, after=trees)
def test_every_change_is_made_and_undone(before: Tree, after: Tree, tmp_path_factory: pytest.TempPathFactory) -> None:
    project = tmp_path_factory.mktemp("t") / "project"
    write(project, {**before, ".scaffold/here": File(b"")})
    there = entries(project)
    replace(project, before, after)
    assert files_of(project) == {**after, ".scaffold/here": File(b"")}
    undo(project)
    assert entries(project) == there


def test_an_undo_does_not_take_later_edits_along_unasked(project: Path) -> None:
    replace(project)
    (project / "a").write_text("edited since")
    with pytest.raises(ScaffolderError) as caught:
        undo(project)
    assert str(caught.value) == "Changed since the last update, and the undo would take that back as well: a."
    undo(project, force=True)
    assert files_of(project) == BEFORE
    undo(project)
    assert (project / "a").read_text() == "edited since"


def test_with_nothing_done_there_is_nothing_to_undo(project: Path) -> None:
    with pytest.raises(ScaffolderError, match="There is nothing to undo in "):
        plan_undo(project, force=False)


def test_a_file_that_was_saved_a_moment_ago_stops_it(project: Path) -> None:
    (project / "a").write_text("saved")
    assert refusal(project) == ("a was changed a moment ago.", "Save your files, and try again.")


@pytest.mark.parametrize("path", ["a", "deep/er/c", "run"])
def test_a_read_only_file_stops_it(path: str, project: Path) -> None:
    (project / path).chmod(0o444)
    assert refusal(project) == (f"{path} is read-only, and would change. Nothing was changed.", f"chmod u+w {path}")


@pytest.mark.parametrize(
    ("path", "why"), [("a", "it is no plain file"), ("new", "new is a link, which is not followed")]
)
def test_a_link_is_not_followed(path: str, why: str, project: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (project / path).unlink(missing_ok=True)
    (project / path).symlink_to(tmp_path / "outside")
    told, _ = refusal(project)
    assert told.endswith(f"cannot be changed: {why}.")
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize("after_bytes", [0, 1, 200, 1000])
def test_a_full_disk_changes_nothing(after_bytes: int, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = after_bytes

    def write_bytes(path: Path, content: bytes) -> int:
        nonlocal left
        left -= len(content)
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return original(path, content)

    original = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    big = {**AFTER, "big": File(b"x" * 2000)}
    assert refusal(project, after=big)[0] == f"{project} cannot be changed: the disk is full. Nothing was changed."
    assert not (project / journal.STAGED).exists()


def test_one_that_stopped_half_way_goes_on_later(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mkdir(path: Path, **_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    writes = [plan_write(project, change.path, change.before, change.after) for change in changes(BEFORE, AFTER)]
    original = Path.mkdir
    with monkeypatch.context() as patch:
        patch.setattr(
            Path,
            "mkdir",
            lambda path, **how: (mkdir if "new" in path.parts[-2:] and how.get("parents") else original)(path, **how),
        )
        with pytest.raises(ScaffolderError) as caught:
            replace_all(project, writes, what="update")
    assert str(caught.value).startswith(f"The update of {project} stopped half way: No space left on device (")
    assert complete(project) == []
    assert files_of(project) == AFTER


def test_what_is_saved_between_a_kill_and_the_next_command_is_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(journal, "complete", lambda _project: [])
        replace(project)
    (project / "a").write_text("saved")
    (project / "deep/er/c").write_text("saved")
    (project / "new").symlink_to("/nowhere")
    assert sorted(complete(project)) == ["a", "deep/er/c", "new/er/d"]
    assert (project / "a").read_text() == "saved"
    assert (project / "a.theirs").read_text() == "new"
    assert (project / "deep/er/c").read_text() == "saved"
    assert os.access(project / "run", os.X_OK)


@pytest.mark.parametrize("path", ["../out", "/out", ".git/hooks/pre-commit", "a/../../out", 3])
@pytest.mark.parametrize("folder", [journal.DECIDED, journal.UNDO])
def test_a_journal_from_elsewhere_does_not_leave_the_project(
    folder: str, path: object, project: Path, tmp_path: Path
) -> None:
    replace(project)
    (project / journal.UNDO).rename(project / folder)
    text = json.loads((project / folder / "journal.json").read_text())
    text["writes"][0]["path"] = path
    (project / folder / "journal.json").write_text(json.dumps(text))
    there = entries(tmp_path)
    with pytest.raises(ScaffolderError, match="is damaged: "):
        complete(project) if folder == journal.DECIDED else plan_undo(project, force=True)
    assert entries(tmp_path) == there
