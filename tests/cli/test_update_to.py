"""`scaffold update --to`: which versions of a repository's templates a project is brought to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.newcommand import refused, run_scaffold, unchanged
from tests.repositories import Origin, manifest
from tests.templating.minitemplate import build_tree


@pytest.fixture
def origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Origin:
    """A repository with two templates, at v1 and with v1.1 tagged later; a folder of its own to work in."""
    monkeypatch.setenv("SCAFFOLDER_CACHE", str(tmp_path / "cache"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    made = Origin(tmp_path / "origin")
    release(made, "1.0.0", tag="v1")
    return made


def release(origin: Origin, version: str, *, tag: str = "") -> str:
    return origin.commit(
        {
            "acme/template.toml": manifest("acme", version, 'extends = ["acme-base"]'),
            "acme/files/ACME.md": version,
            "acme-base/template.toml": manifest("acme-base", version),
            "acme-base/files/BASE.md": version,
        },
        tag=tag,
    )


def new(origin: Origin, ref: str, *more: str) -> None:
    made = run_scaffold(
        "new", "sentiment", "--cloud", "gcp", "--no-git", "--template", f"acme={origin.url}{ref}//acme", *more
    )
    assert made.exit_code == 0, made.output


def locked() -> list[tuple[str, str, str]]:
    """Each outside layer's version, source and commit."""
    layers = json.loads(Path("sentiment/.scaffold/lock.json").read_text())["templates"]
    return [(layer["version"], layer["source"], layer["commit"]) for layer in layers if "commit" in layer]


def test_a_tag_is_followed_by_the_newest_and_by_the_one_that_is_named(origin: Origin) -> None:
    new(origin, "@v1")
    release(origin, "1.1.0", tag="v1.1")
    second = release(origin, "1.2.0", tag="v1.2")
    release(origin, "2.0.0", tag="v2-rc1")
    result = run_scaffold("status", "sentiment")
    assert (result.exit_code, result.stderr) == (10, "acme: the newest tag is v1.2, after v1.\n")
    assert result.stdout.startswith(
        "Behind: made of acme-base 1.0.0, acme 1.0.0; acme-base 1.2.0, acme 1.2.0 is installed, and 2"
    )
    assert run_scaffold("status", "sentiment", "--offline").exit_code == 0
    result = run_scaffold("update", "sentiment", "--force")
    assert (result.exit_code, result.stderr) == (0, "acme: the newest tag is v1.2, after v1.\n")
    assert Path("sentiment/ACME.md").read_text() == Path("sentiment/BASE.md").read_text() == "1.2.0"
    assert locked() == [
        ("1.2.0", f"{origin.url}@v1.2//acme-base", second),
        ("1.2.0", f"acme={origin.url}@v1.2//acme", second),
    ]
    assert run_scaffold("status", "sentiment").exit_code == 0
    for to in ("v1", "acme=v2-rc1"):
        assert run_scaffold("update", "sentiment", "--force", "--to", to).exit_code == 0
    assert Path("sentiment/ACME.md").read_text() == "2.0.0"
    assert refused(run_scaffold("update", "sentiment", "--force", "--to", "v9")) == (
        f"{origin.folder.as_uri()} has no tag, branch or commit 'v9'.",
        "Some it has: v1, v1.1, v1.2, v2-rc1, main.",
    )


def test_a_branch_is_followed_to_its_head_and_a_commit_stays(origin: Origin) -> None:
    new(origin, "@main")
    (old,) = {commit for _, _, commit in locked()}
    head = release(origin, "1.1.0")
    result = run_scaffold("update", "sentiment", "--force")
    assert result.stderr == f"acme: main is at commit {head[:10]}, after {old[:10]}.\n"
    assert {commit for _, _, commit in locked()} == {head}
    assert run_scaffold("update", "sentiment", "--force", "--to", old[:12]).exit_code == 0
    assert locked()[1] == ("1.0.0", f"acme={origin.url}@{old[:12]}//acme", old)
    assert run_scaffold("status", "sentiment").exit_code == 0


def test_a_moved_tag_is_told_and_taken_only_when_asked_for(origin: Origin) -> None:
    new(origin, "@v1")
    (old,) = {commit for _, _, commit in locked()}
    moved = release(origin, "6.6.6", tag="v1")
    told = (
        f"acme: the tag v1 was moved, from commit {old[:10]} to {moved[:10]}. "
        "It stays at the first; to take the other: scaffold update --to v1\n"
    )
    result = run_scaffold("update", "sentiment", "--force")
    assert (result.exit_code, result.stderr) == (0, told)
    assert Path("sentiment/ACME.md").read_text() == "1.0.0"
    assert run_scaffold("update", "sentiment", "--force", "--to", "v1").exit_code == 0
    assert Path("sentiment/ACME.md").read_text() == "6.6.6"


def test_other_changes_keep_the_version(origin: Origin) -> None:
    new(origin, "@main")
    release(origin, "1.1.0")
    origin.folder.rename(origin.folder.with_name("away"))
    result = run_scaffold("add", "env", "staging", "sentiment", "--force")
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    assert Path("sentiment/ACME.md").read_text() == "1.0.0"
    result = run_scaffold("update", "sentiment", "--force")
    assert result.exit_code == 0
    assert result.stderr.endswith(" Whether there is a newer version is not known.\n")


def test_a_repository_that_is_neither_cached_nor_there_is_told_and_nothing_changed(origin: Origin) -> None:
    new(origin, "@v1")
    (old,) = {commit for _, _, commit in locked()}
    origin.folder.rename(origin.folder.with_name("away"))
    env = {"SCAFFOLDER_CACHE": str(Path("empty").resolve())}
    with unchanged(Path("sentiment")):
        message, fix = refused_after_notes(run_scaffold("update", "sentiment", "--force", env=env))
    assert message.startswith(f"{origin.folder.as_uri()} cannot be fetched: ")
    assert message.endswith(f" Its commit {old} is not in your cache.")
    assert fix == "Check the network and your access to it."


def refused_after_notes(result) -> tuple[str, str]:  # noqa: ANN001 - click's own
    assert result.exit_code == 1
    error, fix = result.stderr.splitlines()[-2:]
    return error.removeprefix("Error: "), fix.removeprefix("Fix: ")


def test_what_is_installed_has_one_version(origin: Origin) -> None:
    build_tree(Path(), {"red/template.toml": manifest("red", "0.1.0")})
    new(origin, "@v1", "--template", "./red")
    here = Path.cwd()
    assert refused(run_scaffold("update", "sentiment", "--to", "red=0.2.0")) == (
        f"red 0.1.0 is in {here}/red, not 0.2.0.",
        "Put 0.2.0 there first.",
    )
    assert refused(run_scaffold("update", "sentiment", "--to", "blue=1")) == (
        "The project has no template 'blue'.",
        "It has: acme, red.",
    )
    assert run_scaffold("update", "sentiment", "--to", "red=0.1.0").exit_code == 0
    assert run_scaffold("new", "plain", "--cloud", "gcp", "--no-git").exit_code == 0
    assert refused(run_scaffold("update", "plain", "--to", "9.9.9"))[1] == "Install the scaffolder that has it first."


def test_several_repositories_need_a_name(origin: Origin) -> None:
    other = Origin(origin.folder.with_name("other"))
    other.commit({"template.toml": manifest("red")}, tag="v1")
    new(origin, "@v1", "--template", f"{other.url}@v1")
    assert refused(run_scaffold("update", "sentiment", "--to", "v2")) == (
        "Several templates have versions: acme, red.",
        "Say which: --to NAME=VERSION",
    )


def test_a_project_can_be_made_of_other_templates_from_now_on(origin: Origin) -> None:
    assert run_scaffold("new", "sentiment", "--cloud", "gcp", "--no-git").exit_code == 0
    build_tree(Path(), {"red/template.toml": manifest("red", more='extends = ["service"]'), "red/files/RED.md": "red"})
    result = run_scaffold("update", "sentiment", "--force", "--no-impact", "--template", f"acme={origin.url}@v1//acme", "--template", "./red")  # fmt: skip
    assert result.exit_code == 0, result.output
    assert Path("sentiment/ACME.md").read_text() == "1.0.0"
    assert Path("sentiment/RED.md").read_text() == "red"
    (old,) = {commit for _, _, commit in locked()}
    # The repository has another address.
    origin.folder = origin.folder.rename(origin.folder.with_name("moved"))
    moved = f"acme={origin.url}@v1//acme"
    assert run_scaffold("update", "sentiment", "--force", "--no-impact", "--template", moved).exit_code == 0
    assert [(source, commit) for _, source, commit in locked()][1] == (moved, old)
    assert not Path("sentiment/RED.md").exists()


@pytest.mark.parametrize("commit", ["../../..", "/srv", "main", "1" * 39])
def test_a_lock_that_pins_to_no_commit_is_told(commit: str, origin: Origin) -> None:
    new(origin, "@v1")
    lock = Path("sentiment/.scaffold/lock.json")
    lock.write_text(lock.read_text().replace(locked()[0][2], commit))
    message, _ = refused(run_scaffold("status", "sentiment"))
    assert message == f"The lock pins acme-base to {commit!r}, which is no commit."
