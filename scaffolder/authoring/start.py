"""Starts a template: a folder that works, to be changed from there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder import __version__
from scaffolder.authoring.cases import NAME as NAME_TRIED
from scaffolder.authoring.cases import Samples, read_samples
from scaffolder.errors import ScaffolderError
from scaffolder.generate import read_layers, template_finder
from scaffolder.project.answers import CLOUDS, Answers
from scaffolder.project.apply import create
from scaffolder.sources.asked import asked_sources
from scaffolder.sources.config import read_config
from scaffolder.sources.source import NAME, Kind
from scaffolder.tree import File, Tree

_SKELETON = Path(__file__).parent / "skeleton"


@dataclass(frozen=True, kw_only=True)
class Started:
    """A template that was written: its files, and the options that name what it lies on where that is needed."""

    tree: Tree
    below: str


def start_template(name: str, extends: str, target: Path) -> Started:
    """Write a template called `name` into the folder `target`, on the template that `extends` is the source of.

    Raises:
        ScaffolderError: it cannot be called so, there is nothing to extend, or the folder is taken.
    """
    finder = template_finder()
    if not NAME.fullmatch(name):
        raise ScaffolderError(
            f"{name!r} is no name of a template.", fix="Use lower-case letters, digits and single hyphens, like acme."
        )
    if finder.built_in(name):
        raise ScaffolderError(f"{name} is a template that comes with scaffolder.", fix="Choose another name.")
    (source,) = asked_sources([extends], read_config, finder)
    samples = read_samples(Path(source.place)) if source.kind is Kind.FOLDER else Samples()
    first = {key: values[0] for key, values in samples.answers.items()}
    layers = read_layers(Answers(name=NAME_TRIED, clouds=CLOUDS, answers=first, templates=[source.text]), finder)
    below = "" if source.kind is Kind.BUILT_IN else f" --below {extends}"
    tree = skeleton(name, layers[-1].name, below, {key: list(values) for key, values in samples.answers.items()})
    create(tree, target)
    return Started(tree=tree, below=below)


def skeleton(name: str, extends: str, below: str, samples: Mapping[str, Any]) -> Tree:
    """Give the files of a new template; `samples` answer the questions of the one it extends."""
    words = {
        "@NAME@": name,
        "@EXTENDS@": extends,
        "@BELOW@": below,
        "@SCAFFOLDER@": __version__,
        "@SAMPLES@": "".join(f"{key} = {json.dumps(values)}\n" for key, values in samples.items()),
    }
    tree = {}
    for path in sorted(_SKELETON.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for word, value in words.items():
                text = text.replace(word, value)
            tree[path.relative_to(_SKELETON).as_posix()] = File(text.encode())
    return tree
