"""`scaffold new`, killed at each change it makes to the disk, git's processes included."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.killing import run_and_kill
from tests.newcommand import APART, differing, files_below, run_scaffold

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX's")

MOST_CHANGES = 1000


def test_a_killed_new_leaves_nothing_or_the_whole_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in APART.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SCAFFOLDER_CACHE", str(tmp_path / "cache"))

    def new(name: str) -> None:
        assert run_scaffold("new", name, "--cloud", "gcp", "--env", "dev", "--output", place / name).exit_code == 0

    place = tmp_path / "first"
    place.mkdir()
    new("sentiment")
    expected = files_below(place / "sentiment")

    appeared = 0
    for number in range(MOST_CHANGES):
        place = tmp_path / str(number)
        place.mkdir()
        killed = run_and_kill(lambda: new("sentiment"), at=number)
        if (place / "sentiment").exists():
            appeared += 1
            assert differing(files_below(place / "sentiment"), expected) == []
            status = ["git", "-C", place / "sentiment", "status", "--porcelain"]
            assert subprocess.run(status, check=True, capture_output=True).stdout == b""
        if not killed:
            break
    assert not killed
    assert 1 < appeared < number
    assert number > len(expected)

    # One more in a place where one was killed in the middle: it works, and clears what that one left.
    place = tmp_path / str(number // 2)
    assert [entry.name[:14] for entry in place.iterdir()] == [".scaffold-new-"]
    new("sentiment")
    assert [entry.name for entry in place.iterdir()] == ["sentiment"]
    assert differing(files_below(place / "sentiment"), expected) == []
