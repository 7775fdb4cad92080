"""Runs `scaffold new` for tests, apart from the user's own git and cache."""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner, Result

from scaffolder.cli import scaffold

# Neither the machine's git configuration nor a terminal, so that a test says what there is.
APART = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CEILING_DIRECTORIES": "", "CI": "true"}


def run_scaffold(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Result:
    """Run a command in this process; an exception that is no message to the user fails the test."""
    result = CliRunner().invoke(scaffold, [str(argument) for argument in arguments], env={**APART, **(env or {})})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def refused(result: Result) -> tuple[str, str]:
    """The message and the fix of a command that was refused."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    found = re.fullmatch(r"Error: (.*)\nFix: (.*)\n", result.stderr, re.DOTALL)
    assert found, result.stderr
    return found[1], found[2]


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file in a folder but git's own, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def differing(found: Mapping[str, bytes], expected: Mapping[str, bytes]) -> list[str]:
    """The paths whose files are not the same; pytest's own comparison of a whole project would take minutes."""
    return sorted(path for path in found.keys() | expected.keys() if found.get(path) != expected.get(path))


@contextmanager
def unchanged(folder: Path) -> Generator[None]:
    """Everything below `folder`, hidden entries included, is afterwards as it was."""

    def entries() -> dict[str, tuple[int, bytes]]:
        return {
            str(path): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
            for path in folder.rglob("*")
        }

    before = entries()
    yield
    after = entries()
    assert sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)) == []
