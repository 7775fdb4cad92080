"""Asks, in a terminal, what the templates of a project want to know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import questionary

from scaffolder.generate import ask_layers, read_layers
from scaffolder.project.answers import Answers
from scaffolder.sources.finder import Finder
from scaffolder.templating.questions import Question


def ask_questions(answers: Answers, finder: Finder, *, needed: bool = False) -> Answers:
    """Ask each question that is not answered yet, or only those that `needed` an answer since they have no default.

    Those of layers that an answer brings in are asked too.

    An answer left at its default is none: so a newer template's default reaches the project.

    Raises:
        KeyboardInterrupt: the user stopped.
        ScaffolderError: a template is wrong.
    """
    told = {*answers.answers, *answers.settings}
    while True:
        questions, answered = ask_layers(answers, read_layers(answers, finder))
        key = next((key for key in (answered.open if needed else answered.asked) if key not in told), None)
        if key is None:
            return answers
        told.add(key)
        default = answered.values.get(key)
        value = _ask(questions[key], default)
        if value != default:
            answers = replace(answers, answers={**answers.answers, key: value})


def _ask(question: Question, default: Any) -> Any:
    words = question.words
    if question.type == "secret":
        words = f"{words} (only whether there is one; `pulumi config set --secret` takes the secret itself)"
    if question.type in {"secret", "boolean"}:
        return questionary.confirm(words, default=bool(default)).unsafe_ask()
    if question.type in {"choice", "multi-choice"}:
        return _choose(question, words, default)
    shown = ", ".join(default) if isinstance(default, list) else "" if default is None else str(default)
    text = questionary.text(words, default=shown, validate=lambda typed: _problem(question, typed, default) or True)
    return question.read(text.unsafe_ask().strip())


def _choose(question: Question, words: str, default: Any) -> Any:
    several = question.type == "multi-choice"
    chosen = default or [] if several else [default]
    choices = [
        questionary.Choice(choice.label, value=choice.value, checked=several and choice.value in chosen)
        for choice in question.choices
    ]
    if several:
        asked = questionary.checkbox(words, choices, validate=lambda values: _problem(question, values, None) or True)
        return asked.unsafe_ask()
    at = next((choice for choice in choices if choice.value == default), None)
    return questionary.select(words, choices, default=at).unsafe_ask()


def _problem(question: Question, typed: Any, default: Any) -> str:
    """Say what is wrong with what is typed so far."""
    try:
        question.read(typed.strip() if isinstance(typed, str) else typed)
    except ValueError as error:
        return f"{question.key}: {error}"
    return "It needs an answer." if not typed and default is None and question.type == "text" else ""
