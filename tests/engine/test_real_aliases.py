"""Resources that are called differently, by `aliases.json`: the real engine finds those that are there again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from scaffolder.engine.simulate import run_simulated
from scaffolder.impact.foresee import foresee
from scaffolder.shipped import stacks_dir
from scaffolder.tree import File
from tests.projects import write_project

PROGRAM = """
import pulumi, pulumi_random as random
from inference import aliases

class Part(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("demo:index:TYPE", name)
        random.RandomPet(f"{name}-ROLE", opts=pulumi.ResourceOptions(parent=self))

aliases.begin()
Part("part")
"""
OLD = PROGRAM.replace("TYPE", "Old").replace("ROLE", "old")
NEW = PROGRAM.replace("TYPE", "New").replace("ROLE", "new")
ALIASES = [
    {"type": "random:index/randomPet:RandomPet", "was": "*-old", "now": "*-new"},
    {"type": "demo:index:New", "was_type": "demo:index:Old"},
]


@pytest.mark.usefixtures("engine")
def test_what_is_deployed_stays(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    project = write_project(
        tmp_path / "project", OLD, files={"inference/__init__.py": "", "Pulumi.dev.yaml": "config: {}\n"}
    )
    shutil.copy(stacks_dir() / "inference/aliases.py", project / "inference")
    quiet = ("--stack", "dev", "--non-interactive")

    def shown(*command: str) -> str:
        assert run_simulated(("pulumi", *command, *quiet), folder=project, state=tmp_path / "state") == 0
        return capfd.readouterr().out

    assert "+ 3 created" in shown("up", "--yes", "--skip-preview")
    new = {"__main__.py": File(NEW.encode()), "aliases.json": File(json.dumps(ALIASES).encode())}
    (project / "aliases.json").write_text("[]")
    without = foresee(project, {**new, "aliases.json": File(b"[]")})
    assert [(effect.fate, effect.name) for effect in without.effects] == [("new", "part-new"), ("gone", "part-old")]
    assert foresee(project, new).stacks == {"dev": ()}
    for path, file in new.items():
        (project / path).write_bytes(file.content)
    assert "3 unchanged" in shown("preview")
