"""Reading templates from disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.shipped import stacks_dir, templates_dir
from scaffolder.templating.manifest import FileRule, Manifest, read_manifest
from scaffolder.templating.presets import Preset, merge_presets, read_presets
from scaffolder.templating.template import read_program, read_template
from tests.templating.minitemplate import MANIFEST, template

HEAD = MANIFEST.format(name="one")


def test_a_manifest_says_what_it_says() -> None:
    text = (
        HEAD
        + 'extends = ["base"]\nprogram = "infra"\n'
        + '[[files]]\npath = "a/"\nwhen = "true"\n[[files]]\npath = "b"\nfor = " x in  y | list "\nto = "<{ x }>"\n'
    )
    assert read_manifest(text, shown="t") == Manifest(
        name="one",
        version="1.2.3",
        description="A template of a test.",
        extends=("base",),
        program="infra",
        rules=(
            FileRule(path="a/", when="true"),
            FileRule(path="b", item="x", items="y | list ", to="<{ x }>"),
        ),
    )


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("name = ", "t is no valid TOML: Invalid value (at end of document).", "Correct that line."),
        ("", "t: name is missing.", 'Add name = "..." at the top.'),
        (HEAD.replace("1.2.3", "1"), "t, line 2: version is '1'.", "Write it as MAJOR.MINOR.PATCH, like 1.0.0."),
        (HEAD.replace('"one"', '"One"'), "t, line 1: name is 'One'.", "Use lower-case letters, digits and single hyphens."),
        (HEAD.replace('"one"', "1"), "t, line 1: name is 1.", 'Add name = "..." at the top.'),
        (HEAD + "extend = []", "t, line 4: extend is no key of a template's manifest.", "Did you mean extends?"),
        (HEAD + "[hooks]\nx = 1", "t: hooks is no key of a template's manifest.", "The keys are: name, version, description, extends, program, files."),
        (HEAD + 'extends = "base"', "t, line 4: extends is 'base'.", 'Give a list of template names, like ["base"].'),
        (HEAD + 'program = "../x"', "t, line 4: program is '../x'.", "Give the name of one folder, like infra."),
        (HEAD + "files = 1", "t, line 4: files is no list of tables.", "Write each rule under its own [[files]] line."),
        (HEAD + "files = [1]", "t, line 4: files is no list of tables.", "Write each rule under its own [[files]] line."),
        (HEAD + '[[files]]\nwhen = "x"', "t, line 4: a [[files]] rule has no path.", 'Add path = "a file under files/".'),
        (HEAD + '[[files]]\npath = "a"\n[[files]]\npath = "b"\nif = "x"', "t, line 8: if is no key of a [[files]] rule.", "The keys are: path, when, for, to."),
        (HEAD + '[[files]]\npath = "a"\nwhen = true', "t, line 6: when is True.", "Give a text that is not empty."),
        (HEAD + '[[files]]\npath = "../a"', "t, line 5: path is '../a'.", "Give a path under files/, with forward slashes."),
        (HEAD + '[[files]]\npath = "a/"\nto = "b"', "t, line 5: 'a/' is a folder with `for` or `to`.", "Give each file its own rule."),
        (HEAD + '[[files]]\npath = "a"\nfor = "stacks"\nto = "b"', "t, line 6: for is 'stacks'.", 'Write it as "item in items".'),
        (HEAD + '[[files]]\npath = "a"\nfor = "x in y"', "t, line 6: `for` without `to` writes one file many times.", 'Add to = "<{ item }>.txt".'),
    ],
)  # fmt: skip
def test_a_manifest_that_is_wrong_is_refused_with_its_line(text: str, message: str, fix: str) -> None:
    with pytest.raises(ScaffolderError) as caught:
        read_manifest(text, shown="t")
    assert (str(caught.value), caught.value.fix) == (message, fix)


@pytest.mark.parametrize("place", ["files", "files/deep", "parts"])
def test_links_are_not_followed(place: str, tmp_path: Path) -> None:
    template(tmp_path, {f"{place}/x": ""})
    link = tmp_path / "one" / place / "link"
    link.symlink_to("/etc")
    with pytest.raises(ScaffolderError) as caught:
        template(tmp_path, {})
    assert str(caught.value) == f"{link} is a link; a template holds files only."


def test_a_folder_without_a_manifest_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(ScaffolderError, match=r"is no template: its template.toml cannot be read"):
        read_template(tmp_path, program={})


def test_presets_are_laid_over_each_other() -> None:
    base = read_presets("[dev]\n[prod]\nregions = 2\n[prod.settings]\na = 1\nb = 1\n", shown="t")
    team = read_presets("[prod]\nregions = 3\nsettings = {b = 2, c = 2}\n", shown="t")
    assert merge_presets([base, team]) == {
        "dev": Preset(),
        "prod": Preset(regions=3, settings={"a": 1, "b": 2, "c": 2}),
    }


@pytest.mark.parametrize("text", ["dev = 1", "[dev]\nx = 1", "[dev]\nregions = 0", "[dev]\nregions = 'a'", "[dev", "[dev]\nsettings = 1"])  # fmt: skip
def test_presets_that_are_wrong_are_refused(text: str) -> None:
    with pytest.raises(ScaffolderError, match=r"^t( is no valid TOML|: \[dev\] is no preset)"):
        read_presets(text, shown="t")


def test_the_built_in_template_is_read() -> None:
    service = read_template(templates_dir() / "service", program=read_program(stacks_dir(), without=["aws", "gcp"]))
    assert service.program["infra/__main__.py"].content == (stacks_dir() / "__main__.py").read_bytes()
    inside = {path.split("/")[2] for path in service.program if path.count("/") > 2}
    assert inside == {"azure", "rules"}
    assert set(service.presets) >= {"dev", "staging", "prod"}
