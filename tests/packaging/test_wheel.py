"""The built wheel in an empty environment: what a user gets, with nothing of this checkout beside it."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution, distributions
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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
    # With the hatchling of this environment, and no network.
    here = ("--offline", "--no-build-isolation", "--python", sys.executable)
    run(sys.executable, "-m", "uv", "build", "--quiet", "--wheel", *here, "--out-dir", folder, REPOSITORY, cwd=folder)
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
        sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps", "--python", python,
        wheel, cwd=tmp_path,
    )  # fmt: skip
    site_packages = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    )
    needed = required(site_packages, CLOUD)
    assert {"pulumi", f"pulumi-{CLOUD}"} < needed.keys()
    link(needed.values(), site_packages)
    scaffold = python.with_name("scaffold")
    run(scaffold, "new", "demo", "--cloud", CLOUD, "--no-input", "--no-git", cwd=tmp_path)
    printed = run(scaffold, "preview", "demo", "--all", "--engine", "embedded", "--json", cwd=tmp_path)
    previews = json.loads(printed)["previews"]
    assert [preview["stack"] for preview in previews] == ["dev", "prod"]
    assert all(preview["resources"] and not preview["problems"] for preview in previews)


def required(site_packages: Path, extra: str) -> dict[str, Distribution]:
    """What the installed wheel requires, with all that requires in turn, as this environment has it."""
    (installed,) = distributions(name="scaffolder", path=[str(site_packages)])
    found: dict[str, Distribution] = {}
    seen: set[str] = set()
    asked = [(installed, {extra})]
    while asked:
        one, extras = asked.pop()
        for text in one.requires or ():
            requirement = Requirement(text)
            if requirement.marker and not any(requirement.marker.evaluate({"extra": each}) for each in extras or {""}):
                continue
            needed = found[canonicalize_name(requirement.name)] = distribution(requirement.name)
            assert requirement.specifier.contains(needed.version, prereleases=True), text
            if text not in seen:
                seen.add(text)
                asked.append((needed, requirement.extras))
    return found


def link(packages: Iterable[Distribution], site_packages: Path) -> None:
    """Put packages into an environment with what is compiled of them, without the minute that copying an SDK takes."""
    for package in packages:
        for file in package.files or ():
            if ".." in file.parts:
                continue
            source = Path(str(package.locate_file(file)))
            compiled = cache_from_source(str(source)) if source.suffix == ".py" else ""
            for one in (source, Path(compiled)) if compiled and Path(compiled).exists() else (source,):
                target = site_packages / file.parent / one.relative_to(source.parent)
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.exists():
                    target.symlink_to(one)
