"""The projects that `scaffold new` writes: one for each cloud, and one for all of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

CASES = {"aws": ["aws"], "gcp": ["gcp"], "azure": ["azure"], "all": ["aws", "gcp", "azure"]}
BIN = Path(sys.executable).parent


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project as it was written, and the clouds it is for."""

    folder: Path
    clouds: list[str]

    def run(self, *command: str | Path, **env: str) -> str:
        """Run a command at the project's root; a failure shows what it said."""
        run = subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            env={"PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin", "HOME": str(Path.home()), "NO_COLOR": "1", **env},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, f"{' '.join(map(str, command))}\n{run.stdout}{run.stderr}"
        return run.stdout


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """Writes a project by the command itself."""

    def write(name: str, clouds: list[str], *options: str) -> Project:
        folder = tmp_path_factory.mktemp("projects") / name
        command = [sys.executable, "-m", "scaffolder", "new", name, f"--output={folder}", "--no-input", *options]
        subprocess.run([*command, *(f"--cloud={cloud}" for cloud in clouds)], check=True, capture_output=True)
        return Project(folder=folder, clouds=clouds)

    return write


# One worker has each of them.
_EACH = [pytest.param(name, marks=pytest.mark.xdist_group(f"generated-{name}")) for name in CASES]


@pytest.fixture(scope="session", params=_EACH)
def project(request: pytest.FixtureRequest, write: Callable[..., Project]) -> Project:
    """Each of the projects, left as it was written."""
    return write(f"demo-{request.param}", CASES[request.param])
