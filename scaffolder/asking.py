"""What templates ask of a project beside its settings: told apart from them, checked, and what of it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import Answers, did_you_mean
from scaffolder.shipped import program_module
from scaffolder.templating.answering import Answered, answer, check_answered
from scaffolder.templating.claims import Claims
from scaffolder.templating.questions import Question, merge_questions
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.template import Template

# What every template knows, whatever it asks.
KNOWN_NAMES = frozenset(
    ("name", "clouds", "multi_cloud", "environments", "pins", "scaffolder_version", "stacks", "settings", "answers")
)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """The questions of a project's layers, and what was answered; `answers` are without settings among them."""

    questions: Mapping[str, Question]
    answered: Answered
    answers: Answers

    def check(self) -> None:
        """Refuse what is wrong or missing.

        Raises:
            ScaffolderError: with each of them.
        """
        check_answered(self.answered, self.questions)

    def kept(self) -> Mapping[str, Any]:
        """Give the answers that are kept: what was given, by its type; of a secret only that there is one."""
        kept = {}
        for key, value in self.answers.answers.items():
            if key in self.answered.asked:
                kept[key] = self.answered.values[key]
            elif self.questions[key].type != "secret" and self.questions[key].lock is None:
                kept[key] = value  # not asked now; it may be again
        return kept

    def secrets(self) -> tuple[str, ...]:
        """Give the questions for secrets that there are."""
        return tuple(key for key, of in self.questions.items() if of.type == "secret" and self.answered.values[key])


def ask(
    answers: Answers,
    layers: Sequence[Template],
    known: Mapping[str, Any],
    sandbox: Sandbox,
    *,
    claims: Claims | None = None,
    before: Answers | None = None,
) -> Asking:
    """Answer the questions of the layers; `before` are the answers that a project was made from until now.

    Raises:
        ScaffolderError: a question is wrong, or nothing asks what was answered.
    """
    questions = merge_questions(layers, claims)
    _check_keys(questions)
    answers = _told_apart(answers, questions, before)
    return Asking(questions=questions, answered=answer(questions, answers.answers, known, sandbox), answers=answers)


def _check_keys(questions: Mapping[str, Question]) -> None:
    """Refuse a question that goes by a name which is taken.

    Raises:
        ScaffolderError: it is called as a setting is, or as what every template knows.
    """
    settings = {item.key for item in program_module("settings").SETTINGS}
    for key, question in questions.items():
        taken = "a setting" if key in settings else "known to every template" if key in KNOWN_NAMES else ""
        if taken:
            raise ScaffolderError(
                f"{question.asked_by.where('questions', key)}: no question can be called {key!r}: it is {taken}.",
                fix="Ask under another name.",
            )


def _told_apart(answers: Answers, questions: Mapping[str, Question], before: Answers | None) -> Answers:
    """Tell answers to questions from settings, as `--set` gives both, and refuse those that nothing asks."""
    for scope, settings in answers.overrides.items():
        for key in settings.keys() & questions.keys():
            raise ScaffolderError(
                f"{scope}:{key} is no setting of {scope}: {key} is a question, answered once for the whole project.",
                fix=f"Give it without {scope}:.",
            )
    given = {**answers.answers, **{key: value for key, value in answers.settings.items() if key in questions}}
    had = before.answers if before else {}
    for key, value in given.items():
        question = questions.get(key)
        if question is None and key not in had:
            raise ScaffolderError(
                f"answers: no template asks {key!r}.",
                fix=did_you_mean(key, questions, f"They ask: {', '.join(questions) or 'nothing'}."),
            )
        if question and question.lock and had.get(key) != value and not _same(question, value):
            owner = question.owners["lock"]
            raise ScaffolderError(
                f"{key} cannot be {'given' if question.type == 'secret' else repr(value)}: "
                f"it is locked by {owner.name}: {question.lock.why.rstrip('.')}.",
                fix=f"Leave it out; it is {question.lock.value!r}.",
            )
    settings = {key: value for key, value in answers.settings.items() if key not in questions}
    return replace(answers, settings=settings, answers={key: of for key, of in given.items() if key in questions})


def _same(question: Question, value: Any) -> bool:
    """Whether a value is the one that the question is locked to."""
    try:
        return question.lock is not None and question.read(value) == question.read(question.lock.value)
    except ValueError:
        return False
