"""From questions and what was answered to what templates are given: defaults rendered, values checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.templating.questions import Question
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.sandbox_errors import UndefinedNameError


class OpenQuestionsError(ScaffolderError):
    """Something is asked that has neither an answer nor a default."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the questions came to.

    `values` has every question that has a value, asked or not; `open` those that are asked and have none; `problems`
    what is wrong with a value that was given, by its key; `asked` those whose `when` holds.
    """

    values: Mapping[str, Any]
    asked: Sequence[str]
    open: Sequence[str]
    problems: Mapping[str, str]

    def known(self) -> dict[str, Any]:
        """Give the names that templates get for them."""
        return {**self.values, "answers": self.values}


def answer(
    questions: Mapping[str, Question], given: Mapping[str, Any], known: Mapping[str, Any], sandbox: Sandbox
) -> Answered:
    """Answer the questions one after the other, each with `known` and the answers before it.

    Raises:
        ScaffolderError: a default or a `when` is wrong; that is the template's fault.
    """
    values: dict[str, Any] = {}
    asked, still_open, problems = [], [], {}
    for key, question in questions.items():
        names = {**known, **values, "answers": values}
        try:
            is_asked = question.lock is None and _is_asked(question, names, sandbox)
            default = default_of(question, names, sandbox)
        except UndefinedNameError:
            if still_open or problems:
                continue  # it may well be the name of one of those
            raise
        if is_asked:
            asked.append(key)
        if question.lock is not None:
            values[key] = _own(question, question.lock.value, "lock")
        elif is_asked and key in given:
            try:
                values[key] = question.read(given[key])
            except ValueError as error:
                problems[key] = f"{key}: {error}"
        elif question.default is not None:
            values[key] = _own(question, default, "default")
        elif is_asked and question.type != "secret":
            still_open.append(key)
        else:
            values[key] = _nothing(question)
    return Answered(values=values, asked=asked, open=still_open, problems=problems)


def default_of(question: Question, names: Mapping[str, Any], sandbox: Sandbox) -> Any:
    """Give a question's default, its texts rendered; None when it has none."""
    if question.default is None:
        return None
    owner, place = question.owners["default"], ("questions", question.key, "default")

    def rendered(value: Any) -> Any:
        return sandbox.text(value, owner, place, names) if isinstance(value, str) else value

    default = question.default
    return [rendered(item) for item in default] if isinstance(default, list) else rendered(default)


def check_answered(answered: Answered, questions: Mapping[str, Question]) -> None:
    """Refuse answers that are wrong or missing, all in one error.

    Raises:
        ScaffolderError: with each of them; `OpenQuestionsError` where all that is wrong is what is missing.
    """
    problems = list(answered.problems.values())
    if len(problems) == 1:
        raise ScaffolderError(problems[0], fix=_fix(questions[next(iter(answered.problems))]))
    if problems:
        told = "".join(f"\n  - {problem}" for problem in problems)
        raise ScaffolderError(f"{len(problems)} answers are wrong:{told}", fix="Correct each of them.")
    if answered.open:
        told = "".join(f"\n  - {key}: {questions[key].words}" for key in answered.open)
        raise OpenQuestionsError(
            f"There is no answer to what has no default:{told}",
            fix=f"Give each: --set {answered.open[0]}=VALUE, or under `answers` in the answers file.",
        )


def _is_asked(question: Question, names: Mapping[str, Any], sandbox: Sandbox) -> bool:
    if not question.when:
        return True
    return sandbox.holds(question.when, question.owners["when"], ("questions", question.key, "when"), names)


def _own(question: Question, value: Any, key: str) -> Any:
    """Read a value that a template gives itself."""
    owner = question.owners[key]
    place = ("locked", question.key, "value") if key == "lock" else ("questions", question.key, "default")
    try:
        return question.read(value)
    except ValueError as error:
        raise ScaffolderError(
            f"{owner.where(*place)}: {place[-1]} of {question.key}: {error}", fix="Correct the template there."
        ) from error


def _nothing(question: Question) -> Any:
    return {"secret": False, "boolean": False, "list": [], "multi-choice": []}.get(question.type)


def _fix(question: Question) -> str:
    return question.help or question.ask or f"It is asked by the template {question.asked_by.name}."
