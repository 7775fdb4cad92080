"""A project's git repository: made and asked with the `git` at hand, never needed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from scaffolder.errors import ScaffolderError

_FALLBACK = ("-c", "user.name=scaffold", "-c", "user.email=scaffold@localhost")
_DEFAULT_BRANCH = ("-c", "init.defaultBranch=main")
# One commit of a new repository: no housekeeping, no hook of the user's, and no key to unlock.
_QUIET = ("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", f"core.hooksPath={os.devnull}")
_COMMIT = ("commit", "--quiet", "--no-gpg-sign", "--message")
# Set while git runs a hook of another repository, and not meant for this one.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX")


def inside_repository(target: Path) -> bool:
    """Whether `target` lies in a git work tree already, or has a repository of its own."""
    target = target.absolute()
    return any((folder / ".git").exists() for folder in (target, *target.parents))


def start_repository(folder: Path, message: str) -> str:
    """Make a repository of `folder` with one commit; say what kept it from that, or give an empty text."""
    environment = _own_environment()
    try:
        known = _run(folder, ("config", "--get-regexp", r"^(user\.(name|email)|init\.defaultbranch)$"), environment)
        branch = () if b"init.defaultbranch" in known.stdout else _DEFAULT_BRANCH
        identity = () if _has_identity(known.stdout, environment) else _FALLBACK
        for options, command in (
            (branch, ("init", "--quiet")),
            (_QUIET, ("add", "--all")),
            ((*_QUIET, *identity), (*_COMMIT, message)),
        ):
            done = _run(folder, (*options, *command), environment)
            if done.returncode:
                why = done.stderr.decode(errors="replace").strip().splitlines()
                return f"git {command[0]} failed: {why[-1] if why else f'exit code {done.returncode}'}"
    except FileNotFoundError:
        return "there is no git command"
    except OSError as error:
        return f"git cannot be run: {error.strerror or error}"
    return ""


def uncommitted(folder: Path, paths: Collection[str]) -> list[str]:
    """Give the files below `folder` that are not committed as they are; of unknown ones only those in `paths`.

    Where there is no repository, or no git command, there are none.

    Raises:
        ScaffolderError: git cannot tell.
    """
    if not inside_repository(folder):
        return []
    environment = _own_environment()
    try:
        prefix = _run(folder, ("rev-parse", "--show-prefix"), environment)
        status = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".")
        done = _run(folder, ("--no-optional-locks", *status), environment)
    except FileNotFoundError:
        return []
    for command in (prefix, done):
        if command.returncode:
            why = command.stderr.decode(errors="replace").strip()
            raise ScaffolderError(
                f"git cannot tell whether all is committed: {why}", fix="Correct that, or go on with --force."
            )
    above = os.fsdecode(prefix.stdout).removesuffix("\n")
    entries = [(entry[:2], entry[3:].removeprefix(above)) for entry in os.fsdecode(done.stdout).split("\0") if entry]
    return [path for state, path in entries if state != "??" or path in paths]


def _own_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _FOREIGN}


def _has_identity(config: bytes, environment: Mapping[str, str]) -> bool:
    """Whether the user has told git who they are, in its configuration or the environment."""
    names = b"user.name" in config or {"GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"} <= environment.keys()
    emails = b"user.email" in config or {"GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"} <= environment.keys()
    return names and (emails or "EMAIL" in environment)


def _run(folder: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
