"""The configuration files: what they say, which of two wins, and what is told of a wrong one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.sources import config
from scaffolder.sources.asked import asked_sources
from scaffolder.sources.config import CONFIG_SCHEMA, Config, parse_config, read_config
from scaffolder.sources.finder import Finder
from tests.repositories import manifest
from tests.templating.minitemplate import build_tree


def test_the_example_of_the_code_can_be_read() -> None:
    assert config.__doc__ is not None
    text = "\n".join(line[4:] for line in config.__doc__.splitlines() if line.startswith("    "))
    assert parse_config(text, Path("/home/me/config/config.toml")) == Config(
        templates=("acme",),
        aliases={"acme": "git+https://host/platform/templates.git@v3//service", "draft": "/home/me/drafts/acme"},
    )


def test_what_the_user_says_wins_over_the_organisation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert read_config() == Config()
    build_tree(tmp_path, {"acme.toml": 'templates = ["acme"]\n[aliases]\nacme = "./a"\nold = "./b"\n'})
    monkeypatch.setenv("SCAFFOLDER_CONFIG", str(tmp_path / "acme.toml"))
    build_tree(tmp_path, {"scaffolder/config.toml": '[aliases]\nacme = "./mine"\n'})
    assert read_config() == Config(
        templates=("acme",), aliases={"acme": f"{tmp_path}/scaffolder/mine", "old": f"{tmp_path}/b"}
    )
    build_tree(tmp_path, {"scaffolder/config.toml": 'templates = ["service"]\n'})
    assert read_config().templates == ("service",)


def test_an_organisation_file_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLDER_CONFIG", "/nowhere/acme.toml")
    with pytest.raises(ScaffolderError) as caught:
        read_config()
    assert str(caught.value) == "SCAFFOLDER_CONFIG names /nowhere/acme.toml, which is not there."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\ntemplate = []", "t.toml, line 2: template is no key of a configuration file."),
        ("templates = 'a'", "t.toml, line 1: templates is 'a'."),
        ("templates = ['']", "t.toml, line 1: templates is ''."),
        ("aliases = 1", "t.toml, line 1: aliases is 1."),
        ("[aliases]\n\nAcme = './a'", "t.toml, line 3: An alias cannot be called so."),
        ("[aliases]\nacme = 1", "t.toml, line 2: acme is 1."),
    ],
)
def test_what_the_schema_refuses_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ScaffolderError) as caught:
        parse_config(text, Path("t.toml"))
    assert str(caught.value) == message
    assert not jsonschema.Draft202012Validator(CONFIG_SCHEMA).is_valid(tomllib.loads(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[aliases]\nacme = 'https://h/r'", "t.toml, line 2: 'https://h/r' is no source."),
        ("templates = [\n'https://h/r']", "t.toml, line 1: 'https://h/r' is no source."),
        ("templates = ", "t.toml is no valid TOML: Invalid value (at end of document)."),
    ],
)
def test_what_is_no_source_or_no_toml_is_told(text: str, message: str) -> None:
    with pytest.raises(ScaffolderError) as caught:
        parse_config(text, Path("t.toml"))
    assert str(caught.value) == message


def asked(folder: Path, *texts: str, **said: Any) -> list[str]:
    finder = Finder(built_in=folder, cache=folder / "cache")
    return [source.text for source in asked_sources(texts, lambda: Config(**said), finder)]


def test_plain_names_are_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scaffolder.sources.asked.package_names", lambda: ("packaged",))
    build_tree(tmp_path, {"service/template.toml": manifest("service")})
    aliases = {"acme": "git+https://h/r@v1", "short": "service"}
    assert asked(tmp_path) == []
    assert asked(tmp_path, templates=("acme",), aliases=aliases) == ["acme=git+https://h/r@v1"]
    assert asked(tmp_path, "service", templates=("acme",), aliases=aliases) == ["service"]
    assert asked(tmp_path, "packaged", "short", "./x", aliases=aliases) == [
        "package:packaged", "short=service", str(tmp_path / "x"),
    ]  # fmt: skip
    for text, message, fix in (
        ("servise", "'servise' is no template's name.", "Did you mean service?"),
        ("zzz", "'zzz' is no template's name.", "Use one of acme, short, service, packaged, a folder, or a repository."),
    ):  # fmt: skip
        with pytest.raises(ScaffolderError) as caught:
            asked(tmp_path, text, aliases=aliases)
        assert (str(caught.value), caught.value.fix) == (message, fix)
    (tmp_path / "zzz").mkdir()
    with pytest.raises(ScaffolderError) as caught:
        asked(tmp_path, "zzz")
    assert caught.value.fix == "For the folder, write ./zzz"
    with pytest.raises(ScaffolderError, match="is given twice"):
        asked(tmp_path, "service", "service")
