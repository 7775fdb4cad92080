"""`scaffold update`: what it changes, says and exits with, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffolder.project.opened import locked
from scaffolder.project.record import read_record
from scaffolder.tree import File, Tree
from tests.newcommand import APART, refused, run_scaffold, unchanged
from tests.updates import ANSWERS, entries, install, recorded, tree, write

LINES = "".join(f"{number}\n" for number in range(9))
BASE = tree({"a": LINES, "b": "b\n", "c": "c\n", "d/e": "e\n", "run": "run\n"})
THEIRS = tree({"a": f"{LINES}9\n", "b": "B\n", "c": "C\n", "new/f": "f\n", "run": File(b"run\n", executable=True)})


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(monkeypatch, THEIRS)
    return write(tmp_path / "project", recorded(BASE))


def texts(project: Path) -> dict[str, str]:
    return {
        name: content.decode()
        for name, (_, content) in entries(project).items()
        if not name.startswith(".scaffold") and not (project / name).is_dir()
    }


def git(project: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b")
    subprocess.run(
        ["git", *identity, *arguments], cwd=project, env={**os.environ, **APART}, check=True, capture_output=True
    )


def test_a_project_becomes_what_the_templates_make_now(project: Path) -> None:
    result = run_scaffold("update", project)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "service 1.0.0 -> service 1.1.0: 6 files, 0 merged, 0 conflicts\n"
        "  ~ a\n  ~ b\n  ~ c\n  - d/e\n  + new/f\n  x run\n"
        "Take it back with: scaffold update --undo\n"
    )
    assert texts(project) == {path: file.content.decode() for path, file in THEIRS.items()}
    assert os.access(project / "run", os.X_OK)
    record = read_record(project)
    assert record.base == THEIRS
    assert [layer.version for layer in record.layers] == ["1.1.0"]
    with unchanged(project):
        again = run_scaffold("update", project)
    assert (again.exit_code, again.stdout) == (0, "Up to date with service 1.1.0; nothing was changed.\n")


def test_edits_are_kept_and_conflicts_told(project: Path) -> None:
    write(project, tree({"a": f"mine\n{LINES}", "b": "mine\n", "d/e": "mine\n", "own": "own\n"}))
    (project / "c").unlink()
    result = run_scaffold("update", project)
    assert (result.exit_code, result.stderr) == (13, "")
    assert result.stdout == (
        "service 1.0.0 -> service 1.1.0: 4 files, 1 merged, 2 conflicts\n"
        "  ~ a  merged with your edits\n  + new/f\n  x run\n"
        "  . c  stays deleted, though the template changed it\n"
        "  ! b  both changed the same lines in one place\n"
        "  ! d/e  you changed it, and the template has it no more\n"
        "Resolve what ! marks: leave no `<<<<<<<` in it, and no .rej or .theirs file beside it.\n"
        "Take it back with: scaffold update --undo\n"
    )
    marked = "<<<<<<< yours\nmine\n=======\nB\n>>>>>>> template\n"
    expected = {"a": f"mine\n{LINES}9\n", "b": marked, "d/e": "mine\n", "new/f": "f\n", "own": "own\n", "run": "run\n"}
    assert texts(project) == expected
    with unchanged(project):
        assert run_scaffold("update", project).exit_code == 0


def test_edits_follow_a_file_to_its_new_name(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, {**{path: file for path, file in BASE.items() if path != "a"}, **tree({"x/a": f"{LINES}9\n"})})
    write(project, tree({"a": f"mine\n{LINES}"}))
    before = entries(project)
    result = run_scaffold("update", project)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "service 1.0.0 -> service 1.1.0: 2 files, 1 merged, 0 conflicts\n"
        "  > x/a  moved from a, with your edits\n"
        "Take it back with: scaffold update --undo\n"
    )
    assert not (project / "a").exists()
    assert (project / "x/a").read_text() == f"mine\n{LINES}9\n"
    assert run_scaffold("update", project, "--undo").exit_code == 0
    assert entries(project) == before


def test_a_file_becomes_a_folder_and_a_folder_a_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tree({"a/x/y": "x", "d": "d", "b": "b\n", "c": "c\n", "run": "run\n"}))
    before = entries(project)
    assert run_scaffold("update", project).exit_code == 0
    assert texts(project) == {"a/x/y": "x", "d": "d", "b": "b\n", "c": "c\n", "run": "run\n"}
    after = entries(project)
    assert run_scaffold("update", project, "--undo").exit_code == 0
    assert entries(project) == before
    assert run_scaffold("update", project, "--undo").exit_code == 0
    assert entries(project) == after


def test_a_file_of_ones_own_is_no_folder_for_the_template(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tree({"a/x": "x", "d": "d", "b": "b\n", "c": "c\n", "run": "run\n"}))
    write(project, tree({"a": "mine\n", "d/own": "own\n"}))
    result = run_scaffold("update", project)
    assert result.exit_code == 13
    assert "  ! a  you changed it, and the template has it no more\n" in result.stdout
    assert "  ! a/x  a is a file\n" in result.stdout
    assert "  ! d  it is a folder\n" in result.stdout
    assert texts(project) == {"a": "mine\n", "d/own": "own\n", "b": "b\n", "c": "c\n", "run": "run\n"}


def test_conflicts_can_be_put_beside(project: Path) -> None:
    write(project, tree({"b": "mine\n", "b.rej": "my own\n", "c": b"\0mine"}))
    assert run_scaffold("update", project, "--conflict", "rej", "--force").exit_code == 13
    assert (project / "b").read_text() == "mine\n"
    assert (project / "b.rej").read_text() == "my own\n"
    assert (project / "b.2.rej").read_text() == "--- b\n+++ b\n@@ -1 +1 @@\n-mine\n+B\n"
    assert (project / "c").read_bytes() == b"\0mine"
    assert (project / "c.theirs").read_text() == "C\n"
    subprocess.run(["git", "apply", "b.2.rej", "-p0"], cwd=project, check=True)
    assert (project / "b").read_text() == "B\n"


@pytest.mark.parametrize(("style", "expected"), [("ours", "mine\n"), ("theirs", "B\n")])
def test_conflicts_can_be_settled_beforehand(style: str, expected: str, project: Path) -> None:
    write(project, tree({"b": "mine\n"}))
    result = run_scaffold("update", project, "--conflict", style)
    assert result.exit_code == 0
    assert "  ! b  both changed the same lines in one place: " in result.stdout
    assert (project / "b").read_text() == expected


def test_a_dry_run_says_the_same_and_writes_nothing(project: Path) -> None:
    write(project, tree({"b": "mine\n"}))
    with unchanged(project):
        dry = run_scaffold("update", project, "--dry-run")
        as_json = run_scaffold("update", project, "--dry-run", "--json")
    assert dry.exit_code == as_json.exit_code == 13
    *done, resolve, _ = run_scaffold("update", project).stdout.splitlines()
    assert dry.stdout.splitlines()[:-1] == done
    assert resolve.startswith("Resolve what ! marks: ")
    assert dry.stdout.splitlines()[-1] == "Nothing was written."
    assert json.loads(as_json.stdout) == {
        "schema": 1,
        "path": str(project),
        "needed": True,
        "written": False,
        "from": {"service": "1.0.0"},
        "to": {"service": "1.1.0"},
        "changes": [
            {"path": "a", "kind": "changed", "merged": False},
            {"path": "b", "kind": "changed", "merged": False},
            {"path": "c", "kind": "changed", "merged": False},
            {"path": "d/e", "kind": "removed", "merged": False},
            {"path": "new/f", "kind": "added", "merged": False},
            {"path": "run", "kind": "mode", "merged": False},
        ],
        "moved": {},
        "kept_deleted": [],
        "conflicts": [{"path": "b", "reason": "both changed the same lines in one place", "left": True}],
        "stacks": {"added": [], "removed": []},
        "impact": {
            "previewed": False,
            "replaced": 0,
            "changed": 0,
            "new": 0,
            "deleted": 0,
            "stacks": {},
            "refused": [],
            "notes": [],
        },
    }


def test_an_undo_brings_back_what_was_there(project: Path) -> None:
    write(project, tree({"b": "mine\n"}))
    (project / "a").chmod(0o600)
    before = entries(project)
    assert run_scaffold("update", project).exit_code == 13
    after = entries(project)
    undone = run_scaffold("update", project, "--undo")
    assert undone.exit_code == 0
    assert undone.stdout == "The last update was taken back: 8 files are as they were before it.\n"
    assert entries(project) == before
    (project / "b").write_text("later")
    told, fix = refused(run_scaffold("update", project, "--undo"))
    assert told == "Changed since the last undo, and the undo would take that back as well: b."
    assert fix == "Undo with --force; a second --undo brings back what is there now."
    redone = run_scaffold("update", project, "--undo", "--force", "--json")
    assert json.loads(redone.stdout)["undone"] == "undo"
    assert entries(project) == after


def test_answers_change_along(project: Path) -> None:
    assert run_scaffold("update", project, "--set", "maxReplicas=7", "--set", "aws:port=81").exit_code == 0
    answers = read_record(project).answers
    assert answers.settings == {"maxReplicas": "7"}
    assert answers.overrides == {"aws": {"port": "81"}}
    assert answers.name == ANSWERS.name
    # With the templates up to date, an answer alone is a reason too.
    assert run_scaffold("update", project, "--set", "maxReplicas=8").exit_code == 0
    assert read_record(project).answers.settings == {"maxReplicas": "8"}


def test_what_is_not_committed_is_not_mixed_with_an_update(project: Path) -> None:
    git(project, "init")
    with unchanged(project):
        told, fix = refused(run_scaffold("update", project))
    assert told == "There are changes that are not committed: a, b, c, d/e, run."
    git(project, "add", ".")
    git(project, "commit", "-m", "all")
    write(project, tree({"a": "1", "own": "own"}))
    told, fix = refused(run_scaffold("update", project))
    assert told == "There are changes that are not committed: a."
    assert fix == "Commit or stash them, so that the update can be told from them; or go on with --force."
    assert run_scaffold("update", project, "--dry-run").exit_code == 13
    git(project, "commit", "-am", "edit")
    # What git does not know is in nobody's way.
    assert run_scaffold("update", project).exit_code == 13
    git(project, "add", ".")
    committed = subprocess.run(["git", "diff", "--cached", "--name-only"], cwd=project, check=True, capture_output=True)
    assert b".scaffold/undo" not in committed.stdout


def test_a_project_below_a_repository_is_looked_at_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "repository", tree({"other": "1"}))
    project = tmp_path / "repository/services/one"
    project.parent.mkdir()
    write(project, recorded(BASE))
    git(tmp_path / "repository", "init")
    git(tmp_path / "repository", "add", ".")
    git(tmp_path / "repository", "commit", "-m", "all")
    install(monkeypatch, THEIRS)
    write(tmp_path / "repository", tree({"other": "2"}))
    write(project, tree({"new/f": "mine\n"}))
    assert refused(run_scaffold("update", project))[0] == "There are changes that are not committed: new/f."
    assert run_scaffold("update", project, "--force").exit_code == 13


def test_without_git_it_works(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    git(project, "init")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run_scaffold("update", project).exit_code == 0


def test_conflicts_are_resolved_before_the_next_update(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, tree({"b": "mine\n"}))
    run_scaffold("update", project)
    install(monkeypatch, {**THEIRS, **tree({"c": "3\n"})}, "1.2.0")
    assert refused(run_scaffold("update", project)) == (
        "There are conflicts to resolve first: b.",
        "Resolve them and remove .rej and .theirs files, or go on with --force.",
    )
    write(project, tree({"b": "mine and B\n"}))
    assert run_scaffold("update", project).exit_code == 0
    assert (project / "b").read_text() == "mine and B\n"


def test_links_are_left_alone(project: Path, tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", tree({"file": "outside\n"}))
    (project / "b").unlink()
    (project / "b").symlink_to(outside / "file")
    (project / "new").symlink_to(outside)
    result = run_scaffold("update", project)
    assert result.exit_code == 13
    assert "  ! b  it is a link, which is not followed\n" in result.stdout
    assert "  ! new/f  new is a link, which is not followed\n" in result.stdout
    assert texts(outside) == {"file": "outside\n"}
    assert (project / "b").is_symlink()


def test_a_read_only_file_stops_it(project: Path) -> None:
    (project / "b").chmod(0o444)
    with unchanged(project):
        assert refused(run_scaffold("update", project)) == (
            "b is read-only, and would change. Nothing was changed.",
            "chmod u+w b",
        )
        (project / "a").chmod(0o444)
        for dry_run in ([], ["--dry-run"]):
            assert refused(run_scaffold("update", project, *dry_run)) == (
                "a, b are read-only, and would change. Nothing was changed.",
                "chmod u+w a b",
            )
        (project / "a").chmod(0o644)


def test_two_at_once_do_not_mix(project: Path) -> None:
    with locked(project), unchanged(project):
        assert refused(run_scaffold("update", project)) == (
            f"Another `scaffold` is changing {project} right now.",
            "Wait until it is done, and try again.",
        )
        assert refused(run_scaffold("update", project, "--undo"))[0].startswith("Another `scaffold` is changing")
    assert run_scaffold("update", project).exit_code == 0


def test_a_project_of_newer_templates_does_not_go_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, THEIRS, "0.9.0")
    assert refused(run_scaffold("update", project)) == (
        "The project was made of service 1.0.0; this scaffolder has service 0.9.0.",
        "Update scaffolder.",
    )


def test_without_a_record_there_is_nothing_to_update(tmp_path: Path) -> None:
    told, fix = refused(run_scaffold("update", tmp_path))
    assert told == f"{tmp_path} is in no project of scaffolder's: there is no .scaffold/lock.json here or above."
    assert fix == "Name the folder of a project, or create one: scaffold new NAME"


def test_a_record_that_git_merged_badly_is_told(project: Path) -> None:
    (project / ".scaffold/lock.json").write_text("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n")
    with unchanged(project):
        told, _ = refused(run_scaffold("update", project))
    assert told == f"{project / '.scaffold/lock.json'} holds conflict markers of a git merge."


@pytest.mark.parametrize("path", ["../outside", "/outside", ".git/hooks/pre-commit"])
def test_a_record_from_elsewhere_does_not_leave_the_project(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, tree({"outside": "b\n"}))
    project = write(
        tmp_path / "project", {name: file for name, file in recorded({path: File(b"b\n")}).items() if name != path}
    )
    install(monkeypatch, THEIRS)
    with unchanged(tmp_path):
        assert " is damaged: " in refused(run_scaffold("update", project))[0]


@pytest.mark.parametrize("with_", [["--dry-run"], ["--set", "port=1"]])
def test_an_undo_is_only_that(with_: list[str], project: Path) -> None:
    result = run_scaffold("update", project, "--undo", *with_)
    assert result.exit_code == 2
    assert "--undo goes with none of --dry-run, --set, --template and --to." in result.stderr


files = st.builds(
    File, st.lists(st.sampled_from([b"1\n", b"2\n", b"3\n", b"4"]), max_size=5).map(b"".join), st.booleans()
)
trees = st.dictionaries(st.sampled_from(["a", "b", "c/a", "c/b", "c/d/a", "b/a", "c", "c/d"]), files).filter(
    lambda tree: not any(path.startswith(f"{other}/") for path in tree for other in tree)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(base=trees, mine=trees, theirs=trees, style=st.sampled_from(["inline", "rej", "ours", "theirs"]))
def test_any_update_settles_and_can_be_taken_back(  # noqa: PLR0917 - hypothesis names them
    base: Tree,
    mine: Tree,
    theirs: Tree,
    style: str,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = {path: file for path, file in recorded(base).items() if path.startswith(".scaffold")}
    project = write(tmp_path_factory.mktemp("t") / "project", {**record, **mine})
    install(monkeypatch, theirs)
    before = entries(project)
    first = run_scaffold("update", project, "--conflict", style)
    assert first.exit_code in (0, 13)
    with unchanged(project):
        assert run_scaffold("update", project, "--conflict", style).exit_code == 0
        assert run_scaffold("status", project).exit_code in (0, 11)
    assert read_record(project).base == theirs
    assert run_scaffold("update", project, "--undo").exit_code == 0
    assert entries(project) == before
