from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scaffolder.paths import cache_dir


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, "/home/me/.cache/scaffolder"),
        ("linux", {"XDG_CACHE_HOME": "/xdg"}, "/xdg/scaffolder"),
        ("linux", {"XDG_CACHE_HOME": "/xdg", "SCAFFOLDER_CACHE": "/mine"}, "/mine"),
        ("darwin", {}, "/home/me/Library/Caches/scaffolder"),
        ("win32", {}, "/home/me/AppData/Local/scaffolder/Cache"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/scaffolder/Cache"),
    ],
)
def test_the_cache_lies_where_the_platform_wants_it(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], expected: str
) -> None:
    for name in ("SCAFFOLDER_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/me"))
    assert cache_dir() == Path(expected)
