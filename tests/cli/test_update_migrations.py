"""What a template calls differently is followed: files, settings, answers, and what is deployed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffolder.shipped import stacks_dir
from tests.newcommand import refused, run_scaffold, unchanged
from tests.updates import entries, tree, write

MANIFEST = 'name = "acme"\nversion = "{}"\ndescription = "x"\nextends = ["service"]\n'
OLD, NEW = "1.0.0", "2.0.0"
QUESTION = '[questions.{}]\ntype = "text"\ndefault = "nobody"\n'
TEXT = "".join(f"line {number}\n" for number in range(5))
REGISTRY = "infra/inference/gcp/registry.py"
TYPE = "gcp:artifactregistry/repository:Repository"


def offer(folder: Path, version: str, more: str, files: dict[str, str]) -> None:
    """Let the template be another version of itself."""
    for file in (folder / "files").rglob("*"):
        if file.is_file():
            file.unlink()
    write(folder, tree({"template.toml": MANIFEST.format(version) + more}))
    (folder / "files").mkdir(exist_ok=True)
    write(folder / "files", tree(files))


def made(tmp_path: Path, *more: str) -> Path:
    project = tmp_path / "project"
    new = ("new", "sentiment", "--cloud", "gcp", "--env", "dev", "--no-git", "--template", tmp_path / "acme")
    result = run_scaffold(*new, "--output", project, *more)
    assert result.exit_code == 0, result.output
    return project


def test_files_and_answers_follow(tmp_path: Path) -> None:
    offer(
        tmp_path / "acme",
        OLD,
        QUESTION.format("team"),
        {"docs/old.md": "short\n", "lib/x": TEXT, "T.md.j2": "<{ team }>\n"},
    )
    project = made(tmp_path, "--set", "team=red")
    (project / "docs/old.md").write_text("mine\n")
    (project / "lib/x").write_text(f"mine\n{TEXT}")
    before = entries(project)
    migration = '[[migrations]]\nto = "1.5.0"\nfiles = { "docs/old.md" = "docs/new.md", "lib/" = "src/" }\nanswers = { team = "owner" }\n'
    new = {"docs/new.md": "short\nand more\n", "src/x": f"{TEXT}theirs\n", "T.md.j2": "<{ owner }>\n"}
    offer(tmp_path / "acme", NEW, QUESTION.format("owner") + migration, new)
    result = run_scaffold("update", project, "--conflict", "ours")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "  > docs/new.md  moved from docs/old.md, with your edits\n" in result.stdout
    assert "  > src/x  moved from lib/x, with your edits\n" in result.stdout
    assert (project / "docs/new.md").read_text() == "mine\n"
    assert (project / "src/x").read_text() == f"mine\n{TEXT}theirs\n"
    assert (project / "T.md").read_text() == "red\n"
    assert json.loads((project / ".scaffold/answers.json").read_text())["answers"] == {"owner": "red"}
    assert not (project / "lib").exists()
    with unchanged(project):
        assert run_scaffold("update", project).exit_code == 0
        assert run_scaffold("status", project).exit_code == 11
    assert run_scaffold("update", project, "--undo").exit_code == 0
    assert entries(project) == before


def test_settings_keep_the_values_their_users_gave_them(tmp_path: Path) -> None:
    # As an earlier version of the program might have called it.
    stack = "config:\n  cloud: gcp\n  acmeTeam: base\n"
    offer(tmp_path / "acme", OLD, 'remove = ["Pulumi.dev.yaml"]\n', {"Pulumi.test.yaml": stack})
    project = made(tmp_path)
    (project / "Pulumi.test.yaml").write_text("config:\n  cloud: gcp\n  acmeTeam: mine\n")
    (project / "Pulumi.own.yaml").write_text("config:\n  acmeTeam: own\n")
    theirs = "# Later.\nconfig:\n  cloud: gcp\n  acmeOwner: base\n"
    migration = 'remove = ["Pulumi.dev.yaml"]\n[[migrations]]\nto = "2.0.0"\nsettings = { acmeTeam = "acmeOwner" }\n'
    offer(tmp_path / "acme", NEW, migration, {"Pulumi.test.yaml": theirs})
    result = run_scaffold("update", project, "--no-impact")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (project / "Pulumi.test.yaml").read_text() == theirs.replace("base", "mine")
    assert (project / "Pulumi.own.yaml").read_text() == "config:\n  acmeOwner: own\n"


def test_a_resource_that_is_called_differently_stays(tmp_path: Path) -> None:
    offer(tmp_path / "acme", OLD, "", {})
    project = made(tmp_path)
    source = (stacks_dir() / "inference/gcp/registry.py").read_text()
    assert source.count('f"{name}-images"') == 1
    renamed = source.replace('f"{name}-images"', 'f"{name}-pictures"')
    offer(tmp_path / "acme", NEW, "", {REGISTRY: renamed})
    with unchanged(project):
        assert "sentiment-dev-registry-images" in refused(run_scaffold("update", project))[0]
    rename = f'resources = [{{ type = "{TYPE}", was = "*-images", now = "*-pictures" }}]'
    offer(tmp_path / "acme", NEW, f'[[migrations]]\nto = "2.0.0"\n{rename}\n', {REGISTRY: renamed})
    result = run_scaffold("update", project)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "; 0 replaced, 0 changed in place, 0 new\n" in result.stdout
    assert "  + infra/aliases.json\n" in result.stdout


NEEDED = '[questions.owner]\ntype = "text"\nask = "Who owns it?"\n'


def test_a_new_question_without_a_default_is_asked_in_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(tmp_path / "acme", OLD, "", {"T.md.j2": "old\n"})
    project = made(tmp_path)
    offer(tmp_path / "acme", NEW, NEEDED + QUESTION.format("team"), {"T.md.j2": "<{ owner }> <{ team }>\n"})
    with unchanged(project):
        status = run_scaffold("status", project)
        assert (status.exit_code, status.stderr) == (
            10,
            "What an update brings is not known. There is no answer to what has no default:\n  - owner: Who owns it?\n",
        )
        assert refused(run_scaffold("update", project)) == (
            "There is no answer to what has no default:\n  - owner: Who owns it?",
            "Give each: --set owner=VALUE, or under `answers` in the answers file.",
        )
    monkeypatch.setattr("scaffolder.cli._changing.in_terminal", lambda: True)
    asked: list[str] = []
    monkeypatch.setattr("scaffolder.cli._ask_questions._ask", lambda question, _: asked.append(question.key) or "red")
    with unchanged(project):
        assert run_scaffold("update", project, "--no-input").exit_code == 1
    assert run_scaffold("update", project).exit_code == 0
    assert asked == ["owner"]
    assert (project / "T.md").read_text() == "red nobody\n"
