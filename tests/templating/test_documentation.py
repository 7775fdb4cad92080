"""docs/templates.md says what the code does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from scaffolder.generate import built_in_layers, plan_project
from scaffolder.project.answers import Answers
from scaffolder.templating import render
from scaffolder.templating.manifest import read_manifest
from scaffolder.templating.manifest_schema import MANIFEST_SCHEMA
from scaffolder.templating.presets import Preset, read_presets

PAGE = (Path(__file__).parents[2] / "docs/templates.md").read_text()
MANIFEST, PRESETS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def test_the_names_are_those_that_templates_get(monkeypatch) -> None:  # noqa: ANN001
    contexts = []
    plain = render.Sandbox.file

    def watched(self, template, path, known, **more):  # noqa: ANN001, ANN003, ANN202 - Sandbox.file's own
        contexts.append(known)
        return plain(self, template, path, known, **more)

    monkeypatch.setattr(render.Sandbox, "file", watched)
    answers = Answers(name="sentiment", clouds=["gcp"])
    plan_project(answers, built_in_layers(answers))
    documented = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert documented == set.intersection(*(set(known) for known in contexts))


def test_the_manifest_of_the_page_can_be_read_and_uses_every_key() -> None:
    manifest = read_manifest(MANIFEST, shown="page")
    assert (manifest.name, len(manifest.rules)) == ("acme", 2)
    keys = tomllib.loads(MANIFEST)
    assert set(keys) == set(MANIFEST_SCHEMA["properties"])
    for name in ("files", "patches"):
        known = set(MANIFEST_SCHEMA["properties"][name]["items"]["properties"])
        assert {key for table in keys[name] for key in table} == known


def test_the_presets_of_the_page_can_be_read() -> None:
    assert read_presets(PRESETS, shown="page") == {"prod": Preset(regions=2, settings={"minReplicas": 2})}
