"""Templates out of git: pinned, kept, and with nothing of the other side run or followed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.sources import git_command, repository
from scaffolder.sources.errors import UnreachableError
from scaffolder.sources.finder import Finder, Pins
from scaffolder.sources.source import parse_source
from tests.newcommand import files_below
from tests.repositories import Origin, manifest


@pytest.fixture
def origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Origin:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    return Origin(tmp_path / "platform.git")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def finder(cache: Path, pins: Pins | None = None) -> Finder:
    return Finder(built_in=cache / "none", cache=cache, pins=pins)


def found(origin: Origin, cache: Path, rest: str = "", pins: Pins | None = None) -> tuple[dict[str, bytes], str]:
    folder, commit = finder(cache, pins).find(parse_source(origin.url + rest, beside=Path()))
    return files_below(folder), commit


def refusal(origin: Origin, cache: Path, rest: str = "") -> tuple[str, str]:
    with pytest.raises(ScaffolderError) as caught:
        found(origin, cache, rest)
    return str(caught.value), caught.value.fix


def test_tag_branch_commit_and_default_branch(origin: Origin, cache: Path) -> None:
    first = origin.commit({"template.toml": manifest("acme"), "files/a": "1"}, tag="v1")
    origin.git("tag", "--annotate", "--message", "m", "v1-signed")
    origin.git("branch", "next/one")
    second = origin.commit({"files/a": "2"})
    for rest in ("@v1", "@v1-signed", "@next/one", f"@{first}", f"@{first[:8]}"):
        assert found(origin, cache, rest) == ({"template.toml": manifest("acme").encode(), "files/a": b"1"}, first)
    for rest in ("", "@main"):
        assert found(origin, cache, rest)[1] == second


def test_only_the_content_of_templates_is_taken_byte_for_byte(origin: Origin, cache: Path) -> None:
    origin.commit(
        {
            "README.md": "not taken",
            "one/template.toml": manifest("one"),
            "one/presets.toml": "",
            "one/tests/test_a.py": "not taken",
            "one/files/.gitattributes": "*.txt filter=evil ident\n",
            "one/files/a.txt": b"a\r\nb\n$Id$\x00",
            "one/parts/p": "p",
            "deep/two/template.toml": manifest("two"),
        }
    )
    (origin.folder / "one/files/run").write_text("x")
    (origin.folder / "one/files/run").chmod(0o755)
    commit = origin.commit()
    files, _ = found(origin, cache, "//one")
    assert files == {
        "template.toml": manifest("one").encode(),
        "presets.toml": b"",
        "files/.gitattributes": b"*.txt filter=evil ident\n",
        "files/a.txt": b"a\r\nb\n$Id$\x00",
        "files/run": b"x",
        "parts/p": b"p",
    }
    folder, _ = finder(cache).find(parse_source(f"{origin.url}//one", beside=Path()))
    assert [path.name for path in (folder / "files").iterdir() if path.stat().st_mode & 0o100] == ["run"]
    assert folder.parent.parent.name == commit
    assert refusal(origin, cache, "//three") == (
        f"{origin.url}//three is no template: there is no three/template.toml.",
        "Name the folder behind //. Templates of this repository: deep/two, one.",
    )


def test_a_link_or_submodule_in_a_template_is_refused_and_one_beside_it_is_not(origin: Origin, cache: Path) -> None:
    origin.commit({"one/template.toml": manifest("one"), "two/template.toml": manifest("two")})
    (origin.folder / "one/files").mkdir()
    (origin.folder / "one/files/passwd").symlink_to("/etc/passwd")
    (origin.folder / "two/README").symlink_to("/etc/passwd")
    origin.commit({"three/template.toml": manifest("three")})
    origin.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},three/files/module")
    origin.git("commit", "--quiet", "--message", "m")
    path = origin.folder.as_uri()
    assert refusal(origin, cache, "//one") == (
        f"{path} has one/files/passwd: it is a link, and a template holds files only.",
        "Put plain files there.",
    )
    assert refusal(origin, cache, "//three")[0] == (
        f"{path} has three/files/module: it is a submodule, and a template holds files only."
    )
    assert found(origin, cache, "//two")[0].keys() == {"template.toml"}
    assert [entry for entry in cache.rglob("*") if entry.is_symlink()] == []


def test_names_that_leave_the_folder_are_refused(origin: Origin, cache: Path) -> None:
    origin.commit({"template.toml": manifest("acme")})
    blob = origin.git("hash-object", "-w", "template.toml")
    tree = origin.git("write-tree")
    # git itself would make no such tree of files, and a hostile server can
    import subprocess

    entry = f"100644 blob {blob}\tevil\\..\\..\\x\n"
    made = subprocess.run(
        ["git", "mktree"], cwd=origin.folder, input=entry.encode(), capture_output=True, check=True
    ).stdout.decode().strip()  # fmt: skip
    root = subprocess.run(
        ["git", "mktree"],
        cwd=origin.folder,
        input=f"{origin.git('ls-tree', tree)}\n040000 tree {made}\tfiles\n".encode(),
        capture_output=True,
        check=True,
    ).stdout.decode().strip()  # fmt: skip
    commit = origin.git("commit-tree", "-m", "m", root)
    origin.git("update-ref", "refs/heads/main", commit)
    assert refusal(origin, cache)[0].endswith("has files/evil\\..\\..\\x: it holds the character '\\\\'.")


def test_no_hook_of_either_side_runs(
    origin: Origin, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin.commit({"template.toml": manifest("acme"), "files/a": "1"})
    marker = tmp_path / "ran"
    script = f"#!/bin/sh\ntouch {marker}\n"
    hooks = tmp_path / "hooks"
    for folder in (origin.folder / ".git/hooks", hooks):
        folder.mkdir(exist_ok=True)
        for name in ("post-checkout", "post-merge", "reference-transaction", "pre-auto-gc", "post-index-change"):
            (folder / name).write_text(script)
            (folder / name).chmod(0o755)
    origin.git("config", "uploadpack.packObjectsHook", str(hooks / "post-merge"))
    own = tmp_path / "gitconfig"
    template = tmp_path / "template"
    template.mkdir()
    (template / "hooks").symlink_to(hooks)
    own.write_text(f"[core]\nhooksPath = {hooks}\nfsmonitor = {hooks}/post-merge\n[init]\ntemplateDir = {template}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    assert found(origin, cache)[0]["files/a"] == b"1"
    assert not marker.exists()


def test_the_configuration_of_the_folder_one_is_in_is_not_read(
    origin: Origin, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin.commit({"template.toml": manifest("acme")})
    hostile = Origin(tmp_path / "hostile")
    hostile.git("config", f"url.{tmp_path.as_uri()}/other/.insteadOf", f"{tmp_path.as_uri()}/")
    monkeypatch.chdir(hostile.folder)
    monkeypatch.setenv("GIT_DIR", str(hostile.folder / ".git"))
    assert found(origin, cache)[0].keys() == {"template.toml"}


def test_no_other_protocol_than_the_one_asked_for_is_spoken(
    origin: Origin, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = tmp_path / "ran"
    own = tmp_path / "gitconfig"
    own.write_text(
        f'[url "ext::sh -c touch%20{marker} #"]\ninsteadOf = {origin.folder.as_uri()}\n[protocol "ext"]\nallow = always\n'
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    message, _ = refusal(origin, cache)
    assert "transport 'ext' not allowed" in message
    assert not marker.exists()


def test_a_repository_of_this_machine_is_asked_only_where_it_was_named(cache: Path, origin: Origin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    own = tmp_path / "gitconfig"
    own.write_text(f'[url "{origin.folder.as_uri()}"]\ninsteadOf = https://nowhere.invalid/r\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    with pytest.raises(UnreachableError, match="transport 'file' not allowed"):
        finder(cache).find(parse_source("git+https://nowhere.invalid/r", beside=Path()))


def test_git_never_asks_in_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bin/git"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\necho "fatal: prompt $GIT_TERMINAL_PROMPT, protocol $GIT_ALLOW_PROTOCOL" >&2\nexit 1\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent), prepend=os.pathsep)
    with pytest.raises(git_command.GitError) as caught:
        git_command.Git(tmp_path, "https://h/r", "https")
    assert str(caught.value) == "prompt 0, protocol https"


def test_ssh_is_the_users_own(origin: Origin, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = origin.commit({"template.toml": manifest("acme"), "files/a": "1"}, tag="v1")
    ssh = tmp_path / "ssh"
    ssh.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\nshift $(($# - 1))\nexec sh -c "$1"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    source = parse_source(f"git+ssh://git@git.example.com{origin.folder}@v1", beside=Path())
    assert finder(cache).find(source)[1] == commit
    asked = {
        line.partition(" git-upload-pack ")[0].split()[-1] for line in (tmp_path / "asked").read_text().splitlines()
    }
    assert asked == {"git@git.example.com"}


def test_a_repository_that_does_not_answer_is_given_up(origin: Origin, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    ssh = tmp_path / "ssh"
    ssh.write_text("#!/bin/sh\nexec sleep 60\n")
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    monkeypatch.setattr(repository, "_ASK_SECONDS", 0.3)
    with pytest.raises(UnreachableError) as caught:
        finder(cache).find(parse_source(f"git+ssh://git.example.com{origin.folder}", beside=Path()))
    assert str(caught.value).endswith(" cannot be asked: git did not end within 0.3 seconds.")


def test_once_fetched_it_is_had_without_the_repository(origin: Origin, cache: Path) -> None:
    commit = origin.commit({"template.toml": manifest("acme"), "files/a": "1"}, tag="v1")
    source = parse_source(f"{origin.url}@v1", beside=Path())
    online = found(origin, cache, "@v1")
    origin.folder.rename(origin.folder.with_name("away"))
    offline = finder(cache)
    folder, same = offline.find(source)
    assert (files_below(folder), same) == online
    (note,) = offline.notes
    assert note.startswith(f"{origin.folder.as_uri()} cannot be asked: ")
    assert note.endswith(f" Used is commit {commit[:10]}, as v1 last was.")
    pinned = finder(cache, Pins(commits={(source.place, "v1"): commit}))
    assert pinned.find(source)[1] == commit
    assert pinned.notes == []
    assert "cannot be asked" in refusal(origin, cache, "@v2")[0]


def test_a_pinned_commit_is_had_though_its_tag_moved_and_told_when_it_is_gone(origin: Origin, cache: Path) -> None:
    first = origin.commit({"template.toml": manifest("acme"), "files/a": "1"}, tag="v1")
    origin.git("branch", "old")
    origin.commit({"files/a": "2"}, tag="v1")
    pins = Pins(commits={(origin.folder.as_uri(), "v1"): first})
    assert found(origin, cache, "@v1", pins)[0]["files/a"] == b"1"
    gone = Pins(commits={(origin.folder.as_uri(), "v1"): "1" * 40})
    with pytest.raises(ScaffolderError) as caught:
        found(origin, cache, "@v1", gone)
    assert str(caught.value) == f"{origin.folder.as_uri()} has no commit {'1' * 40}, which v1 was, any more."


def test_what_is_not_there_is_told(origin: Origin, cache: Path) -> None:
    assert refusal(origin, cache)[0] == f"{origin.folder.as_uri()} has no commit."
    origin.commit({"a": "1"}, tag="v1")
    assert refusal(origin, cache, "@v2") == (
        f"{origin.folder.as_uri()} has no tag, branch or commit 'v2'.",
        "Some it has: v1, main.",
    )
    assert (
        refusal(origin, cache, "@abcdef12")[0] == f"{origin.folder.as_uri()} has no tag, branch or commit 'abcdef12'."
    )
    assert refusal(origin, cache) == (
        f"{origin.url} is no template: there is no template.toml at the root.",
        "Name the folder behind //. Templates of this repository: nowhere.",
    )
    assert list((cache / "sources").glob("*/git-*")) == []


def test_what_is_too_large_is_refused(origin: Origin, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    origin.commit({"template.toml": manifest("acme"), "files/a": b"x" * 2000, "big": os.urandom(5000)})
    monkeypatch.setattr(repository, "_LARGEST_FILE", 1000)
    assert refusal(origin, cache)[0].endswith("has files/a of 2000 bytes; a template's file has 1000 at most.")
    monkeypatch.setattr(repository, "_LARGEST_FILE", 3000)
    monkeypatch.setattr(repository, "_MOST_FILES", 1)
    assert "have more than 1 files" in refusal(origin, cache)[0]
    monkeypatch.setattr(git_command, "LARGEST", 4000)
    for seconds in (60, 0.0001):
        # Looked at when git has ended, or as often as can be.
        monkeypatch.setattr(git_command, "_LOOK_SECONDS", seconds)
        assert refusal(origin, cache)[0] == "The repository is larger than 0 MiB."
    assert list(cache.rglob("tree")) == []


def test_what_a_killed_process_left_is_removed_after_a_day(origin: Origin, cache: Path) -> None:
    origin.commit({"template.toml": manifest("acme")})
    found(origin, cache)
    (folder,) = (cache / "sources").iterdir()
    for name, age in (("git-old", 90_000), ("new-old", 90_000), ("git-young", 60)):
        (folder / name).mkdir()
        then = time.time() - age
        os.utime(folder / name, (then, then))
    found(origin, cache)
    assert sorted(path.name for path in folder.glob("*-*")) == ["git-young"]
