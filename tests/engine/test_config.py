from pathlib import Path

import pytest

from scaffolder.engine.config import StackConfig
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from tests.projects import write_project

DECLARED = """
name: demo
runtime: python
config:
  size: {type: integer, default: 3, description: How many.}
  names: {type: array, items: {type: string}, default: [x, "<y>"]}
  on: {type: boolean, default: true}
  ratio: {default: 0.5}
  mode: fast
  aws:region: us-east-1
  gcp:project: {value: p}
"""


def config_of(folder: Path, *, project: str = DECLARED, stack: str = "") -> StackConfig:
    files = {"Pulumi.yaml": project, "Pulumi.dev.yaml": stack}
    return Workspace.find(write_project(folder, files=files)).stack_config("dev")


def test_the_projects_defaults_are_there_as_the_engine_spells_them(tmp_path: Path) -> None:
    config = config_of(tmp_path)
    assert config.values == {
        "demo:size": "3",
        "demo:names": '["x","\\u003cy\\u003e"]',
        "demo:on": "true",
        "demo:ratio": "0.5",
        "demo:mode": "fast",
        "aws:region": "us-east-1",
        "gcp:project": "p",
    }
    assert config.structured == {"demo:names"}


def test_the_stack_wins_over_the_project(tmp_path: Path) -> None:
    stack = "config:\n  size: '7'\n  demo:mode: slow\n  aws:region: eu-west-1\n  aws:config:profile: me\n"
    values = config_of(tmp_path, stack=stack).values
    assert values["demo:size"] == "7"
    assert values["demo:mode"] == "slow"
    assert values["aws:region"] == "eu-west-1"
    assert values["aws:profile"] == "me"


def test_a_key_that_is_nearly_a_declared_one_is_told(tmp_path: Path) -> None:
    project = (
        "name: demo\nruntime: python\nconfig:\n  maxReplicas: {type: integer, default: 3}\n  image: {default: x}\n"
    )
    # A key that the program may read without declaring it, and another's key, are nobody's misspelling.
    stack = "config: {demo:maxReplica: 4, demo:imageTag: v1, demo:image: y, aws:region: us-east-1}"
    (problem,) = config_of(tmp_path, project=project, stack=stack).problems
    assert (problem.severity, problem.message, problem.fix) == (
        "warning",
        "Pulumi.dev.yaml sets `maxReplica`, which Pulumi.yaml does not declare; did you mean `maxReplicas`?",
        "Write `maxReplicas` there.",
    )


def test_structured_values_are_json(tmp_path: Path) -> None:
    config = config_of(tmp_path, stack="config:\n  tree: {b: [1, 2.0, true], a: null}\n")
    assert config.values["demo:tree"] == '{"a":null,"b":[1,2,true]}'
    assert "demo:tree" in config.structured


def test_encrypted_values_get_a_stand_in_of_their_type_and_are_told(tmp_path: Path) -> None:
    stack = "config:\n  size: {secure: v1:a}\n  word: {secure: v1:b}\n  tree: {user: me, key: {secure: v1:c}}\n"
    config = config_of(tmp_path, stack=stack)
    assert config.values["demo:size"] == "0"
    assert config.values["demo:word"] == "[secret]"
    assert config.values["demo:tree"] == '{"key":"[secret]","user":"me"}'
    assert config.secret_keys == {"demo:size", "demo:word", "demo:tree"}
    assert config.notes == (
        "Encrypted settings are not decrypted offline; the program gets a stand-in for demo:size, demo:tree, demo:word.",
    )


def test_an_encrypted_address_gets_one_as_its_stand_in(tmp_path: Path) -> None:
    stack = (
        "config:\n  alertWebhooks: [{secure: v1:a}, https://plain.example.com]\n  alertEmails: [{secure: v1:b}]\n"
        "  tree: {baseUrl: {secure: v1:c}, curly: {secure: v1:d}}\n"
    )
    values = config_of(tmp_path, stack=stack).values
    assert values["demo:alertWebhooks"] == '["https://secret.example.com/secret","https://plain.example.com"]'
    assert values["demo:alertEmails"] == '["secret@example.com"]'
    assert values["demo:tree"] == '{"baseUrl":"https://secret.example.com/secret","curly":"[secret]"}'


def test_imported_environments_are_told(tmp_path: Path) -> None:
    config = config_of(tmp_path, stack="environment: [shared]\n")
    assert config.notes == (
        "Pulumi.dev.yaml imports Pulumi ESC environments; what they would set is not known offline.",
    )


@pytest.mark.parametrize(
    ("stack", "message"),
    [
        ("config: {size: large}", "configuration key 'size' must be of type 'integer', but it is \"large\"."),
        ("config: {size: 1.5}", "configuration key 'size' must be of type 'integer', but it is 1.5."),
        ("config: {size: true}", "configuration key 'size' must be of type 'integer', but it is true."),
        ("config: {on: maybe}", "configuration key 'on' must be of type 'boolean', but it is \"maybe\"."),
        ("config: {names: [a, 1]}", "configuration key 'names' must be of type 'array<string>', but it is [\"a\", 1]."),
        ("config: {names: a}", "configuration key 'names' must be of type 'array<string>', but it is \"a\"."),
        ("config: {a:b:c: 1}", "could not parse a:b:c as a configuration key (configuration keys should be of the form "
         "`<namespace>:<name>`)."),
        ("config: [1]", "`config` must be a mapping of keys to values."),
        ("[1]", "`config` must be a mapping of keys to values."),
    ],
)  # fmt: skip
def test_a_wrong_value_in_a_stack_names_file_key_and_value(stack: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ScaffolderError) as raised:
        config_of(tmp_path, stack=stack)
    assert str(raised.value).startswith(f"{tmp_path / 'Pulumi.dev.yaml'}: ")
    assert str(raised.value).endswith(message)
    assert raised.value.fix


@pytest.mark.parametrize("value", ["5", "-5", "5.0", "'5'"])
def test_whole_numbers_are_integers_however_written(value: str, tmp_path: Path) -> None:
    values = config_of(tmp_path, stack=f"config: {{size: {value}}}").values
    assert values["demo:size"] == ("-5" if value.startswith("-") else "5")


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("a: {default: 1, value: 2}", "project config 'a' cannot have both a 'default' and 'value' attribute."),
        ("a: {type: array}", "The configuration key 'a' declares an array but does not specify the underlying type via "
         "the 'items' attribute."),
        ("aws:a: {type: string, value: x}", "Configuration key 'aws:a' is not namespaced by the project and should not "
         "define a type."),
        ("aws:a: {description: x}", "Configuration key 'aws:a' is namespaced and must provide an attribute 'value'."),
        ("a: {type: integer, default: x}", "The default value specified for configuration key 'a' is not of the expected "
         "type 'integer': it is \"x\"."),
    ],
)  # fmt: skip
def test_a_wrong_declaration_is_refused(section: str, message: str, tmp_path: Path) -> None:
    project = f"name: demo\nruntime: python\nconfig: {{{section}}}\n"
    with pytest.raises(ScaffolderError) as raised:
        config_of(tmp_path, project=project)
    assert str(raised.value) == f"{tmp_path / 'Pulumi.yaml'}: {message}"


def test_missing_settings_are_named_all_at_once(tmp_path: Path) -> None:
    project = "name: demo\nruntime: python\nconfig: {a: {type: string}, b: {type: integer}, c: {default: x}}\n"
    with pytest.raises(ScaffolderError) as raised:
        config_of(tmp_path, project=project)
    assert str(raised.value) == "Stack 'dev' is missing configuration values 'a' and 'b'."
    assert raised.value.fix == ("pulumi config set a <value> --stack dev\npulumi config set b <value> --stack dev")


def test_a_key_declared_secret_must_be_encrypted(tmp_path: Path) -> None:
    project = "name: demo\nruntime: python\nconfig: {a: {type: string, secret: true}}\n"
    with pytest.raises(ScaffolderError) as raised:
        config_of(tmp_path, project=project, stack="config: {a: plain}")
    assert str(raised.value).endswith("configuration key 'a' must be encrypted as it's secret.")
    assert raised.value.fix == "pulumi config set --secret a <value> --stack dev"
