"""The root's Pulumi.yaml and reference stacks are those that `scaffold new` would write."""

import runpy
from pathlib import Path

import pytest
import yaml

from inference.settings import SETTINGS, Settings, service_name_problem
from scaffolder.engine.workspace import Workspace

ROOT = Path(__file__).parents[2]
STACKS = ("dev-aws", "dev-azure", "dev-gcp", "prod-aws", "prod-azure", "prod-gcp")


def test_the_root_says_what_the_template_says() -> None:
    # The file beside this one is a program too, which refreshes them: python tests/parity/reference_files.py
    expected = runpy.run_path(str(Path(__file__).with_name("reference_files.py")))["reference_files"]()
    assert {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in expected} == {
        path.relative_to(ROOT): text for path, text in expected.items()
    }


def test_the_root_is_a_project_with_the_reference_stacks() -> None:
    workspace = Workspace.find(ROOT)
    assert service_name_problem(workspace.name) is None
    assert workspace.program_dir == ROOT / "stacks"
    assert tuple(workspace.stacks()) == STACKS


@pytest.mark.parametrize("stack", STACKS)
def test_a_reference_stack_can_be_served(stack: str) -> None:
    workspace = Workspace.find(ROOT)
    config = workspace.stack_config(stack).values
    settings = Settings.from_config(lambda key: config.get(f"{workspace.name}:{key}"), name=workspace.name, stack=stack)
    assert f"{settings.environment}-{settings.cloud}" == stack
    assert (ROOT / settings.app_path / "Dockerfile").is_file()


def test_every_setting_is_declared_with_its_type_default_and_description() -> None:
    declared = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))["config"]
    del declared["pulumi:disable-default-providers"]
    assert {key: (of["type"], of["default"]) for key, of in declared.items()} == {
        item.key: (item.type, item.config_default) for item in SETTINGS
    }
    assert all(declared[item.key]["description"].startswith(item.description) for item in SETTINGS)
