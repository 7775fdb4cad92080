"""What public linters say of a generated project."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from tests.tools import actionlint

if TYPE_CHECKING:
    from .conftest import Project

BIN = Path(__file__).parents[2] / ".venv" / "bin"


def test_its_python_is_linted_formatted_and_typed(project: Project) -> None:
    project.run("ruff", "check", ".")
    project.run("ruff", "format", "--check", ".")
    project.run("ty", "check", "--python", sys.prefix, "--error-on-warning")


def test_its_workflows_are_right_and_safe(project: Project) -> None:
    workflows = sorted(project.folder.glob(".github/workflows/*.yml"))
    project.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
    project.run("check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml")
    # The default persona, and nothing ignored.
    project.run("zizmor", "--offline", "--no-config", ".")
    assert "zizmor:" not in "".join(path.read_text(encoding="utf-8") for path in workflows)


def test_its_workflows_and_their_scripts_pass_actionlint(project: Project) -> None:
    if not (tool := actionlint()):
        pytest.skip("there is no actionlint; `python tests/tools.py` builds it")
    project.run(tool, "-shellcheck", BIN / "shellcheck")


def test_every_action_is_pinned_by_commit_with_its_version(project: Project) -> None:
    for path in project.folder.glob(".github/workflows/*.yml"):
        uses = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
        assert uses
        assert [use for use in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


def test_its_dockerfile_is_right(project: Project) -> None:
    project.run("hadolint", "app/Dockerfile")


def test_it_asks_for_versions_that_are_tested_here(project: Project) -> None:
    extras = tomllib.loads((project.folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*extras["dependencies"], *extras["optional-dependencies"]["app"], *extras["optional-dependencies"]["dev"]]
    requirements = [Requirement(line) for line in asked]
    unmet = [
        str(item)
        for item in requirements
        if item.name != project.folder.name and not item.specifier.contains(version(item.name), prereleases=True)
    ]
    assert unmet == []
    sdks = {item.name for item in requirements} & {"pulumi-aws", "pulumi-gcp", "pulumi-azure-native"}
    assert sdks == {{"azure": "pulumi-azure-native"}.get(cloud, f"pulumi-{cloud}") for cloud in project.clouds}


def test_it_needs_no_scaffolder(project: Project) -> None:
    importing = [
        str(path)
        for path in project.folder.rglob("*.py")
        if re.search(r"^\s*(?:from|import) scaffolder", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert importing == []


def test_nothing_of_the_template_shows(project: Project) -> None:
    for name in project.run("git", "ls-files").splitlines():
        text = "" if name.startswith(".scaffold/") else (project.folder / name).read_text(encoding="utf-8")
        assert not re.search(r"<\{|\}>|<%|%>|<#|#>", text), name
        assert text == "" or text.endswith("\n"), name
        assert not name.endswith(".md") or "\n\n\n" not in text, name


@pytest.mark.parametrize("name", ["README.md", "AGENTS.md", "docs/runbook.md"])
def test_every_file_and_stack_that_is_named_exists(project: Project, name: str) -> None:
    text = (project.folder / name).read_text(encoding="utf-8")
    for path in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (project.folder / name).parent.joinpath(path).exists(), path
    for path in re.findall(r"`((?:app|infra|docs|tests|policy|\.github)/[\w./-]*)`", text):
        assert (project.folder / path).exists(), path
    for stack in re.findall(r"--stack ([a-z][\w-]*)", text):
        assert (project.folder / f"Pulumi.{stack}.yaml").is_file(), stack
