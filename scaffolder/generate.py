"""From answers to a whole project in memory: its stacks, its rendered files, and its record."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder import __version__
from scaffolder.paths import cache_dir
from scaffolder.pins import PINS
from scaffolder.project.answers import CLOUDS, Answers
from scaffolder.project.record import Layer, Record, record_files
from scaffolder.project.stacks import Stack, plan_stacks, settled
from scaffolder.shipped import program_module, stacks_dir, templates_dir
from scaffolder.sources.finder import Finder, Pins
from scaffolder.sources.layers import read_sources
from scaffolder.sources.source import Kind, Source, parse_source
from scaffolder.starts import merge_starts
from scaffolder.templating.claims import Claims
from scaffolder.templating.compiled import CompiledTemplates
from scaffolder.templating.layers import settle_layers
from scaffolder.templating.render import Watcher, render
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.template import Origin, Template
from scaffolder.tree import File, Tree

if TYPE_CHECKING:
    from scaffolder.locks import Locked
    from scaffolder.templating.answering import Answered
    from scaffolder.templating.conflicts import Conflict
    from scaffolder.templating.questions import Question

DEFAULT_TEMPLATE = "service"
ALIASES = "aliases.json"  # stacks/inference/aliases.py reads it
_DEFAULT = Source(kind=Kind.BUILT_IN, place=DEFAULT_TEMPLATE)


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


def new_sandbox() -> Sandbox:
    """Give what one run renders in, with the templates that were compiled before."""
    return Sandbox(_compiled(cache_dir()))


def read_layers(answers: Answers, finder: Finder, sandbox: Sandbox | None = None) -> tuple[Template, ...]:
    """Read the layers of a project with these answers, in the order they are laid down.

    Raises:
        ScaffolderError: a template is not to be had, or wrong.
    """
    asked = parse_sources(answers.templates)
    return settle_layers(
        lambda wanted: read_sources(asked, finder, wanted, program=stacks_dir()),
        known=_basics(answers),
        given={**answers.answers, **answers.settings},
        sandbox=sandbox or new_sandbox(),
    )


def parse_sources(sources: Sequence[str]) -> list[Source]:
    """Read the sources of a project; without any it is made of the built-in template."""
    return [parse_source(text, beside=Path()) for text in sources] or [_DEFAULT]


def ask_layers(answers: Answers, layers: Sequence[Template]) -> tuple[Mapping[str, Question], Answered]:
    """Give the questions of the layers, and what they came to with these answers so far."""
    from scaffolder.asking import ask

    asking = ask(answers, layers, _basics(answers), Sandbox(), before=answers)
    return asking.questions, asking.answered


def plan_project(
    answers: Answers,
    layers: Sequence[Template],
    *,
    before: Answers | None = None,
    sandbox: Sandbox | None = None,
    watcher: Watcher | None = None,
) -> Project:
    """Make a project of `answers` in memory; `before` are those that it was made from until now, if it was.

    Another `sandbox` may render it, and a `watcher` be told what makes which file.

    Raises:
        ScaffolderError: an answer cannot be served or is missing, or a template is wrong.
    """
    sandbox, claims, known = sandbox or new_sandbox(), Claims(layers), _basics(answers)
    asking = None
    if answers.answers or any(layer.manifest.questions for layer in layers):
        from scaffolder.asking import ask  # many projects are asked nothing

        asking = ask(answers, layers, known, sandbox, claims=claims, before=before)
        answers = asking.answers
    answers = settled(answers)
    locked = _locked(layers, asking.questions if asking else (), claims)
    if asking:
        asking.check()
        answers = replace(answers, answers=asking.kept())
    stacks = plan_stacks(_held(answers, locked, before), merge_starts(layers, claims))
    known |= asking.answered.known() if asking else {"answers": {}}
    known |= {"stacks": stacks, "settings": program_module("settings").SETTINGS}
    base = dict(sorted({**render(layers, known, sandbox, claims, watcher), **_aliases(layers)}.items()))
    _compiled(cache_dir()).save()
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
        secrets=asking.secrets() if asking else (),
    )


def plan_stacks_of(answers: Answers, layers: Sequence[Template]) -> tuple[Stack, ...]:
    """Give the stacks that recorded answers come to.

    Raises:
        ScaffolderError: an answer cannot be served.
    """
    answers = settled(answers)
    questions = {key for layer in layers for key in layer.manifest.questions}
    return plan_stacks(_held(answers, _locked(layers, questions, None), answers), merge_starts(layers))


def _locked(layers: Sequence[Template], questions: Collection[str], claims: Claims | None) -> Sequence[Locked]:
    """Give the settings that layers lock, and check those they set; the built-in presets are right."""
    if all(layer.origin == Origin() and not (layer.manifest.settings or layer.manifest.locked) for layer in layers):
        return ()
    from scaffolder.locks import locked_settings  # few layers do

    return locked_settings(layers, questions, claims)


def _held(answers: Answers, locked: Sequence[Locked], before: Answers | None) -> Answers:
    if not locked:
        return answers
    from scaffolder.locks import hold_locks

    return hold_locks(answers, locked, before)


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


@cache
def _compiled(folder: Path) -> CompiledTemplates:
    """Give what is kept of compiled templates, read once in a run."""
    return CompiledTemplates(folder)


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
