"""From answers to a whole project in memory: its stacks, its rendered files, and its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from scaffolder.templating.compiled import CompiledTemplates
from scaffolder.templating.presets import merge_presets
from scaffolder.templating.render import render
from scaffolder.templating.template import Template, read_program
from scaffolder.tree import Tree

DEFAULT_TEMPLATE = "service"
_DEFAULT = Source(kind=Kind.BUILT_IN, place=DEFAULT_TEMPLATE)


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project before it is written: its answers, its stacks, and its files with the record among them."""

    answers: Answers
    stacks: Sequence[Stack]
    tree: Tree


def template_finder(pins: Pins | None = None) -> Finder:
    """Give what finds templates: those that come with the command, and others as a lock pins them."""
    return Finder(built_in=templates_dir(), cache=cache_dir(), pins=pins)


def built_in_layers(clouds: Sequence[str]) -> tuple[Template, ...]:
    """Read the templates that come with the command, with the program for `clouds`."""
    return read_layers((), clouds, template_finder())


def read_layers(sources: Sequence[str], clouds: Sequence[str], finder: Finder) -> tuple[Template, ...]:
    """Read the templates of a project, in the order they are laid down, with the program for `clouds`.

    Raises:
        ScaffolderError: a template is not to be had, or wrong.
    """
    program = read_program(stacks_dir(), without=[cloud for cloud in CLOUDS if cloud not in clouds])
    return read_sources(parse_sources(sources), finder, program=program)


def parse_sources(sources: Sequence[str]) -> list[Source]:
    """Read the sources of a project; without any it is made of the built-in template."""
    return [parse_source(text, beside=Path()) for text in sources] or [_DEFAULT]


def plan_project(answers: Answers, layers: Sequence[Template]) -> Project:
    """Make a project of `answers` in memory.

    Raises:
        ScaffolderError: an answer cannot be served, or a template is wrong.
    """
    answers = settled(answers)
    stacks = plan_stacks_of(answers, layers)
    cache = CompiledTemplates(cache_dir())
    base = render(layers, _context(answers, stacks), cache)
    cache.save()
    record = Record(
        scaffolder_version=__version__,
        layers=tuple(map(layer_of, layers)),
        answers=answers,
        base=base,
    )
    return Project(answers=answers, stacks=stacks, tree={**base, **record_files(record)})


def plan_stacks_of(answers: Answers, layers: Sequence[Template]) -> tuple[Stack, ...]:
    """Give the stacks that answers come to.

    Raises:
        ScaffolderError: an answer cannot be served.
    """
    return plan_stacks(settled(answers), merge_presets(template.presets for template in layers))


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


def _context(answers: Answers, stacks: Sequence[Stack]) -> dict[str, Any]:
    """Give what templates can use; `templating/manifest.py` documents it."""
    return {
        "name": answers.name,
        "clouds": tuple(answers.clouds),
        "multi_cloud": len(answers.clouds) > 1,
        "environments": tuple(answers.environments),
        "stacks": tuple(stacks),
        "settings": program_module("settings").SETTINGS,
        "pins": PINS,
        "scaffolder_version": __version__,
    }
