"""What `scaffold new` says of the project it made."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from scaffolder.generate import Project
from scaffolder.tree import Tree

SCHEMA = 1


def document(project: Project, target: Path, *, written: bool, git: str) -> dict[str, Any]:
    """Give what was made as plain data; `git` says why there is no repository, empty when there is one."""
    return {
        "schema": SCHEMA,
        "path": str(target.absolute()),
        "written": written,
        "name": project.answers.name,
        "clouds": list(project.answers.clouds),
        "environments": list(project.answers.environments),
        "stacks": [
            {"name": stack.name, "cloud": stack.cloud, "environment": stack.environment, "regions": list(stack.regions)}
            for stack in project.stacks
        ],
        "files": sorted(project.tree),
        "git": {"repository": not git, "reason": git},
        "next": next_commands(target),
    }


def tree_lines(tree: Tree) -> list[str]:
    """Draw every file of a tree."""
    return list(_drawn(_nested(tree), ""))


def short_tree_lines(tree: Tree) -> list[str]:
    """Draw the top of a tree: its folders with their number of files, then its files."""
    nested = _nested(tree)
    folders = {f"{name}/": _count(inside) for name, inside in nested.items() if isinstance(inside, dict)}
    names = [*folders, *(name for name, inside in nested.items() if inside is None)]
    width = max(map(len, names))
    lines = []
    for name in names:
        count = f"  {folders[name]} files" if folders.get(name, 0) > 1 else ""
        lines.append(f"{'└──' if name == names[-1] else '├──'} {name:<{width}}{count}".rstrip())
    return lines


def next_commands(target: Path) -> list[str]:
    """Give the commands to go on with; in the folder one already is, `cd` is needed too, since it was replaced."""
    here = target.absolute() == Path.cwd()
    return [
        f"cd {shlex.quote(str(target.absolute() if here else target))}",
        "scaffold preview --all",
        "pip install -e '.[dev]' && pytest",
    ]


def stack_lines(project: Project) -> list[str]:
    """Say of each stack where it runs."""
    width = max(len(stack.name) for stack in project.stacks)
    return [f"{stack.name:<{width}}  {stack.cloud}: {', '.join(stack.regions)}" for stack in project.stacks]


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
