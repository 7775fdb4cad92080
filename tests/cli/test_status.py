"""`scaffold status` and `scaffold diff`: what was edited, and whether an update is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffolder.tree import File
from tests.newcommand import refused, run_scaffold, unchanged
from tests.updates import install, recorded, tree, write

BASE = tree({"a": "a\n", "b": "b\n", "c/d": b"\0d", "run": "run\n", "plain": "p"})


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(monkeypatch, BASE, "1.0.0")
    return write(tmp_path / "project", recorded(BASE))


def edit(project: Path) -> None:
    write(project, tree({"a": "a\nmine\n", "c/d": b"\0e", "run": File(b"run\n", executable=True), "own": "own\n"}))
    (project / "b").unlink()


def test_a_project_as_it_was_generated(project: Path) -> None:
    with unchanged(project):
        result = run_scaffold("status", project)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Up to date with service 1.0.0.\nNo file was edited since it was generated.\n"


def test_a_project_with_edits(project: Path) -> None:
    edit(project)
    (project / "plain").unlink()
    (project / "plain").symlink_to("a")
    result = run_scaffold("status", project)
    assert result.exit_code == 11
    assert result.stdout == (
        "Up to date with service 1.0.0.\n"
        "Edited since it was generated (see `scaffold diff`):\n"
        "  M a\n  D b\n  M c/d\n  X run\n  T plain (it is a link, which is not followed)\n"
    )


def test_a_project_with_an_update_to_come(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, {**BASE, **tree({"a": "A\n"})}, "1.1.0")
    result = run_scaffold("status", project)
    assert result.exit_code == 10
    assert result.stdout == (
        "Behind: made of service 1.0.0; service 1.1.0 is installed, and one file differs. See `scaffold update --dry-run`.\n"
        "No file was edited since it was generated.\n"
    )
    # A version alone is a difference, and so is content.
    install(monkeypatch, BASE, "1.1.0")
    assert run_scaffold("status", project).exit_code == 10
    install(monkeypatch, {**BASE, **tree({"new": ""})}, "1.0.0")
    result = run_scaffold("status", project)
    assert result.exit_code == 10
    assert result.stdout.startswith(
        "Behind: the answers, in .scaffold/answers.json, or service 1.0.0 were changed since, and one file differs. See `scaffold update --dry-run`.\n"
    )


def test_answers_that_were_changed_by_hand(tmp_path: Path) -> None:
    project = tmp_path / "project"
    assert run_scaffold("new", "sentiment", "--cloud", "gcp", "--no-git", "--output", project).exit_code == 0
    answers = project / ".scaffold/answers.json"
    answers.write_text(answers.read_text().replace('"prod"\n', '"staging"\n'))
    result = run_scaffold("status", project)
    assert result.exit_code == 10
    assert result.stdout.startswith(
        "Behind: the answers, in .scaffold/answers.json, or base 1.0.0, gcp 1.0.0, service 1.0.0 were changed since, and "
    )


def test_both_as_json(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, {**BASE, **tree({"a": "A\n", "new": "n\n"})}, "1.1.0")
    edit(project)
    write(project, tree({"plain": "<<<<<<< yours\na\n=======\nb\n>>>>>>> template\n", "a.rej": ""}))
    result = run_scaffold("status", project, "--json")
    assert result.exit_code == 12
    assert json.loads(result.stdout) == {
        "schema": 1,
        "path": str(project),
        "behind": True,
        "ahead": False,
        "edited": True,
        "scaffolder": "1",
        "templates": {"service": "1.0.0"},
        "installed": {"service": "1.1.0"},
        "outdated": ["a", "new"],
        "changed": ["a", "c/d", "plain"],
        "deleted": ["b"],
        "mode": ["run"],
        "replaced": {},
        "unresolved": ["a.rej", "plain"],
        "notes": [],
    }
    assert run_scaffold("status", project).stdout.endswith("Conflicts to resolve:\n  C a.rej\n  C plain\n")


def test_a_project_of_newer_templates_is_not_behind(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, {**BASE, **tree({"a": "old\n"})}, "0.9.0")
    result = run_scaffold("status", project)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "Made of service 1.0.0; this scaffolder has the older service 0.9.0. Update scaffolder.\n"
    )


def test_a_project_is_found_from_within(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "c")
    assert run_scaffold("status").exit_code == 0
    edit(project)
    assert run_scaffold("diff").stdout.startswith("diff --git a/c/d b/c/d\n")


DIFF_A = "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n a\n+mine\n"
DIFF_B = "diff --git a/b b/b\ndeleted file mode 100644\n--- a/b\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n"
DIFF_D = "diff --git a/c/d b/c/d\nBinary files a/c/d and b/c/d differ\n"
DIFF_RUN = "diff --git a/run b/run\nold mode 100644\nnew mode 100755\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], DIFF_A + DIFF_B + DIFF_D + DIFF_RUN),
        (["b"], DIFF_B),
        (["c", "run"], DIFF_D + DIFF_RUN),
        (["plain"], ""),
    ],
)
def test_a_diff_is_as_git_shows_it(files: list[str], expected: str, project: Path) -> None:
    edit(project)
    for result in (
        run_scaffold("diff", project, *files),
        *([run_scaffold("diff", *(project / file for file in files))] if files else []),
    ):
        assert (result.exit_code, result.stdout, result.stderr) == (0, expected, "")


def test_a_last_line_without_an_end_is_shown_as_git_does(project: Path) -> None:
    write(project, tree({"plain": b"\xff\r\n-"}))
    assert run_scaffold("diff", project).stdout_bytes == (
        b"diff --git a/plain b/plain\n--- a/plain\n+++ b/plain\n@@ -1 +1,2 @@\n"
        b"-p\n\\ No newline at end of file\n+\xff\r\n+-\n\\ No newline at end of file\n"
    )


def test_a_link_to_the_project_leads_there(project: Path, tmp_path: Path) -> None:
    (project / "a").write_text("a\nmine\n")
    (tmp_path / "link").symlink_to(project)
    assert run_scaffold("diff", tmp_path / "link").stdout == DIFF_A
    assert run_scaffold("diff", tmp_path / "link", "a").stdout == DIFF_A


def test_a_link_in_a_files_place_is_told(project: Path) -> None:
    (project / "a").unlink()
    (project / "a").symlink_to("b")
    result = run_scaffold("diff", project, "a")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "a: it is a link, which is not followed.\n")


def test_what_was_not_generated_has_no_diff(project: Path, tmp_path: Path) -> None:
    edit(project)
    assert refused(run_scaffold("diff", project, "own")) == (
        "own was not generated, so there is nothing to compare it with.",
        "Use git to see its changes.",
    )
    assert (
        refused(run_scaffold("diff", project, tmp_path / "x"))[0]
        == f"{tmp_path / 'x'} is not in the project {project}."
    )


@pytest.mark.parametrize("command", ["status", "diff"])
def test_a_folder_without_a_record_is_told(command: str, tmp_path: Path) -> None:
    assert refused(run_scaffold(command, tmp_path))[0].startswith(f"{tmp_path} is in no project of scaffolder's: ")


def test_a_folder_of_records_that_is_a_link_is_told(project: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/.scaffold").symlink_to(project / ".scaffold")
    told = f"{tmp_path / 'other/.scaffold'} is a link, which is not followed."
    assert refused(run_scaffold("status", tmp_path / "other"))[0] == told


def test_a_file_that_cannot_be_read_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_bytes(path: Path) -> bytes:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return original(path)

    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert refused(run_scaffold("status", project))[0] == f"{project / 'a'} cannot be read: Permission denied."
