"""The `pulumi` command of this machine: which one is used, and why another was not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from scaffolder.paths import cache_dir

# Streaming JSON previews, output values and stack transforms are all there from here on.
OLDEST: Final = (3, 200, 0)
# The release that `scaffold doctor --install-pulumi` gets; go.mod names it too.
INSTALLED_VERSION: Final = "3.259.0"

EXECUTABLE: Final = "pulumi.exe" if os.name == "nt" else "pulumi"
LANGUAGE_HOST: Final = "pulumi-language-python"
ANSWER_SECONDS: Final = 30


@dataclass(frozen=True, kw_only=True)
class PulumiCommand:
    """A `pulumi` that runs; `language_host` is the official Python one beside it or on PATH, where there is one."""

    path: Path
    version: str
    language_host: Path | None


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """A `pulumi` that was found and cannot be used."""

    path: Path
    reason: str


@dataclass(frozen=True, kw_only=True)
class Search:
    """What looking for `pulumi` gave: the command to use, if any, and those passed over."""

    command: PulumiCommand | None
    rejected: tuple[Rejected, ...] = field(default=())


def find_pulumi() -> PulumiCommand | None:
    """Return the `pulumi` to use: the one on PATH, else the newest in our cache, else Pulumi's own folder."""
    return search_pulumi().command


def search_pulumi() -> Search:
    """Look for `pulumi` and say what was passed over and why."""
    rejected: list[Rejected] = []
    for path in _candidates():
        outcome = inspect(path)
        if isinstance(outcome, PulumiCommand):
            return Search(command=outcome, rejected=tuple(rejected))
        rejected.append(outcome)
    return Search(command=None, rejected=tuple(rejected))


def cached_pulumi(version: str) -> Path:
    """Return where our cache keeps that version's executable, whether it is there or not."""
    return cache_dir() / "pulumi" / version / EXECUTABLE


def inspect(path: Path) -> PulumiCommand | Rejected:
    """Return what is at `path`: a command that can be used, or the reason why not."""
    try:
        version = _asked_version(path, _fingerprint(path))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return Rejected(path=path, reason=f"it does not run: {_first_line(error)}")
    if parse_version(version) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        return Rejected(path=path, reason=f"version {version} is too old, {oldest} or newer is needed")
    return PulumiCommand(path=path, version=version, language_host=_language_host(path))


def parse_version(text: str) -> tuple[int, int, int]:
    """Return the three numbers of a version such as `v3.259.0` or `3.260.0-alpha.1`."""
    match = re.match(r"v?(\d+)\.(\d+)\.(\d+)", text.strip())
    if match is None:
        raise ValueError(f"{text.strip()[:80]!r} is not a version")
    major, minor, patch = match.groups()
    return int(major), int(minor), int(patch)


def _candidates() -> Iterator[Path]:
    on_path = shutil.which("pulumi")
    if on_path:
        yield Path(on_path)
    yield from _cached()
    home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
    if (own := home / "bin" / EXECUTABLE).is_file():
        yield own


def _cached() -> Iterator[Path]:
    """Every executable in our cache, newest version first; the official installer adds a `bin` folder."""
    versions: list[tuple[tuple[int, int, int], Path]] = []
    try:
        folders = list((cache_dir() / "pulumi").iterdir())
    except OSError:
        return
    for folder in folders:
        try:
            versions.append((parse_version(folder.name), folder))
        except ValueError:  # a build under way, or its lock
            continue
    for _, folder in sorted(versions, reverse=True):
        for path in (folder / EXECUTABLE, folder / "bin" / EXECUTABLE):
            if path.is_file():
                yield path


def _fingerprint(path: Path) -> tuple[int, int]:
    """What changes when the file is replaced, so that an answer is never older than the command."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size


@cache
def _asked_version(path: Path, fingerprint: tuple[int, int]) -> str:  # noqa: ARG001 - part of the cache's key
    # Even `pulumi version` leaves logs in its home.
    with tempfile.TemporaryDirectory(prefix="scaffolder-", ignore_cleanup_errors=True) as home:
        answer = subprocess.run(
            [str(path), "version"],
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true", "PULUMI_HOME": home},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=ANSWER_SECONDS,
            check=True,
        )
    version = answer.stdout.strip()
    parse_version(version)
    return version.removeprefix("v")


def _first_line(error: BaseException) -> str:
    """The first line worth showing: what the command itself said, else the error."""
    if isinstance(error, subprocess.CalledProcessError):
        said = (error.stderr or error.stdout or "").strip().splitlines()
        return f"exit code {error.returncode}" + (f" ({said[0]})" if said else "")
    if isinstance(error, subprocess.TimeoutExpired):
        return f"no answer to `pulumi version` in {ANSWER_SECONDS} seconds"
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _language_host(pulumi: Path) -> Path | None:
    """The official Python language host: beside the executable as its archive lays it, or on PATH."""
    name = f"{LANGUAGE_HOST}.exe" if os.name == "nt" else LANGUAGE_HOST
    beside = pulumi.resolve().parent / name
    if beside.is_file():
        return beside
    on_path = shutil.which(LANGUAGE_HOST)
    return Path(on_path) if on_path else None
