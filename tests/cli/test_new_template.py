"""`scaffold new --template`: where a project's templates come from, and what its record says of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.newcommand import refused, run_scaffold
from tests.repositories import Origin, manifest
from tests.templating.minitemplate import build_tree

NEW = ("new", "sentiment", "--cloud", "gcp", "--env", "dev", "--no-git")
README = "acme, for <{ name }>\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a cache of its own."""
    monkeypatch.setenv("SCAFFOLDER_CACHE", str(tmp_path / "cache"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def test_an_organisation_in_git_and_a_team_in_a_folder(here: Path) -> None:
    origin = Origin(here.parent / "origin")
    acme = {"acme/template.toml": manifest("acme", more='extends = ["service"]'), "acme/files/ACME.md.j2": README}
    commit = origin.commit(acme, tag="v1")
    build_tree(here, {"red/template.toml": manifest("red", "0.1.0", 'extends = ["acme"]'), "red/files/RED.md": "red"})
    source = f"acme={origin.url}@v1//acme"
    result = run_scaffold(*NEW, "--template", source, "--template", "./red")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (
        "\nTemplates beside those that come with scaffolder:\n"
        f"  acme 1.2.3  {source} (commit {commit[:10]})\n  red 0.1.0  {here}/red\n"
    ) in result.stdout
    assert Path("sentiment/ACME.md").read_text() == "acme, for sentiment\n"
    assert Path("sentiment/RED.md").read_text() == "red"
    assert Path("sentiment/Pulumi.yaml").exists()
    answers, lock = (
        json.loads(Path("sentiment/.scaffold", name).read_text()) for name in ("answers.json", "lock.json")
    )
    assert answers["templates"] == [source, str(here / "red")]
    assert [
        {key: value for key, value in layer.items() if key != "hash"}
        for layer in lock["templates"]
        if layer["name"] in {"service", "acme", "red"}
    ] == [
        {"name": "service", "version": "1.0.0", "source": "built-in"},
        {"name": "acme", "version": "1.2.3", "source": source, "commit": commit},
        {"name": "red", "version": "0.1.0", "source": str(here / "red")},
    ]
    # Neither the network nor the repository is needed to know where the project stands.
    origin.folder.rename(origin.folder.with_name("away"))
    result = run_scaffold("status", "sentiment", "--offline")
    assert (result.exit_code, result.stderr) == (0, "")
    result = run_scaffold("status", "sentiment")
    assert result.exit_code == 0
    assert result.stderr.endswith(" Whether there is a newer version is not known.\n")


def test_the_configured_templates_are_used_and_recorded(here: Path) -> None:
    build_tree(
        here.parent,
        {
            "config/config.toml": 'templates = ["acme"]\n[aliases]\nacme = "./acme"\n',
            "config/acme/template.toml": manifest("acme", more='extends = ["service"]'),
            "config/acme/files/ACME.md.j2": README,
        },
    )
    env = {"SCAFFOLDER_CONFIG": str(here.parent / "config/config.toml")}
    assert run_scaffold(*NEW, env=env).exit_code == 0
    assert Path("sentiment/ACME.md").exists()
    recorded = json.loads(Path("sentiment/.scaffold/answers.json").read_text())["templates"]
    assert recorded == [f"acme={here.parent}/config/acme"]
    assert run_scaffold("status", "sentiment").exit_code == 0
    assert run_scaffold(*NEW, "--output", "plain", "--template", "service", env=env).exit_code == 0
    assert not Path("plain/ACME.md").exists()


def test_a_template_that_is_not_there_is_told_and_nothing_written(here: Path) -> None:
    assert refused(run_scaffold(*NEW, "--template", "./acme")) == (
        f"The template {here}/acme is no folder here.",
        "Name one that is there; a project takes it from: scaffold update --template SOURCE",
    )
    assert list(here.iterdir()) == []


def test_an_answers_file_may_name_templates(here: Path) -> None:
    build_tree(
        here,
        {
            "acme/template.toml": manifest("acme", more='extends = ["service"]'),
            "acme/files/ACME.md.j2": README,
            "answers.toml": 'name = "sentiment"\nclouds = ["gcp"]\ntemplates = ["./acme"]\n',
        },
    )
    assert run_scaffold("new", "--answers", "answers.toml", "--no-git", "--no-input").exit_code == 0
    assert Path("sentiment/ACME.md").read_text() == "acme, for sentiment\n"
