"""Finding the Python that runs a project's program, and the packages it has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffolder.engine.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """A Python and the folders its packages are in; `is_project` when it is the project's own."""

    python: Path
    site_packages: Sequence[Path]
    is_project: bool
    note: str = ""

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """The variables a program runs with: those given, with the interpreter's environment activated."""
        variables = {key: value for key, value in base.items() if key != "PYTHONHOME"}
        if self.is_project:
            binaries = self.python.parent
            variables["VIRTUAL_ENV"] = str(binaries.parent)
            variables["PATH"] = os.pathsep.join([str(binaries), base.get("PATH", "")]).rstrip(os.pathsep)
        return variables


def find_interpreter(workspace: Workspace) -> Interpreter:
    """The project's own interpreter where it has one with Pulumi in it, else the one that runs scaffolder."""
    unusable = []
    for environment in _candidates(workspace):
        python = environment_python(environment)
        if python is None:
            continue
        packages = tuple(_site_packages(environment))
        if any((folder / "pulumi" / "__init__.py").is_file() for folder in packages):
            return Interpreter(python=python, site_packages=packages, is_project=True)
        unusable.append(environment)
    note = f"{unusable[0]} has no Pulumi installed, so scaffolder's own Python runs the program." if unusable else ""
    return Interpreter(python=Path(sys.executable), site_packages=_own_packages(), is_project=False, note=note)


def environment_python(environment: Path) -> Path | None:
    """The interpreter of a virtual environment, or None when the folder is not one."""
    for relative in ("bin/python", "bin/python3", "Scripts/python.exe"):
        python = environment / relative
        if python.is_file():
            return python
    return None


def _candidates(workspace: Workspace) -> Iterator[Path]:
    """Where the project's environment may be, the most explicit first."""
    named = workspace.options.get("virtualenv")
    if named:
        yield workspace.root / str(named)
    if "UV_PROJECT_ENVIRONMENT" in os.environ and _lock(workspace, "uv.lock"):
        yield workspace.root / os.environ["UV_PROJECT_ENVIRONMENT"]
    for folder in dict.fromkeys((workspace.root, workspace.program_dir)):
        yield folder / ".venv"
        yield folder / "venv"
    for name in ("uv.lock", "poetry.lock"):
        if lock := _lock(workspace, name):
            yield lock.parent / ".venv"
    if workspace.options.get("toolchain") == "poetry" or _lock(workspace, "poetry.lock"):
        yield from _poetry(workspace)
    if "VIRTUAL_ENV" in os.environ:
        yield Path(os.environ["VIRTUAL_ENV"])


def _lock(workspace: Workspace, name: str) -> Path | None:
    """The nearest lock file at or above the program, which is where uv and poetry keep the environment."""
    folders = (workspace.program_dir, *workspace.program_dir.parents)
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def _poetry(workspace: Workspace) -> Iterator[Path]:
    """The environment poetry keeps outside the project."""
    poetry = shutil.which("poetry")
    if poetry is None:
        return
    command = [poetry, "env", "info", "--path"]
    answer = subprocess.run(command, cwd=workspace.program_dir, capture_output=True, text=True, check=False)
    if answer.returncode == 0 and answer.stdout.strip():
        yield Path(answer.stdout.strip())


def _site_packages(environment: Path) -> Iterator[Path]:
    for pattern in ("lib/python3*/site-packages", "lib64/python3*/site-packages", "Lib/site-packages"):
        for folder in sorted(environment.glob(pattern)):
            # lib64 is often a link to lib.
            if not (folder.parts[-3] == "lib64" and (environment / "lib64").is_symlink()):
                yield folder


def _own_packages() -> tuple[Path, ...]:
    """The folders that scaffolder's own Python imports packages from."""
    listed = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *sys.path]
    return tuple(dict.fromkeys(Path(entry) for entry in listed if entry.endswith(("site-packages", "dist-packages"))))
