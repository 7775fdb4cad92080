"""Templates that are compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.templating import compiled
from scaffolder.templating.compiled import CompiledTemplates
from scaffolder.templating.limits import LimitedEnvironment
from scaffolder.templating.render import render
from scaffolder.templating.sandbox import Sandbox
from tests.templating.minitemplate import template, texts


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that Jinja compiled."""
    names: list[str] = []
    plain = LimitedEnvironment.compile

    def watched(self, source, name=None, *arguments, **more):  # noqa: ANN001, ANN002, ANN003, ANN202 - Jinja's own
        names.append(str(name))
        return plain(self, source, name, *arguments, **more)

    monkeypatch.setattr(LimitedEnvironment, "compile", watched)
    return names


def rendered(tmp_path: Path, text: str = "<{ name }>") -> dict[str, str]:
    """Render one file, with the cache read before and saved after, as a run of the command does."""
    cache = CompiledTemplates(tmp_path / "cache")
    tree = render([template(tmp_path, {"files/a.j2": text})], {"name": "x"}, Sandbox(cache))
    cache.save()
    return texts(tree)


def only_file(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "cache").iterdir()
    return found


def test_what_was_compiled_once_is_not_compiled_again(tmp_path: Path, compilations: list[str]) -> None:
    for _ in range(3):
        assert rendered(tmp_path) == {"a": "x"}
    assert compilations == ["one/a.j2"]


def test_a_changed_template_is_compiled_again(tmp_path: Path, compilations: list[str]) -> None:
    rendered(tmp_path)
    assert rendered(tmp_path, "<{ name }>!") == {"a": "x!"}
    assert compilations == ["one/a.j2", "one/a.j2"]


@pytest.mark.parametrize("damage", [b"", b"x", b"\x00" * 100])
def test_a_damaged_file_is_made_again(damage: bytes, tmp_path: Path, compilations: list[str]) -> None:
    rendered(tmp_path)
    good = only_file(tmp_path).read_bytes()
    only_file(tmp_path).write_bytes(damage)
    assert rendered(tmp_path) == {"a": "x"}
    assert rendered(tmp_path) == {"a": "x"}
    assert only_file(tmp_path).read_bytes() == good
    assert len(compilations) == 2


def test_code_whose_checksum_does_not_hold_is_not_run(tmp_path: Path, compilations: list[str]) -> None:
    rendered(tmp_path)
    data = bytearray(only_file(tmp_path).read_bytes())
    data[-1] ^= 1
    only_file(tmp_path).write_bytes(data)
    assert rendered(tmp_path) == {"a": "x"}
    assert len(compilations) == 2


@pytest.mark.parametrize("writable", ["file", "folder"])
@pytest.mark.skipif(compiled.sys.platform == "win32", reason="modes are POSIX's")
def test_code_that_others_could_have_written_is_not_run(writable: str, tmp_path: Path, compilations: list[str]) -> None:
    rendered(tmp_path)
    place = only_file(tmp_path) if writable == "file" else tmp_path / "cache"
    place.chmod(place.stat().st_mode | 0o002)
    assert rendered(tmp_path) == {"a": "x"}
    assert len(compilations) == 2


def test_a_cache_that_cannot_be_kept_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be")
    assert rendered(tmp_path) == {"a": "x"}


@pytest.mark.skipif(compiled.sys.platform == "win32", reason="modes are POSIX's")
def test_the_file_is_the_users_alone(tmp_path: Path) -> None:
    rendered(tmp_path)
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    assert only_file(tmp_path).stat().st_mode & 0o777 == 0o600
