"""The JSON Schemas and the command agree on what an answers file may hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.generate import built_in_layers
from scaffolder.project.answers import Answers, check_document
from scaffolder.project.schemas import answers_schema, settings_schema
from scaffolder.project.stacks import plan_stacks, settled
from scaffolder.shipped import program_module
from scaffolder.starts import merge_starts
from tests.newcommand import run_scaffold

SETTINGS = program_module("settings").SETTINGS


@pytest.mark.parametrize("schema", [answers_schema, settings_schema])
def test_a_schema_is_valid(schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_every_setting_is_in_both_schemas() -> None:
    keys = {item.key for item in SETTINGS}
    assert settings_schema()["properties"].keys() == keys
    assert answers_schema()["$defs"]["settings"]["properties"].keys() == keys - {"cloud", "environment"}


def test_every_default_is_valid() -> None:
    jsonschema.validate({item.key: item.config_default for item in SETTINGS}, settings_schema())


def test_the_settings_of_every_stack_are_valid() -> None:
    answers = settled(
        Answers(name="sentiment", clouds=("aws", "gcp", "azure"), environments=("dev", "staging", "prod"))
    )
    for stack in plan_stacks(answers, merge_starts(built_in_layers(answers))):
        jsonschema.validate(dict(stack.settings), settings_schema())


@pytest.mark.parametrize(
    ("document", "valid"),
    [
        ({}, True),
        ({"$schema": "x", "name": "sentiment", "clouds": ["aws"], "regions": ["us-east-1"], "image": ""}, True),
        ({"regions": {"gcp": ["us-east1"]}, "settings": {"cpu": 2}, "overrides": {"prod": {"cpu": "0.5"}}}, True),
        ({"cloud": ["aws"]}, False),
        ({"clouds": "aws"}, False),
        ({"name": 7}, False),
        ({"settings": []}, False),
        ({"regions": [7]}, False),
        ({"overrides": {"prod": 1}}, False),
        ([], False),
        (None, False),
    ],
)
def test_the_schema_and_the_command_agree_on_the_shape(document: Any, valid: bool) -> None:
    assert jsonschema.Draft202012Validator(answers_schema()).is_valid(document) is valid
    if valid:
        check_document(document, shown="t")
    else:
        with pytest.raises(ScaffolderError, match=r"^t"):
            check_document(document, shown="t")


@pytest.mark.parametrize("item", SETTINGS, ids=lambda item: item.key)
def test_the_schema_and_the_program_agree_on_bounds(item: Any) -> None:
    validator = jsonschema.Draft202012Validator(settings_schema()["properties"][item.key])
    refusal = program_module("setting").SettingsError
    tried: list[Any] = [item.config_default, "", "no such value!", [], {}, None]
    if item.minimum is not None:
        tried += [item.minimum - 1, item.minimum, item.maximum, item.maximum + 1]
    tried += item.choices
    for value in tried:
        try:
            item.read(value)
            readable = True
        except refusal:
            readable = False
        # The program reads text for every type, a form gives the type itself.
        if validator.is_valid(value):
            assert readable, (item.key, value)
        elif not isinstance(value, str):
            assert not readable, (item.key, value)


@pytest.mark.parametrize("what", ["answers", "settings", "preview", "rehearsal", "config", "template"])
def test_the_command_prints_a_schema(what: str) -> None:
    result = run_scaffold("schema", what)
    assert result.exit_code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(result.stdout))


def test_an_unknown_schema_is_a_usage_error() -> None:
    result = run_scaffold("schema", "answer")
    assert result.exit_code == 2
    assert "'answer' is not one of 'answers', 'settings', 'preview', 'rehearsal', 'config', 'template'" in result.stderr


def test_a_recorded_answers_file_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_scaffold("new", "sentiment", "--cloud", "gcp", "--set", "cpu=2", "--set", "env=A=1").exit_code == 0
    jsonschema.validate(json.loads(Path("sentiment/.scaffold/answers.json").read_text()), answers_schema())
