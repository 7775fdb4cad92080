"""Templates of installed packages: found by their entry points, and nothing of the package run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.sources.packages import package_folder, package_names
from tests.repositories import manifest
from tests.templating.minitemplate import build_tree


def install(folder: Path, package: str, points: str) -> None:
    build_tree(
        folder,
        {
            f"{package}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n",
            f"{package}-1.0.dist-info/entry_points.txt": f"[scaffolder.templates]\n{points}",
            f"{package}/__init__.py": "raise RuntimeError('a template was run')\n",
            f"{package}/service/template.toml": manifest("acme"),
        },
    )


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_a_template_is_found_and_its_package_not_imported(site: Path) -> None:
    install(site, "acme_templates", "acme = acme_templates.service\nwhole = acme_templates\ngone = acme_templates.no\n")
    assert package_names() == ("acme", "gone", "whole")
    assert package_folder("acme") == site / "acme_templates/service"
    assert package_folder("whole") == site / "acme_templates"
    assert "acme_templates" not in sys.modules
    for name, message in (
        ("gone", "The template 'gone' should lie in 'acme_templates.no', which is not there."),
        ("other", "No installed package offers a template called 'other'."),
    ):
        with pytest.raises(ScaffolderError) as caught:
            package_folder(name)
        assert str(caught.value) == message


def test_two_packages_with_one_name_are_told(site: Path) -> None:
    install(site, "acme_templates", "acme = acme_templates.service\n")
    install(site, "other_templates", "acme = other_templates.service\n")
    with pytest.raises(ScaffolderError) as caught:
        package_folder("acme")
    assert str(caught.value) == "Several packages offer a template called 'acme': acme_templates, other_templates."
