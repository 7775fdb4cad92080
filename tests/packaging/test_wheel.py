"""The built wheel in an empty environment: what a user gets, with nothing of this checkout beside it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
CLOUD = "gcp"


def run(*command: object, cwd: Path) -> str:
    # No variable of the checkout's own environment may help: the wheel stands alone.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", folder, REPOSITORY, cwd=folder)
    return next(folder.glob("*.whl"))


def test_the_wheel_ships_the_program_and_the_templates(wheel: Path) -> None:
    shipped = {
        name.removeprefix("scaffolder/_shipped/") for name in zipfile.ZipFile(wheel).namelist() if "_shipped" in name
    }
    tracked = run("git", "ls-files", "stacks", "templates", cwd=REPOSITORY).split()
    assert shipped == set(tracked)


def test_the_wheel_ships_what_a_new_template_starts_from(wheel: Path) -> None:
    folder = "scaffolder/authoring/skeleton"
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith(f"{folder}/")}
    assert shipped == set(run("git", "ls-files", folder, cwd=REPOSITORY).split())


def test_an_installed_wheel_makes_a_project_and_previews_it(wheel: Path, tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    run(sys.executable, "-m", "uv", "venv", "--quiet", "--python", sys.executable, tmp_path / "venv", cwd=tmp_path)
    run(
        sys.executable, "-m", "uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", python,
        f"scaffolder[{CLOUD}] @ {wheel.as_uri()}", cwd=tmp_path,
    )  # fmt: skip
    scaffold = python.with_name("scaffold")
    run(scaffold, "new", "demo", "--cloud", CLOUD, "--no-input", "--no-git", cwd=tmp_path)
    printed = run(scaffold, "preview", "demo", "--all", "--engine", "embedded", "--json", cwd=tmp_path)
    previews = json.loads(printed)["previews"]
    assert [preview["stack"] for preview in previews] == ["dev", "prod"]
    assert all(preview["resources"] and not preview["problems"] for preview in previews)
