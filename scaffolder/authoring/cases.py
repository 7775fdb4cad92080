"""The projects that a template is tried with: one on each cloud, and few in which every two answers meet.

`tests/cases.toml` beside a template's manifest says what cannot be known, and may be absent:

    clouds = ["aws", "gcp"]              # those that the template supports; else all

    [answers]                            # what to answer; needed where a question has no default
    cost_center = ["cc-1234", "cc-9"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffolder.authoring.pairwise import pairwise
from scaffolder.authoring.subject import Subject
from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import CLOUDS, Answers
from scaffolder.templating.questions import Question, merge_questions

FILE = "tests/cases.toml"
NAME = "example"
_CLOUDS = "clouds"
# The answer that is not given: a question's own default.
_DEFAULT = object()


@dataclass(frozen=True, kw_only=True)
class Case:
    """A project to try: its answers, and what it is called. A `plain` one is on one cloud, all else as it comes."""

    name: str
    answers: Answers
    plain: bool


@dataclass(frozen=True, kw_only=True)
class Samples:
    """What a `tests/cases.toml` says."""

    clouds: Sequence[str] = CLOUDS
    answers: Mapping[str, Sequence[Any]] = field(default_factory=dict)


def read_samples(folder: Path) -> Samples:
    """Read the `tests/cases.toml` of the template in a folder.

    Raises:
        ScaffolderError: it is no TOML, or says something else.
    """
    path = folder / FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Samples()
    except (OSError, ValueError) as error:
        raise ScaffolderError(f"{path} cannot be read: {error}.", fix="Make it a TOML file.") from error
    clouds, answers = data.get("clouds", list(CLOUDS)), data.get("answers", {})
    if data.keys() - {"clouds", "answers"}:
        raise ScaffolderError(f"{path} has more than `clouds` and `answers`.", fix="Take the rest out.")
    if not isinstance(clouds, list) or not clouds or set(clouds) - set(CLOUDS):
        raise ScaffolderError(f"{path}: clouds is {clouds!r}.", fix=f"Give a list of {', '.join(CLOUDS)}.")
    if not isinstance(answers, dict) or not all(isinstance(values, list) and values for values in answers.values()):
        raise ScaffolderError(f"{path}: answers is {answers!r}.", fix='Give each question a list, like team = ["ads"].')
    return Samples(clouds=[cloud for cloud in CLOUDS if cloud in clouds], answers=answers)


def plan_cases(subject: Subject) -> list[Case]:
    """Give the projects to try, the plain ones first.

    Raises:
        ScaffolderError: a template is wrong, or a question has neither a default nor a sample.
    """
    samples = read_samples(subject.folder)
    first = {key: values[0] for key, values in samples.answers.items()}
    layers = subject.layers(Answers(name=NAME, clouds=samples.clouds, answers=first))
    questions = {key: question for key, question in merge_questions(layers).items() if question.lock is None}
    unknown = samples.answers.keys() - questions.keys()
    if unknown:
        raise ScaffolderError(f"{FILE} answers {min(unknown)!r}, which nothing asks.", fix="Take it out.")
    together = [tuple(samples.clouds)] if len(samples.clouds) > 1 else []
    dimensions = {
        _CLOUDS: [*((cloud,) for cloud in samples.clouds), *together],
        **{key: _values(question, samples.answers.get(key, ())) for key, question in questions.items()},
    }
    usual = {key: values[0] for key, values in dimensions.items()}
    rows = [{**usual, _CLOUDS: (cloud,)} for cloud in samples.clouds]
    plain = len(rows)
    rows += [row for row in pairwise(dimensions) if row not in rows]
    return [_case(row, usual, plain=number < plain) for number, row in enumerate(rows)]


def _values(question: Question, samples: Sequence[Any]) -> list[Any]:
    """Give what a question is answered with, its default first."""
    values: list[Any] = [] if question.default is None and question.type != "secret" else [_DEFAULT]
    values += samples or _usual(question)
    if not values:
        raise ScaffolderError(
            f"{question.key} has no default, and no answer to try it with.",
            fix=f'Give one in {FILE}: [answers] {question.key} = ["..."]',
        )
    return list({repr(value): value for value in values}.values())


def _usual(question: Question) -> Sequence[Any]:
    """Give values that a question allows by itself."""
    choices = [choice.value for choice in question.choices]
    if question.type == "boolean":
        return [value for value in (True, False) if value is not question.default]
    if question.type == "choice":
        return [value for value in choices if value != question.default]
    if question.type == "multi-choice":
        return [choices] if question.most is None or len(choices) <= question.most else []
    if question.type in {"integer", "number"}:
        return [bound for bound in (question.least, question.most) if bound not in {None, question.default}]
    return ()


def _case(row: Mapping[str, Any], usual: Mapping[str, Any], *, plain: bool) -> Case:
    clouds = row[_CLOUDS]
    answers = {key: value for key, value in row.items() if key != _CLOUDS and value is not _DEFAULT}
    shown = [f"{key}={value}" for key, value in answers.items() if value is not usual[key]]
    return Case(
        name=", ".join(["+".join(clouds), *shown]),
        answers=Answers(name=NAME, clouds=clouds, answers=answers),
        plain=plain,
    )
