"""From answers to a whole project in memory: its stacks, its rendered files, and its record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scaffolder import __version__
from scaffolder.errors import ScaffolderError
from scaffolder.paths import cache_dir
from scaffolder.pins import PINS
from scaffolder.project.answers import CLOUDS, Answers, did_you_mean
from scaffolder.project.record import Layer, Record, record_files
from scaffolder.project.stacks import Stack, plan_stacks, settled
from scaffolder.shipped import program_module, stacks_dir, templates_dir
from scaffolder.sources.finder import Finder, Pins
from scaffolder.sources.layers import read_sources
from scaffolder.sources.source import Kind, Source, parse_source
from scaffolder.starts import hold_locks, locked_settings, merge_starts
from scaffolder.templating.answering import Answered, answer, check_answered
from scaffolder.templating.compiled import CompiledTemplates
from scaffolder.templating.conflicts import Claims, Conflict
from scaffolder.templating.layers import settle_layers
from scaffolder.templating.questions import Question, merge_questions
from scaffolder.templating.render import render
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.template import Template
from scaffolder.tree import File, Tree

DEFAULT_TEMPLATE = "service"
ALIASES = "aliases.json"  # stacks/inference/aliases.py reads it
_DEFAULT = Source(kind=Kind.BUILT_IN, place=DEFAULT_TEMPLATE)
# What every template knows, whatever it asks.
KNOWN_NAMES = frozenset(
    ("name", "clouds", "multi_cloud", "environments", "pins", "scaffolder_version", "stacks", "settings", "answers")
)


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project before it is written: its answers, its stacks, and its files with the record among them.

    `conflicts` are between its layers. `secrets` are the questions for secrets that there are; what a secret says is
    nowhere.
    """

    answers: Answers
    stacks: Sequence[Stack]
    tree: Tree
    conflicts: Sequence[Conflict] = ()
    secrets: Sequence[str] = ()


def template_finder(pins: Pins | None = None) -> Finder:
    """Give what finds templates: those that come with the command, and others as a lock pins them."""
    return Finder(built_in=templates_dir(), cache=cache_dir(), pins=pins)


def built_in_layers(answers: Answers) -> tuple[Template, ...]:
    """Read the layers of a project that is made from the templates which come with the command."""
    return read_layers(replace(answers, templates=()), template_finder())


def read_layers(answers: Answers, finder: Finder) -> tuple[Template, ...]:
    """Read the layers of a project with these answers, in the order they are laid down.

    Raises:
        ScaffolderError: a template is not to be had, or wrong.
    """
    asked = parse_sources(answers.templates)
    return settle_layers(
        lambda wanted: read_sources(asked, finder, wanted, program=stacks_dir()),
        known=_basics(answers),
        given={**answers.settings, **answers.answers},
        sandbox=Sandbox(CompiledTemplates(cache_dir())),
    )


def parse_sources(sources: Sequence[str]) -> list[Source]:
    """Read the sources of a project; without any it is made of the built-in template."""
    return [parse_source(text, beside=Path()) for text in sources] or [_DEFAULT]


def ask_layers(answers: Answers, layers: Sequence[Template]) -> tuple[dict[str, Question], Answered]:
    """Give the questions of the layers, and what they came to with these answers so far."""
    questions = merge_questions(layers)
    _check_keys(questions)
    return questions, answer(questions, {**answers.settings, **answers.answers}, _basics(answers), Sandbox())


def plan_project(answers: Answers, layers: Sequence[Template], *, before: Answers | None = None) -> Project:
    """Make a project of `answers` in memory; `before` are those that it was made from until now, if it was.

    Raises:
        ScaffolderError: an answer cannot be served or is missing, or a template is wrong.
    """
    claims = Claims(layers)
    questions = merge_questions(layers, claims)
    _check_keys(questions)
    answers = settled(_sorted_answers(answers, questions, before))
    cache = CompiledTemplates(cache_dir())
    sandbox = Sandbox(cache)
    basics = _basics(answers)
    answered = answer(questions, answers.answers, basics, sandbox)
    locked = locked_settings(layers, questions, claims)
    check_answered(answered, questions)
    answers = replace(answers, answers=_kept(answers.answers, questions, answered))
    stacks = plan_stacks(hold_locks(answers, locked, before), merge_starts(layers, claims))
    context = {**basics, **answered.known(), "stacks": stacks, "settings": program_module("settings").SETTINGS}
    base = dict(sorted({**render(layers, context, sandbox, claims), **_aliases(layers)}.items()))
    cache.save()
    record = Record(
        scaffolder_version=__version__,
        layers=tuple(map(layer_of, layers)),
        answers=answers,
        base=base,
    )
    return Project(
        answers=answers,
        stacks=stacks,
        tree={**base, **record_files(record)},
        conflicts=tuple(claims.conflicts),
        secrets=tuple(key for key, of in questions.items() if of.type == "secret" and answered.values[key]),
    )


def plan_stacks_of(answers: Answers, layers: Sequence[Template]) -> tuple[Stack, ...]:
    """Give the stacks that recorded answers come to.

    Raises:
        ScaffolderError: an answer cannot be served.
    """
    locked = locked_settings(layers, merge_questions(layers))
    return plan_stacks(hold_locks(settled(answers), locked, settled(answers)), merge_starts(layers))


def layer_of(template: Template) -> Layer:
    """Give a template as the record holds it."""
    origin = template.origin
    return Layer(
        name=template.name,
        version=template.manifest.version,
        source=origin.source,
        commit=origin.commit,
        hash=origin.hash,
    )


def _aliases(layers: Sequence[Template]) -> Tree:
    """Give the file that tells the program what its resources were called before, where the layers declare that."""
    programs = [template.manifest.program.to for template in layers if template.manifest.program]
    renames = [
        rename.document()
        for template in layers
        for migration in template.manifest.migrations
        for rename in migration.resources
    ]
    if not programs or not renames:
        return {}
    return {f"{programs[0]}/{ALIASES}": File((json.dumps(renames, indent=2) + "\n").encode())}


def _basics(answers: Answers) -> dict[str, Any]:
    """Give what a template knows before anything is asked; `templating/manifest.py` documents it."""
    clouds = sorted(answers.clouds, key=[*CLOUDS, *answers.clouds].index)
    return {
        "name": answers.name,
        "clouds": tuple(clouds),
        "multi_cloud": len(clouds) > 1,
        "environments": tuple(answers.environments),
        "pins": PINS,
        "scaffolder_version": __version__,
    }


def _check_keys(questions: Mapping[str, Question]) -> None:
    """Refuse a question that goes by a name which is taken.

    Raises:
        ScaffolderError: it is called as a setting is, or as what every template knows.
    """
    if not questions:
        return
    settings = {item.key for item in program_module("settings").SETTINGS}
    for key, question in questions.items():
        taken = "a setting" if key in settings else "known to every template" if key in KNOWN_NAMES else ""
        if taken:
            raise ScaffolderError(
                f"{question.asked_by.where('questions', key)}: no question can be called {key!r}: it is {taken}.",
                fix="Ask under another name.",
            )


def _sorted_answers(answers: Answers, questions: Mapping[str, Question], before: Answers | None) -> Answers:
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


def _kept(given: Mapping[str, Any], questions: Mapping[str, Question], answered: Answered) -> dict[str, Any]:
    """Give the answers that are kept: what was given, by its type; of a secret only that there is one."""
    kept = {}
    for key, value in given.items():
        if key in answered.asked:
            kept[key] = answered.values[key]
        elif questions[key].type != "secret" and questions[key].lock is None:
            kept[key] = value  # not asked now; it may be again
    return kept
