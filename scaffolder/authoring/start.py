"""Starts a template: a folder that works, to be changed from there."""

from __future__ import annotations

from pathlib import Path

from scaffolder import __version__
from scaffolder.errors import ScaffolderError
from scaffolder.generate import template_finder
from scaffolder.project.answers import did_you_mean
from scaffolder.project.apply import create
from scaffolder.sources.source import NAME
from scaffolder.tree import File, Tree

_SKELETON = Path(__file__).parent / "skeleton"


def start_template(name: str, extends: str, target: Path) -> Tree:
    """Write a template called `name` into the folder `target`; give its files.

    Raises:
        ScaffolderError: it cannot be called so, there is nothing to extend, or the folder is taken.
    """
    finder = template_finder()
    if not NAME.fullmatch(name):
        raise ScaffolderError(
            f"{name!r} is no name of a template.", fix="Use lower-case letters, digits and single hyphens, like acme."
        )
    built_in = finder.built_in_names()
    if name in built_in:
        raise ScaffolderError(f"{name} is a template that comes with scaffolder.", fix="Choose another name.")
    if finder.built_in(extends) is None:
        raise ScaffolderError(
            f"No template {extends!r} comes with scaffolder.",
            fix=did_you_mean(extends, built_in, f"Extend one of: {', '.join(built_in)}."),
        )
    tree = skeleton(name, extends)
    create(tree, target)
    return tree


def skeleton(name: str, extends: str) -> Tree:
    """Give the files of a new template."""
    words = {"@NAME@": name, "@EXTENDS@": extends, "@SCAFFOLDER@": __version__}
    tree = {}
    for path in sorted(_SKELETON.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for word, value in words.items():
                text = text.replace(word, value)
            tree[path.relative_to(_SKELETON).as_posix()] = File(text.encode())
    return tree
