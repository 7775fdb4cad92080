"""Projects of a few files for tests of updates, and templates that render what a test says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from scaffolder.generate import Project
from scaffolder.project.answers import Answers
from scaffolder.project.record import Layer, Record, record_files
from scaffolder.templating.migrations import Migration
from scaffolder.templating.template import Origin
from scaffolder.tree import File, Tree

ANSWERS = Answers(name="sentiment", clouds=["aws"])
# What an update leaves for its undo is no part of the project.
_OWN = (".scaffold/undo", ".git")


def tree(files: Mapping[str, str | bytes | File]) -> dict[str, File]:
    """A tree of texts."""
    return {
        path: file if isinstance(file, File) else File(file.encode() if isinstance(file, str) else file)
        for path, file in files.items()
    }


def recorded(base: Tree, version: str = "1.0.0", answers: Answers = ANSWERS) -> Tree:
    """A generated tree with its record."""
    layers = (Layer(name="service", version=version),)
    return {**base, **record_files(Record(scaffolder_version="1", layers=layers, answers=answers, base=base))}


def write(folder: Path, files: Tree) -> Path:
    """Write files below `folder`, over what is there."""
    folder.mkdir(exist_ok=True)
    for path, file in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(file.content)
        (folder / path).chmod(0o755 if file.executable else 0o644)
    return folder


def install(
    monkeypatch: pytest.MonkeyPatch, theirs: Tree, version: str = "1.1.0", migrations: Sequence[Migration] = ()
) -> None:
    """Let the installed templates render `theirs`, whatever is answered."""
    layer = SimpleNamespace(
        name="service", manifest=SimpleNamespace(version=version, migrations=migrations), origin=Origin()
    )

    def plan(answers: Answers, layers: object, *, before: Answers) -> Project:  # noqa: ARG001 - as the real one
        assert layers == (layer,)
        return Project(answers=answers, stacks=(), tree=recorded(theirs, version, answers))

    monkeypatch.setattr("scaffolder.update.read_layers", lambda _answers, _finder: (layer,))
    monkeypatch.setattr("scaffolder.update.plan_project", plan)


def entries(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every entry of a project: mode, and bytes or a link's target."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(_OWN):
            content = (
                str(path.readlink()).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b""
            )
            found[name] = (path.lstat().st_mode, content)
    return found
