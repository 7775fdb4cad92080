"""Templates on those they extend: found next to each other, before, or among the built-in ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.sources.finder import Finder, Pins
from scaffolder.sources.layers import read_sources
from scaffolder.sources.source import parse_source
from scaffolder.templating.template import Origin, Template
from tests import repositories
from tests.repositories import manifest
from tests.templating.minitemplate import build_tree


def read(folder: Path, *sources: str, pins: Pins | None = None) -> tuple[Template, ...]:
    finder = Finder(built_in=folder / "built-in", cache=folder / "cache", pins=pins)
    return read_sources([parse_source(source, beside=folder) for source in sources], finder)


def refusal(folder: Path, *sources: str, pins: Pins | None = None) -> tuple[str, str]:
    with pytest.raises(ScaffolderError) as caught:
        read(folder, *sources, pins=pins)
    return str(caught.value), caught.value.fix


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A built-in `service` on a built-in `base`."""
    return build_tree(
        tmp_path,
        {
            "built-in/base/template.toml": manifest("base"),
            "built-in/service/template.toml": manifest("service", more='extends = ["base"]'),
        },
    )


def test_layers_come_base_first_and_once(tmp_path: Path) -> None:
    for name, extends in (("base", []), ("aws", ["base"]), ("team", ["base"]), ("all", ["aws", "team"])):
        build_tree(tmp_path / name, {"template.toml": manifest(name, more=f"extends = {extends}")})
    assert [layer.name for layer in read(tmp_path, "./all")] == ["base", "aws", "team", "all"]


def test_templates_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "b")):
        build_tree(tmp_path / name, {"template.toml": manifest(name, more=f'extends = ["{other}"]')})
    assert refusal(tmp_path, "./a") == ("Templates extend each other: b -> c -> b.", "Take one `extends` out.")


def test_an_organisation_and_its_team_lie_on_the_built_in_ones(folder: Path) -> None:
    build_tree(folder / "acme", {"template.toml": manifest("acme", "2.0.0", 'extends = ["service"]'), "files/a": "1"})
    build_tree(folder / "teams/red", {"template.toml": manifest("red", more='extends = ["acme"]')})
    layers = read(folder, "./acme", "./teams/red")
    assert [(layer.name, layer.manifest.version) for layer in layers] == [
        ("base", "1.2.3"), ("service", "1.2.3"), ("acme", "2.0.0"), ("red", "1.2.3"),
    ]  # fmt: skip
    assert layers[0].origin == layers[1].origin == Origin()
    assert layers[2].origin.source == str(folder / "acme")
    assert layers[2].origin.hash.startswith("sha256:")
    assert refusal(folder, "./teams/red") == (
        f"{folder}/teams/red extends 'acme', which is neither next to it nor comes with scaffolder.",
        "Give its source before: --template SOURCE; for `scaffold template`: --below SOURCE",
    )


def test_a_folder_called_as_a_built_in_one_may_extend_it_under_another_name(folder: Path) -> None:
    build_tree(folder / "acme/service", {"template.toml": manifest("service", "9.0.0", 'extends = ["service"]')})
    assert [layer.name for layer in read(folder, "acme=./acme/service")] == ["base", "service", "acme"]
    assert refusal(folder, "./acme/service") == (
        f"Two templates are called service: service and {folder}/acme/service.",
        "Give one another name: --template NAME=SOURCE",
    )


def test_a_template_beside_that_is_called_as_a_built_in_one_is_told(folder: Path) -> None:
    build_tree(folder / "acme/base", {"template.toml": manifest("base")})
    build_tree(folder / "acme/acme", {"template.toml": manifest("acme", more='extends = ["service", "base"]')})
    assert refusal(folder, "./acme/acme") == (
        f"Two templates are called base: base and {folder}/acme/base.",
        f"Call the one in {folder}/acme/base something else in its template.toml, and its folder.",
    )


def test_what_is_extended_cannot_lead_out_of_a_repository(folder: Path) -> None:
    origin = repositories.Origin(folder / "origin")
    origin.commit({"a/template.toml": manifest("a", more='extends = ["../../../../outside"]')})
    build_tree(folder, {"outside/template.toml": manifest("outside")})
    assert refusal(folder, f"{origin.url}//a")[0].endswith(
        "/a/template.toml, line 4: extends is '../../../../outside'."
    )


def test_layers_of_a_repository_are_pinned_together(folder: Path) -> None:
    origin = repositories.Origin(folder / "origin")
    build_tree(origin.folder, {"base/template.toml": manifest("acme-base")})
    build_tree(origin.folder, {"service/template.toml": manifest("acme", more='extends = ["service", "base"]')})
    commit = origin.commit(tag="v1")
    layers = read(folder, f"acme={origin.url}@v1//service")
    assert [(layer.name, layer.origin.source, layer.origin.commit) for layer in layers] == [
        ("base", "built-in", ""),
        ("service", "built-in", ""),
        ("acme-base", f"{origin.url}@v1//base", commit),
        ("acme", f"acme={origin.url}@v1//service", commit),
    ]


def test_the_same_content_has_the_same_hash_wherever_it_lies(folder: Path) -> None:
    files = {"template.toml": manifest("acme"), "files/a": "1", "parts/b": "2"}
    origin = repositories.Origin(folder / "origin")
    origin.commit({**files, "README.md": "beside"})
    build_tree(folder / "acme", {**files, "tests/test_a.py": "beside", "files/__pycache__/x.pyc": "left"})
    hashes = {read(folder, source)[0].origin.hash for source in (origin.url, "./acme")}
    assert len(hashes) == 1
    (folder / "acme/files/a").chmod(0o755)
    hashes.add(read(folder, "./acme")[0].origin.hash)
    (folder / "acme/files/a").rename(folder / "acme/files/c")
    hashes.add(read(folder, "./acme")[0].origin.hash)
    assert len(hashes) == 3


def test_content_that_is_not_what_the_lock_says_is_told_and_fetched_anew(folder: Path) -> None:
    origin = repositories.Origin(folder / "origin")
    commit = origin.commit({"template.toml": manifest("acme"), "files/a": "1"}, tag="v1")
    source = f"{origin.url}@v1"
    (layer,) = read(folder, source)
    pins = Pins(commits={(origin.folder.as_uri(), "v1"): commit}, hashes={(source, commit): layer.origin.hash})
    (kept,) = (folder / "cache").rglob("files/a")
    kept.write_text("tampered")
    assert refusal(folder, source, pins=pins)[0].startswith(
        f"{source} at commit {commit[:10]} is not what the project was made from: its content is sha256:"
    )
    (again,) = read(folder, source, pins=pins)
    assert again == layer
    # A later release may hash in another way.
    other = Pins(commits=pins.commits, hashes={(source, commit): "sha512:1"})
    assert read(folder, source, pins=other) == (layer,)


def test_what_is_not_there_is_told(folder: Path) -> None:
    assert refusal(folder, "./nothing") == (
        f"The template {folder}/nothing is no folder here.",
        "Name one that is there; a project takes it from: scaffold update --template SOURCE",
    )
    assert refusal(folder, "nothing") == (
        "No template 'nothing' comes with scaffolder.", "Those that do: base, service."
    )  # fmt: skip
