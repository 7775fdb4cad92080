"""Which projects a template is tried with."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.authoring.cases import Case, plan_cases
from scaffolder.errors import ScaffolderError
from tests.authoring.authored import author

QUESTIONS = """
[questions.team]
type = "text"
[questions.gpu]
type = "boolean"
default = false
[questions.size]
type = "integer"
range = [1, 9]
default = 1
[questions.zone]
type = "choice"
choices = ["a", "b"]
default = "a"
[questions.token]
type = "secret"
[questions.fixed]
type = "text"
[locked.fixed]
value = "x"
why = "It is so."
"""
SAMPLES = 'clouds = ["gcp"]\n[answers]\nteam = ["search", "ads"]\n'


def refusal(folder: Path, samples: str, more: str = "") -> tuple[str, str]:
    with pytest.raises(ScaffolderError) as caught:
        plan_cases(author(folder, {"tests/cases.toml": samples}, more=more))
    return str(caught.value).replace(f"{folder}/", ""), caught.value.fix


def test_every_two_answers_meet_after_a_plain_project_on_each_cloud(tmp_path: Path) -> None:
    cases = plan_cases(author(tmp_path, {"tests/cases.toml": SAMPLES}, more=QUESTIONS))
    assert cases[0].plain
    assert (cases[0].name, cases[0].answers.clouds, cases[0].answers.answers) == ("gcp", ("gcp",), {"team": "search"})
    assert not any(case.plain for case in cases[1:])
    answers = [case.answers.answers for case in cases]
    for team in ("search", "ads"):
        assert {one.get("gpu", False) for one in answers if one["team"] == team} == {False, True}
        assert {one.get("size", 1) for one in answers if one["team"] == team} == {1, 9}
        assert {one.get("zone", "a") for one in answers if one["team"] == team} == {"a", "b"}
    assert len(cases) <= 7  # of 16
    assert cases[1].name == ", ".join(
        ["gcp", *(f"{key}={value}" for key, value in cases[1].answers.answers.items() if value != "search")]
    )


def test_without_anything_said_each_cloud_is_tried_and_all_together(tmp_path: Path) -> None:
    cases = plan_cases(author(tmp_path, {}))
    assert [(case.name, case.plain) for case in cases] == [
        ("aws", True), ("gcp", True), ("azure", True), ("aws+gcp+azure", False),
    ]  # fmt: skip
    assert isinstance(cases[0], Case)


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        ("clouds = ['oracle']", "acme/tests/cases.toml: clouds is ['oracle']."),
        ("clouds = []", "acme/tests/cases.toml: clouds is []."),
        ("cloud = ['aws']", "acme/tests/cases.toml has more than `clouds` and `answers`."),
        ("[answers]\nteam = 'a'", "acme/tests/cases.toml: answers is {'team': 'a'}."),
        ("[answers]\nteam = ['a']", "tests/cases.toml answers 'team', which nothing asks."),
        ("clouds", "acme/tests/cases.toml cannot be read: Expected '=' after a key in a key/value pair (at end of document)."),
    ],
)  # fmt: skip
def test_wrong_samples_are_told(samples: str, message: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, samples)[0] == message


def test_a_question_that_nothing_answers_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path, "", '[questions.team]\ntype = "text"') == (
        "team has no default, and no answer to try it with.",
        'Give one in tests/cases.toml: [answers] team = ["..."]',
    )
