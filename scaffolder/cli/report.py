"""What `scaffold new` says of the project it made."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scaffolder.generate import Project
from scaffolder.project.record import BUILT_IN, Layer
from scaffolder.tree import Tree

SCHEMA = 1


class Made(NamedTuple):
    """A project, where it is, and what to do next; `no_repository` says why it has no git repository, if so."""

    project: Project
    layers: Sequence[Layer]
    shown: Path
    target: Path
    commands: Sequence[str]
    written: bool
    no_repository: str

    def as_json(self) -> str:
        """Give the document that `--json` prints."""
        answers, stacks = self.project.answers, self.project.stacks
        document = {
            "schema": SCHEMA,
            "path": str(self.target),
            "written": self.written,
            "name": answers.name,
            "clouds": list(answers.clouds),
            "environments": list(answers.environments),
            "stacks": [
                {key: getattr(stack, key) for key in ("name", "cloud", "environment", "regions")} for stack in stacks
            ],
            "templates": [layer.document() for layer in self.layers],
            "files": sorted(self.project.tree),
            "git": {"repository": not self.no_repository, "reason": self.no_repository},
            "next": list(self.commands),
            "conflicts": [str(conflict) for conflict in self.project.conflicts],
        }
        return json.dumps(document, indent=2)

    def as_text(self) -> str:
        """Give what a user reads: every file of a dry run, else a short tree and what to do next."""
        count = f"{len(self.project.tree)} files"
        if not self.written:
            return "\n".join([f"{self.shown}/ would hold {count}:", *tree_lines(self.project.tree)])
        width = max(len(stack.name) for stack in self.project.stacks)
        stacks = [f"{stack.name:<{width}}  {stack.cloud}: {', '.join(stack.regions)}" for stack in self.project.stacks]
        own = [_shown_layer(layer) for layer in self.layers if layer.source != BUILT_IN]
        parts = [
            "\n".join([f"{self.shown}/ holds {count}:", *short_tree_lines(self.project.tree)]),
            "\n  ".join(["Stacks:", *stacks]),
            *(["\n  ".join(["Templates beside those that come with scaffolder:", *own])] if own else []),
            *([f"No git repository was made: {self.no_repository}."] if self.no_repository else []),
            "\n  ".join(["Next:", *self.commands]),
        ]
        return "\n\n".join(parts)


def _shown_layer(layer: Layer) -> str:
    commit = f" (commit {layer.commit[:10]})" if layer.commit else ""
    return f"{layer.name} {layer.version}  {layer.source}{commit}"


def next_commands(target: Path) -> list[str]:
    """Give the commands to go on with; in the folder one already is, `cd` is needed too, since it is replaced."""
    here = target.absolute() == Path.cwd()
    return [
        f"cd {shlex.quote(str(Path.cwd() if here else target))}",
        "scaffold preview --all",
        "pip install -e '.[dev]' && pytest",
    ]


def secret_commands(project: Project) -> list[str]:
    """Give the commands that ask for the secrets there are, which nothing here has kept."""
    return [
        f"pulumi config set --secret --stack {stack.name} {key}" for stack in project.stacks for key in project.secrets
    ]


def tree_lines(tree: Tree) -> list[str]:
    """Draw every file of a tree."""
    return list(_drawn(_nested(tree), ""))


def short_tree_lines(tree: Tree) -> list[str]:
    """Draw the top of a tree: its folders with their number of files, then its files."""
    nested = _nested(tree)
    folders = {f"{name}/": _count(inside) for name, inside in nested.items() if inside is not None}
    names = [*folders, *(name for name, inside in nested.items() if inside is None)]
    width = max(map(len, names))
    lines = []
    for name in names:
        count = f"  {folders[name]} files" if folders.get(name, 0) > 1 else ""
        lines.append(f"{'└──' if name == names[-1] else '├──'} {name:<{width}}{count}".rstrip())
    return lines


def _nested(paths: Iterable[str]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for path in paths:
        *folders, name = path.split("/")
        inside = nested
        for folder in folders:
            inside = inside.setdefault(folder, {})
        inside[name] = None
    return nested


def _drawn(nested: dict[str, Any], margin: str) -> Iterable[str]:
    names: Sequence[str] = sorted(nested, key=lambda name: (nested[name] is None, name))
    for name in names:
        last = name == names[-1]
        inside = nested[name]
        yield f"{margin}{'└──' if last else '├──'} {name}{'' if inside is None else '/'}"
        if inside is not None:
            yield from _drawn(inside, f"{margin}{'    ' if last else '│   '}")


def _count(nested: dict[str, Any]) -> int:
    return sum(1 if inside is None else _count(inside) for inside in nested.values())
