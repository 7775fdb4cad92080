"""Which `pulumi` of a machine is used, and why another is not."""

import os
import subprocess
from pathlib import Path

import pytest

from scaffolder.engine import pulumi_command
from scaffolder.engine.pulumi_command import PulumiCommand, find_pulumi, parse_version, search_pulumi


def fake(path: Path, *, says: str = "", fails: str = "") -> Path:
    """An executable that answers `version`, or complains and fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    answer = f"echo '{fails}' >&2; exit 3" if fails else f"echo '{says}'"
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on it but a shell."""
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "path"), "/bin", "/usr/bin"]))
    monkeypatch.setenv("SCAFFOLDER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    return tmp_path


def test_nothing_is_found_where_nothing_is() -> None:
    assert find_pulumi() is None
    assert search_pulumi().rejected == ()


def test_the_one_on_path_comes_before_the_cache(machine: Path) -> None:
    on_path = fake(machine / "path" / "pulumi", says="v3.250.1")
    fake(machine / "cache/pulumi/3.259.0/pulumi", says="v3.259.0")
    assert find_pulumi() == PulumiCommand(path=on_path, version="3.250.1", language_host=None)


def test_the_newest_in_the_cache_is_used_in_either_layout(machine: Path) -> None:
    fake(machine / "cache/pulumi/3.99.0/pulumi", says="v3.99.0")
    official = fake(machine / "cache/pulumi/3.260.0/bin/pulumi", says="v3.260.0")
    fake(machine / "cache/pulumi/3.259.0/pulumi", says="v3.259.0")
    fake(machine / "cache/pulumi/.build-x/pulumi", says="v9.0.0")
    found = find_pulumi()
    assert found is not None
    assert (found.path, found.version) == (official, "3.260.0")


def test_pulumis_own_folder_is_looked_at_last(machine: Path) -> None:
    own = fake(machine / "home/bin/pulumi", says="3.300.0")
    assert find_pulumi() == PulumiCommand(path=own, version="3.300.0", language_host=None)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"says": "v3.12.0"}, "version 3.12.0 is too old, 3.200.0 or newer is needed"),
        ({"fails": "no such library"}, "it does not run: exit code 3 (no such library)"),
        ({"says": "hello"}, "it does not run: 'hello' is not a version"),
        ({"says": ""}, "it does not run: '' is not a version"),
    ],
)
def test_one_that_cannot_be_used_is_passed_over_with_the_reason(
    machine: Path, answer: dict[str, str], reason: str
) -> None:
    bad = fake(machine / "path" / "pulumi", **answer)
    good = fake(machine / "cache/pulumi/3.259.0/pulumi", says="v3.259.0")
    search = search_pulumi()
    assert [(one.path, one.reason) for one in search.rejected] == [(bad, reason)]
    assert search.command
    assert search.command.path == good


def test_one_that_never_answers_is_passed_over(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = fake(machine / "path" / "pulumi", says="v3.259.0")

    def hang(command: list[str], **_: object) -> None:
        raise subprocess.TimeoutExpired(command, 30)

    monkeypatch.setattr(pulumi_command.subprocess, "run", hang)
    [rejected] = search_pulumi().rejected
    assert (rejected.path, rejected.reason) == (bad, "it does not run: no answer to `pulumi version` in 30 seconds")


def test_the_official_language_host_is_found_beside_the_command_through_links(machine: Path) -> None:
    real = fake(machine / "opt/pulumi/pulumi", says="v3.259.0")
    host = fake(machine / "opt/pulumi/pulumi-language-python")
    (machine / "path").mkdir()
    (machine / "path" / "pulumi").symlink_to(real)
    found = find_pulumi()
    assert found
    assert found.language_host == host


def test_the_official_language_host_is_found_on_path(machine: Path) -> None:
    fake(machine / "cache/pulumi/3.259.0/pulumi", says="v3.259.0")
    host = fake(machine / "path" / "pulumi-language-python")
    found = find_pulumi()
    assert found
    assert found.language_host == host


def test_asking_for_the_version_leaves_nothing_in_pulumis_home(machine: Path) -> None:
    asked = machine / "path" / "pulumi"
    fake(asked, says="v3.259.0")
    asked.write_text('#!/bin/sh\nmkdir -p "$PULUMI_HOME" && touch "$PULUMI_HOME/log" && echo v3.259.0\n')
    assert find_pulumi()
    assert not (machine / "home").exists()


def test_a_command_that_was_replaced_is_asked_again(machine: Path) -> None:
    path = fake(machine / "path" / "pulumi", says="v3.250.0")
    assert find_pulumi()
    fake(path, says="v3.251.0-alpha.1")
    found = find_pulumi()
    assert found
    assert found.version == "3.251.0-alpha.1"


@pytest.mark.parametrize(
    ("text", "version"),
    [("v3.259.0\n", (3, 259, 0)), ("3.260.1-alpha.2+x", (3, 260, 1)), (" v10.0.0", (10, 0, 0))],
)
def test_a_version_is_read(text: str, version: tuple[int, int, int]) -> None:
    assert parse_version(text) == version
