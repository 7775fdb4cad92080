"""Projects that are written, at work: what goes wrong in them is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.authoring.at_work import own_tests, policies, previewed, ruffed
from tests.projects import write_project

FINE = "import pulumi\npulumi.export('a', 1)\n"
PACK = {
    "policy/PulumiPolicy.yaml": "runtime: python\n",
    "policy/__main__.py": """
        from pulumi_policy import EnforcementLevel, PolicyPack, StackValidationPolicy

        def refuse(args, report):
            report("It is forbidden.")

        PolicyPack("guard", [StackValidationPolicy("never", "Never.", refuse, EnforcementLevel.MANDATORY)])
        """,
}


def test_each_project_is_previewed_and_what_fails_is_told(tmp_path: Path) -> None:
    dev = {"Pulumi.dev.yaml": "config: {}\n"}
    folders = {
        "fine": write_project(tmp_path / "fine", FINE, files=dev),
        "wrong": write_project(tmp_path / "wrong", "raise ValueError('it is so')\n", files=dev),
    }
    previews, findings = previewed(folders)
    assert {case: [preview.stack for preview in of] for case, of in previews.items()} == {
        "fine": ["dev"],
        "wrong": ["dev"],
    }
    ((where, message),) = [(item.where, item.message) for item in findings]
    assert where == "wrong, dev"
    assert "ValueError: it is so" in message


def test_of_many_the_one_that_cannot_run_is_told(tmp_path: Path) -> None:
    dev = {"Pulumi.dev.yaml": "config: {}\n"}
    folders = {
        "fine": write_project(tmp_path / "fine", FINE, files=dev),
        "lacking": write_project(tmp_path / "lacking", "import pulumi_nowhere\n", files=dev),
    }
    previews, findings = previewed(folders)
    assert [preview.failed for preview in previews["fine"]] == [False]
    assert [(item.check, item.where.partition(",")[0]) for item in findings] == [("preview", "lacking")]
    assert "pulumi_nowhere" in findings[0].message or "pulumi-nowhere" in findings[0].message


def test_what_the_projects_policies_forbid_is_told(tmp_path: Path) -> None:
    folder = write_project(tmp_path, FINE, files={"Pulumi.dev.yaml": "config: {}\n", **PACK})
    previews, findings = previewed({"one": folder})
    assert findings == []
    (found,) = policies(previews["one"], folder, "one")
    assert (found.check, found.where, found.severity) == ("policies", "one, dev", "error")
    assert "It is forbidden." in found.message


def test_what_ruff_and_the_projects_tests_say_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\n\nx = 1\n")
    (tmp_path / "test_a.py").write_text("def test_a() -> None:\n    assert 1 == 2\n")
    (lint,) = ruffed(tmp_path, "one")
    assert "F401" in lint.message
    (tested,) = own_tests(tmp_path, "one")
    assert "assert 1 == 2" in tested.message
    (tmp_path / "test_a.py").write_text("def test_a() -> None:\n    pass\n")
    assert list(own_tests(tmp_path, "one")) == []


def test_without_the_tools_it_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scaffolder.authoring.at_work.shutil.which", lambda *_, **__: None)
    monkeypatch.setattr("scaffolder.authoring.at_work.find_spec", lambda _: None)
    found = [*ruffed(tmp_path, "one"), *own_tests(tmp_path, "one")]
    assert [(item.severity, item.fix) for item in found] == [
        ("warning", "pip install ruff"),
        ("warning", "pip install pytest"),
    ]
