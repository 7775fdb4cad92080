import os
import sys
from pathlib import Path

import pytest

from scaffolder.engine.interpreter import find_interpreter
from scaffolder.engine.workspace import Workspace
from tests.projects import write_project


@pytest.fixture(autouse=True)
def _no_active_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.delenv("UV_PROJECT_ENVIRONMENT", raising=False)


def make_environment(folder: Path, *, with_pulumi: bool = True) -> Path:
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    packages = folder / "lib" / "python3.11" / "site-packages"
    (packages / "pulumi").mkdir(parents=True)
    if with_pulumi:
        (packages / "pulumi" / "__init__.py").touch()
    return packages


@pytest.mark.parametrize("name", [".venv", "venv"])
def test_the_projects_own_environment_is_used(name: str, tmp_path: Path) -> None:
    packages = make_environment(write_project(tmp_path) / name)
    interpreter = find_interpreter(Workspace.find(tmp_path))
    assert interpreter.python == tmp_path / name / "bin" / "python"
    assert interpreter.site_packages == (packages,)
    assert interpreter.is_project


def test_the_named_environment_wins(tmp_path: Path) -> None:
    project = "name: demo\nruntime: {name: python, options: {virtualenv: mine}}\n"
    write_project(tmp_path, files={"Pulumi.yaml": project})
    make_environment(tmp_path / ".venv")
    make_environment(tmp_path / "mine")
    assert find_interpreter(Workspace.find(tmp_path)).python == tmp_path / "mine" / "bin" / "python"


def test_the_environment_beside_the_lock_file_of_a_uv_workspace_is_used(tmp_path: Path) -> None:
    write_project(tmp_path / "services" / "api")
    (tmp_path / "uv.lock").touch()
    make_environment(tmp_path / ".venv")
    workspace = Workspace.find(tmp_path / "services" / "api")
    assert find_interpreter(workspace).python == tmp_path / ".venv" / "bin" / "python"


def test_without_one_scaffolders_own_python_runs_the_program(tmp_path: Path) -> None:
    interpreter = find_interpreter(Workspace.find(write_project(tmp_path)))
    assert interpreter.python == Path(sys.executable)
    assert not interpreter.is_project
    assert any((folder / "pulumi" / "__init__.py").is_file() for folder in interpreter.site_packages)
    assert interpreter.note == ""


def test_an_environment_without_pulumi_is_passed_over_and_told(tmp_path: Path) -> None:
    make_environment(write_project(tmp_path) / ".venv", with_pulumi=False)
    interpreter = find_interpreter(Workspace.find(tmp_path))
    assert interpreter.python == Path(sys.executable)
    assert interpreter.note == (
        f"{tmp_path / '.venv'} has no Pulumi installed, so scaffolder's own Python runs the program."
    )


def test_the_program_runs_with_the_environment_activated(tmp_path: Path) -> None:
    make_environment(write_project(tmp_path) / ".venv")
    variables = find_interpreter(Workspace.find(tmp_path)).environment({"PATH": "/bin", "PYTHONHOME": "/x", "A": "b"})
    assert variables == {
        "PATH": f"{tmp_path / '.venv' / 'bin'}{os.pathsep}/bin",
        "VIRTUAL_ENV": str(tmp_path / ".venv"),
        "A": "b",
    }
