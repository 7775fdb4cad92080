from pathlib import Path

import pytest

from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from tests.projects import write_project


def test_a_project_is_found_from_a_folder_below_it_and_by_its_file(tmp_path: Path) -> None:
    write_project(tmp_path, files={"a/b/x.txt": ""})
    for path in (tmp_path, tmp_path / "a" / "b", tmp_path / "Pulumi.yaml"):
        assert Workspace.find(path).root == tmp_path


@pytest.mark.parametrize("extension", ["yaml", "yml", "json"])
def test_every_spelling_of_the_project_file_and_its_stacks_is_found(extension: str, tmp_path: Path) -> None:
    text = '{"name": "demo", "runtime": "python"}'
    stack = '{"config": {"demo:size": 5}}'
    files = {f"Pulumi.{extension}": text, f"Pulumi.dev.{extension}": stack, "Pulumi.other.txt": ""}
    write_project(tmp_path, files=files)
    if extension != "yaml":
        (tmp_path / "Pulumi.yaml").unlink()
    workspace = Workspace.find(tmp_path)
    assert workspace.name == "demo"
    assert workspace.stacks() == ("dev",)
    assert workspace.stack_config("dev").values == {"demo:size": "5"}


def test_main_and_the_folder_of_stack_settings_are_followed(tmp_path: Path) -> None:
    project = "name: demo\nruntime: {name: python, options: {virtualenv: env}}\nmain: infra\nstackConfigDir: stacks\n"
    write_project(tmp_path, files={"Pulumi.yaml": project, "infra/__main__.py": "", "stacks/Pulumi.a-b.yaml": ""})
    workspace = Workspace.find(tmp_path)
    assert (workspace.main, workspace.program_dir) == (tmp_path / "infra", tmp_path / "infra")
    assert workspace.stacks() == ("a-b",)
    assert workspace.options == {"virtualenv": "env"}


def test_main_may_be_a_file(tmp_path: Path) -> None:
    project = "name: demo\nruntime: python\nmain: infra/app.py\n"
    write_project(tmp_path, files={"Pulumi.yaml": project, "infra/app.py": ""})
    workspace = Workspace.find(tmp_path)
    assert (workspace.main, workspace.program_dir) == (tmp_path / "infra" / "app.py", tmp_path / "infra")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "holds no project: it is not a mapping."),
        ("runtime: python\n", "project is missing a non-empty string 'name' attribute."),
        ("name: demo\nruntime: nodejs\n", "is not a Pulumi project in Python: its runtime is 'nodejs'."),
        ("name: demo\n", "is not a Pulumi project in Python: it names no runtime."),
        ("name: demo\nruntime: python\nmain: gone\n", "`main: gone` names nothing that exists."),
        ("name: demo\nruntime: python\nmain: ..\n", "`main: ..` lies outside the project."),
        ("name: demo\nruntime: python\nmain: empty\n", "There is no program in {root}/empty: it has no __main__.py."),
        ("name: demo\nruntime: python\nconfig: [a]\n", "`config` must be a mapping of keys."),
    ],
)
def test_what_is_no_python_project_is_refused(text: str, message: str, tmp_path: Path) -> None:
    write_project(tmp_path, files={"Pulumi.yaml": text, "empty/x": ""})
    with pytest.raises(ScaffolderError) as raised:
        Workspace.find(tmp_path)
    assert str(raised.value).endswith(message.format(root=tmp_path))
    assert raised.value.fix


def test_no_project_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScaffolderError) as raised:
        Workspace.find(tmp_path)
    assert str(raised.value) == f"No Pulumi project found: there is no Pulumi.yaml in {tmp_path} or a folder above it."


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScaffolderError, match=r"There is no .*/gone\."):
        Workspace.find(tmp_path / "gone")


def test_a_stack_that_does_not_exist_names_those_that_do(tmp_path: Path) -> None:
    write_project(tmp_path, files={"Pulumi.dev-aws.yaml": "", "Pulumi.prod.yaml": ""})
    with pytest.raises(ScaffolderError) as raised:
        Workspace.find(tmp_path).stack_config("dev-asw")
    assert str(raised.value) == "There is no stack 'dev-asw': this project has dev-aws, prod."
    assert raised.value.fix == "--stack dev-aws"


def test_a_project_without_stacks_is_previewed_as_a_new_one(tmp_path: Path) -> None:
    workspace = Workspace.find(write_project(tmp_path))
    assert workspace.stacks() == ()
    config = workspace.stack_config("dev")
    assert config.values == {}
    assert config.notes == ("This project has no Pulumi.dev.yaml: previewed as a new stack 'dev' with the defaults.",)
