"""Reading templates from disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.generate import built_in_layers
from scaffolder.project.answers import Answers
from scaffolder.shipped import stacks_dir
from scaffolder.starts import merge_starts
from scaffolder.templating.presets import Preset, read_presets
from scaffolder.templating.template import read_template, template_of
from scaffolder.tree import File
from tests.templating.minitemplate import MANIFEST, template


@pytest.mark.parametrize("place", ["files", "files/deep", "parts"])
def test_links_are_not_followed(place: str, tmp_path: Path) -> None:
    template(tmp_path, {f"{place}/x": ""})
    link = tmp_path / "one" / place / "link"
    link.symlink_to("/etc")
    with pytest.raises(ScaffolderError) as caught:
        template(tmp_path, {})
    assert str(caught.value) == f"{link} is a link; a template holds files only."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are none on Windows")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    template(tmp_path, {"files/x": ""})
    os.mkfifo(tmp_path / "one/files/pipe")
    with pytest.raises(ScaffolderError, match=r"pipe is no plain file\."):
        template(tmp_path, {})


@pytest.mark.parametrize("name", ["template.toml", "presets.toml"])
def test_a_manifest_is_no_link(name: str, tmp_path: Path) -> None:
    template(tmp_path, {"presets.toml": ""})
    (tmp_path / "one" / name).rename(tmp_path / name)
    (tmp_path / "one" / name).symlink_to(tmp_path / name)
    with pytest.raises(ScaffolderError, match="is a link; a template holds files only"):
        read_template(tmp_path / "one")


def test_a_folder_without_a_manifest_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(ScaffolderError, match=r"is no template: it has no template\.toml\.$"):
        read_template(tmp_path)


def test_a_manifest_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "template.toml").write_bytes(b"\xff")
    with pytest.raises(ScaffolderError, match=r"template\.toml is no UTF-8 text"):
        read_template(tmp_path)


def test_a_template_is_read_from_a_tree_as_from_a_folder(tmp_path: Path) -> None:
    files = {"files/a/b.j2": "<{ name }>", "parts/p": "x", "presets.toml": "[dev]\nregions = 2\n"}
    tree = {path: File(text.encode()) for path, text in {**files, "template.toml": MANIFEST.format(name="one")}.items()}
    assert template_of(tree, shown="one") == template(tmp_path, {**files, "tests/other": "not the template's"})


def test_what_layers_set_is_laid_over_each_other(tmp_path: Path) -> None:
    base = template(
        tmp_path, {"presets.toml": "[prod]\nregions = 2\n[prod.settings]\ncpu = 1\nzones = 1\n"}, name="base"
    )
    team = template(
        tmp_path,
        {"presets.toml": "[prod]\nregions = 3\nsettings = {zones = 2, gpu = 2}\n[test]\n"},
        name="team",
        more="[settings]\ncpu = 4\n",
    )
    assert merge_starts([base, team]) == {
        "dev": Preset(regions=1, settings={"cpu": 4}),
        "prod": Preset(regions=3, settings={"cpu": 4, "zones": 2, "gpu": 2}),
        "test": Preset(regions=1, settings={"cpu": 4}),
    }


@pytest.mark.parametrize("text", ["dev = 1", "[dev]\nx = 1", "[dev]\nregions = 0", "[dev]\nregions = 'a'", "[dev", "[dev]\nsettings = 1"])  # fmt: skip
def test_presets_that_are_wrong_are_refused(text: str) -> None:
    with pytest.raises(ScaffolderError, match=r"^t( is no valid TOML|, line 1: \[dev\] is no preset)"):
        read_presets(text, shown="t")


def test_the_built_in_templates_are_read() -> None:
    layers = built_in_layers(Answers(name="sentiment", clouds=["azure"]))
    program = {path: file for layer in layers for path, file in layer.program.items()}
    assert program["infra/__main__.py"].content == (stacks_dir() / "__main__.py").read_bytes()
    assert {"aws", "gcp"} & {path.split("/")[2] for path in program if path.count("/") > 2} == set()
    assert merge_starts(layers).keys() >= {"dev", "staging", "prod"}
