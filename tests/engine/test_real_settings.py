"""What the real engine is given beside the program: a copy of the settings, and commands that install."""

import json
import sys
from pathlib import Path

import pytest
import yaml

from scaffolder.engine.dependencies import install_commands
from scaffolder.engine.settings_guard import guarded_settings
from scaffolder.engine.stack_settings import copy_settings
from scaffolder.engine.throwaway import SALT
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from tests.projects import write_project


def project(folder: Path, **files: str) -> Workspace:
    named = {name.replace("__", "."): text for name, text in files.items()}
    return Workspace.find(write_project(folder / "project", files=named))


def test_plain_settings_are_copied_byte_for_byte(tmp_path: Path) -> None:
    text = "# mine\nconfig:\n    demo:a:   [1,  2]\n"
    workspace = project(tmp_path, Pulumi__dev__yaml=text)
    copy = copy_settings(workspace, workspace.stack_config("dev"), tmp_path)
    assert (copy.file.read_text(), copy.secrets) == (text, ())


def test_a_stack_without_settings_has_an_empty_copy(tmp_path: Path) -> None:
    workspace = project(tmp_path)
    copy = copy_settings(workspace, workspace.stack_config("dev"), tmp_path)
    assert (copy.file, copy.file.read_bytes(), copy.secrets) == (tmp_path / "Pulumi.dev.yaml", b"", ())


def test_what_is_encrypted_is_set_again_by_its_path(tmp_path: Path) -> None:
    settings = """\
    encryptionsalt: v1:abc
    environment: [shared]
    config:
      token: {secure: AAAB}
      other:plain: 3
      tree:
        "dotted.name": {secure: AAAB}
        list: [x, {deep: {secure: AAAB}}]
      hookUrls: [{secure: AAAB}]
    """
    workspace = project(tmp_path, Pulumi__dev__yaml=settings)
    copy = copy_settings(workspace, workspace.stack_config("dev"), tmp_path)
    assert yaml.safe_load(copy.file.read_text()) == {
        "config": {
            "other:plain": 3,
            "tree": {"dotted.name": "[secret]", "list": ["x", {"deep": "[secret]"}]},
            "hookUrls": ["https://secret.example.com/secret"],
        }
    }
    assert copy.secrets == [
        "demo:token=[secret]",
        'demo:tree["dotted.name"]=[secret]',
        "demo:tree.list[1].deep=[secret]",
        "demo:hookUrls[0]=https://secret.example.com/secret",
    ]


def test_a_salt_of_ours_is_taken_out_again(tmp_path: Path) -> None:
    text = "config:\n    a:   3 # mine\n"
    workspace = project(tmp_path, Pulumi__dev__yaml=text, Pulumi__prod__yaml=text, Pulumi__own__yaml=text)
    root = workspace.root
    with guarded_settings(workspace):
        (root / "Pulumi.dev.yaml").write_text(f'config:\n  demo:a: "3" # mine\nencryptionsalt: {SALT}\n')
        (root / "Pulumi.prod.yaml").write_text(f'config:\n  demo:a: "4"\nencryptionsalt: {SALT}\n')
        (root / "Pulumi.own.yaml").write_text(f"{text}encryptionsalt: v1:mine\n")
        (root / "Pulumi.new.yaml").write_text(f"encryptionsalt: {SALT}\n")
    assert (root / "Pulumi.dev.yaml").read_text() == text
    assert (root / "Pulumi.prod.yaml").read_text() == 'config:\n  demo:a: "4"\n'
    assert (root / "Pulumi.own.yaml").read_text() == f"{text}encryptionsalt: v1:mine\n"
    assert not (root / "Pulumi.new.yaml").exists()


def test_a_salt_of_ours_is_taken_out_of_json_and_after_a_failure(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project")
    (folder / "Pulumi.yaml").rename(folder / "unused")
    (folder / "Pulumi.json").write_text('{"name": "demo", "runtime": "python"}')
    file = folder / "Pulumi.dev.json"
    file.write_text("{}")

    def run() -> None:
        with guarded_settings(Workspace.find(folder)):
            file.write_text(json.dumps({"config": {"demo:a": "1"}, "encryptionsalt": SALT}))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert json.loads(file.read_text()) == {"config": {"demo:a": "1"}}


@pytest.mark.parametrize(
    ("options", "commands"),
    [
        ({"toolchain": "uv"}, [("uv", "sync")]),
        ({"toolchain": "poetry"}, [("poetry", "install", "--no-interaction")]),
        ({}, [(sys.executable, "-m", "pip", "install", "-r", "requirements.txt")]),
        (
            {"virtualenv": "venv"},
            [
                (sys.executable, "-m", "venv", "{root}/venv"),
                ("{root}/venv/bin/python", "-m", "pip", "install", "-r", "requirements.txt"),
            ],
        ),
    ],
)
def test_dependencies_are_installed_with_the_projects_tool(
    tmp_path: Path, options: dict[str, str], commands: list[tuple[str, ...]]
) -> None:
    (tmp_path / "requirements.txt").write_text("pulumi\n")
    expected = [tuple(part.format(root=tmp_path) for part in command) for command in commands]
    assert list(install_commands(options, root=tmp_path)) == expected


def test_a_project_without_requirements_is_installed_itself(tmp_path: Path) -> None:
    assert list(install_commands({}, root=tmp_path)) == []
    (tmp_path / "pyproject.toml").write_text("")
    assert list(install_commands({}, root=tmp_path)) == [(sys.executable, "-m", "pip", "install", "-e", ".")]


def test_an_unknown_tool_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScaffolderError, match="'conda'"):
        install_commands({"toolchain": "conda"}, root=tmp_path)
