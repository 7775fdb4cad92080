"""The app's dependencies are said once for tests and once for the image; both say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def names(lines: list[str]) -> set[str]:
    return {match[0].lower() for line in lines if (match := re.match(r"[A-Za-z0-9._-]+", line))}


def test_the_project_and_the_image_ask_for_the_same() -> None:
    asked = (ROOT / "app" / "requirements.in").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {line for line in asked if not line.startswith("#")} == set(project["optional-dependencies"]["app"])


def test_the_lock_has_everything_that_is_asked_for_with_hashes() -> None:
    asked = (ROOT / "app" / "requirements.in").read_text(encoding="utf-8").splitlines()
    lock = (ROOT / "app" / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9._-]+)==\S+ \\\n    --hash=sha256:", lock, re.MULTILINE)
    assert names(asked) <= set(pinned)
    assert len(pinned) == lock.count("==")
