"""Runs git on other people's repositories: nothing of theirs is executed, and nobody is asked in a terminal."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from scaffolder.errors import ScaffolderError

LARGEST = 256 * 1024 * 1024  # bytes a repository may take while it is fetched
_LONGEST_SECONDS = 600
_LOOK_SECONDS = 0.2
_GRACE_SECONDS = 2
_MIB = 1024 * 1024
# The repository is one of our own making, without hooks or configuration; these hold whatever the user's say.
_OPTIONS = (
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("fetch.recurseSubmodules", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
)
# What a git that started us says of its own repository.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_CONFIG", "GIT_SHALLOW_FILE")  # fmt: skip


class GitError(Exception):
    """What git said when it failed."""


class Git:
    """A bare repository in `folder`, made to fetch from `url`, and git commands on it.

    Nothing is ever checked out, so no hook, filter, submodule or link of the other side is looked at. Only `protocol`
    may be spoken. The user's credential helpers and ssh work as always, but git does not ask in the terminal.
    """

    def __init__(self, folder: Path, url: str, protocol: str) -> None:
        self._folder = folder
        allowed = {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": protocol, "LC_ALL": "C"}
        self._environment = {key: value for key, value in os.environ.items() if key not in _FOREIGN} | allowed
        self("init", "--quiet", "--bare", "--template=", ".")
        # As configuration, where no value can be taken for an option.
        self("config", "--local", "--", "remote.origin.url", url)

    def __call__(self, *arguments: str, given: bytes = b"", timeout: float = _LONGEST_SECONDS) -> bytes:
        """Run a git command and give what it printed.

        Raises:
            GitError: it failed.
            ScaffolderError: there is no git, it took too long, or what it fetched is too large.
        """
        options = [word for key, value in _OPTIONS for word in ("-c", f"{key}={value}")]
        made = [] if arguments[0] == "init" else ["--git-dir=."]
        try:
            process = subprocess.Popen(
                ["git", *made, *options, *arguments], cwd=self._folder, env=self._environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
        except FileNotFoundError as error:
            raise ScaffolderError("There is no git command, which fetches templates.", fix="Install git.") from error
        with process:
            printed, said = self._finished(process, given, timeout)
        if process.returncode:
            raise GitError(_told(said) or f"git {arguments[0]} failed with exit code {process.returncode}")
        return printed

    def _finished(self, process: subprocess.Popen[bytes], given: bytes, timeout: float) -> tuple[bytes, bytes]:
        """Wait for a process, and end one that goes on for too long or fetches too much."""
        until = time.monotonic() + timeout
        ended = None
        try:
            while ended is None:
                try:
                    ended = process.communicate(given, timeout=_LOOK_SECONDS)
                except subprocess.TimeoutExpired:
                    if time.monotonic() > until:
                        raise GitError(f"git did not end within {timeout:g} seconds") from None
                # What came since the last look counts, too.
                self._refuse_too_large()
        except BaseException:
            process.terminate()  # git removes what it was writing
            try:
                process.wait(_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
        return ended

    def _refuse_too_large(self) -> None:
        if _size(self._folder) > LARGEST:
            raise ScaffolderError(
                f"The repository is larger than {LARGEST // _MIB} MiB.",
                fix="Keep templates in a repository of their own.",
            )


def _size(folder: Path) -> int:
    total = 0
    for above, _, files in os.walk(folder):
        for file in files:
            try:
                total += os.lstat(os.path.join(above, file)).st_size  # noqa: PTH118 - as os.walk gives them
            except FileNotFoundError:
                continue  # git renames its packs while we look
    return total


def _told(said: bytes) -> str:
    """The line of git's that says why, without its own prefix."""
    lines: Sequence[str] = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    told = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1] if lines else "")
    return told.partition(": ")[2] if told.startswith(("fatal:", "error:")) else told
