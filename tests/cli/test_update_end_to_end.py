"""A real project with edits in ten files, updated to newer templates: what it holds then is known to the byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scaffolder.shipped import stacks_dir, templates_dir
from tests.newcommand import files_below, run_scaffold, unchanged
from tests.updates import entries

NEW = ("new", "sentiment", "--cloud", "gcp", "--env", "dev", "--no-git", "--output")


def prepend(path: Path, text: str) -> None:
    path.write_bytes(text.encode() + path.read_bytes())


def append(path: Path, text: str) -> None:
    path.write_bytes(path.read_bytes() + text.encode())


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Templates and a program as a later release might have them."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(templates_dir(), tmp_path / "newer/templates", ignore=ignored)
    shutil.copytree(stacks_dir(), tmp_path / "newer/stacks", ignore=ignored)
    service = tmp_path / "newer/templates/service"
    manifest = service / "template.toml"
    manifest.write_text(manifest.read_text().replace('version = "1.0.0"', 'version = "2.0.0"'))
    append(service / "files/README.md.j2", "\n## Later\nSaid of <{ name }> in a later release.\n")
    prepend(service / "files/app/requirements.in", "theirs\n")
    append(service / "files/app/serving/api.py", "# later\n")
    append(service / "files/policy/guard/rules.py", "# later\n")
    prepend(service.parent / "base/files/Pulumi.stack.yaml.j2", "# later\n")
    (service / "files/app/training/train.py").unlink()
    (service / "files/docs").mkdir(exist_ok=True)
    (service / "files/docs/later.md.j2").write_text("<{ name }>\n")
    append(tmp_path / "newer/stacks/inference/gcp/network.py", "# later\n")
    return tmp_path / "newer"


def edit(project: Path) -> None:
    """Edit ten files, and add one."""
    prepend(project / "README.md", "Mine.\n\n")
    prepend(project / "infra/inference/gcp/network.py", "# mine\n")
    prepend(project / "app/requirements.in", "mine\n")
    api = project / "app/serving/api.py"
    api.write_bytes(api.read_bytes().replace(b"\n", b"\r\n"))
    append(project / "app/serving/model.py", "# mine\n")
    (project / "policy/guard/rules.py").unlink()
    (project / "tests/app/conftest.py").chmod(0o755)
    append(project / "app/training/train.py", "# mine\n")
    append(project / "Pulumi.dev.yaml", "# mine\n")
    (project / "AGENTS.md").unlink()
    (project / "infra/own.py").write_text("mine\n")


def test_ten_edits_survive_an_update(newer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    assert run_scaffold(*NEW, project).exit_code == 0
    generated = files_below(project)
    edit(project)
    edited = files_below(project)
    assert run_scaffold("status", project).exit_code == 11
    before = entries(project)

    monkeypatch.setattr("scaffolder.generate.templates_dir", lambda: newer / "templates")
    monkeypatch.setattr("scaffolder.generate.stacks_dir", lambda: newer / "stacks")
    assert run_scaffold("status", project).exit_code == 12
    with unchanged(project):
        dry = run_scaffold("update", project, "--dry-run")
    result = run_scaffold("update", project)
    assert (result.exit_code, result.stderr) == (13, "")
    assert result.stdout == (
        "service 1.0.0 -> service 2.0.0: 6 files, 4 merged, 2 conflicts; 0 replaced, 1 changed in place, 0 new\n"
        "  ~ Pulumi.dev.yaml  merged with your edits\n"
        "  ~ README.md  merged with your edits\n"
        "  ~ app/serving/api.py  merged with your edits\n"
        "  + docs/later.md\n"
        "  ~ infra/inference/gcp/network.py  merged with your edits\n"
        "  . policy/guard/rules.py  stays deleted, though the template changed it\n"
        "  ! app/requirements.in  both changed the same lines in one place\n"
        "  ! app/training/train.py  you changed it, and the template has it no more\n"
        "What the next deployment of dev would do:\n"
        "  changed   docker-build.Image  sentiment-dev-image-build  (tags)\n"
        "Resolve what ! marks: leave no `<<<<<<<` in it, and no .rej or .theirs file beside it.\n"
        "Take it back with: scaffold update --undo\n"
    )
    *done, _, _ = result.stdout.splitlines()
    assert dry.stdout.splitlines()[:-1] == done

    fresh = tmp_path / "fresh"
    assert run_scaffold(*NEW, fresh).exit_code == 0
    expected = files_below(fresh)
    both = {
        "README.md": b"Mine.\n\n" + expected["README.md"],
        "infra/inference/gcp/network.py": b"# mine\n" + expected["infra/inference/gcp/network.py"],
        "app/requirements.in": b"<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> template\n"
        + generated["app/requirements.in"],
        "app/serving/api.py": expected["app/serving/api.py"].replace(b"\n", b"\r\n"),
        "Pulumi.dev.yaml": expected["Pulumi.dev.yaml"] + b"# mine\n",
    }
    mine = {path: edited[path] for path in ("app/serving/model.py", "app/training/train.py", "infra/own.py")}
    expected |= both | mine
    del expected["policy/guard/rules.py"], expected["AGENTS.md"]
    undo_left = {path: content for path, content in files_below(project).items() if ".scaffold/undo" in path}
    assert files_below(project) == expected | undo_left
    assert (project / "tests/app/conftest.py").stat().st_mode & 0o777 == 0o755

    with unchanged(project):
        assert run_scaffold("update", project).exit_code == 0
        assert run_scaffold("status", project).exit_code == 11
    assert run_scaffold("update", project, "--undo").exit_code == 0
    assert entries(project) == before
    assert run_scaffold("status", project).exit_code == 12
