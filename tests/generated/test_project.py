"""A generated project at work: its own tests, its packaging, and what Pulumi says of its settings."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from scaffolder.engine.pulumi_command import find_pulumi

if TYPE_CHECKING:
    from .conftest import Project

OWN_TESTS = ("python", "-m", "pytest", "-p", "no:cacheprovider")


def test_its_own_tests_pass(project: Project) -> None:
    said = project.run(*OWN_TESTS, PYTHONDONTWRITEBYTECODE="1")
    assert re.search(r"\d+ passed", said)
    assert "skipped" not in said


def test_it_can_be_installed(project: Project, tmp_path: Path) -> None:
    # Without its dependencies, which test_linters.py compares with what is installed here.
    here = ("--offline", "--no-deps", "--no-build-isolation", "--python", sys.executable, "--target", tmp_path)
    project.run("uv", "pip", "install", *here, ".")
    assert [path.name for path in tmp_path.glob("*.dist-info")] == [
        f"{project.folder.name.replace('-', '_')}-0.1.0.dist-info"
    ]


@pytest.mark.parametrize(
    ("cloud", "settings"),
    [
        ("aws", "minReplicas=2 domain=api.example.com dnsZone=Z0123456789ABC front=regional alertEmails=a@example.com"),
        ("aws", "rollout=canary scaleMetric=cpu availabilityTarget=0.995 egress=private"),
        ("gcp", "access=private front=regional env=A=1 cpu=2 memoryMib=4096"),
        ("gcp", "domain=api.example.com dnsZone=zone secrets=KEY=key/1 alertWebhooks=https://hooks.example.com/x"),
        ("azure", "front=regional labels=team=ml deletionProtection=true"),
        ("azure", "domain=api.example.com dnsZone=group/example.com budgetMonthlyUsd=100 egress=private"),
    ],
)
def test_its_own_tests_pass_with_other_settings(write: Callable[..., Project], cloud: str, settings: str) -> None:
    project = write("other", [cloud], *(f"--set={setting}" for setting in settings.split()), "--env=dev")
    assert re.search(r"\d+ passed", project.run(*OWN_TESTS, "tests/infra"))


@pytest.mark.engine
def test_pulumi_takes_its_settings(project: Project, tmp_path: Path) -> None:
    pulumi = find_pulumi()
    if not pulumi:
        pytest.skip("there is no pulumi command; `scaffold doctor --install-pulumi` gets one")
    env = {"PULUMI_BACKEND_URL": f"file://{tmp_path}", "PULUMI_CONFIG_PASSPHRASE": "x", "PULUMI_SKIP_UPDATE_CHECK": "1"}
    for path in sorted(project.folder.glob("Pulumi.*.yaml")):
        stack, written = path.name.split(".")[1], path.read_text(encoding="utf-8")
        try:
            project.run(pulumi.path, "stack", "init", stack, **env)
            values = json.loads(project.run(pulumi.path, "config", "--json", "--stack", stack, **env))
        finally:
            path.write_text(written, encoding="utf-8")  # Pulumi spells it in its own way, and adds its salt
        for key, value in yaml.safe_load(written)["config"].items():
            held = values[f"{project.folder.name}:{key}"]
            assert held.get("objectValue", held["value"]) == (
                value if isinstance(value, (list, dict)) else _text(value)
            )


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
