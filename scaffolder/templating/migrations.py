"""What a template calls differently since one of its versions: files, settings, answers, resources. Data, no code.

[[migrations]]
to = "2.0.0"                                     # for projects made by a version before it
files = { "docs/runbook.md" = "docs/operations.md", "lib/" = "src/" }
settings = { maxReplica = "maxReplicas" }        # keys of the stacks' files
answers = { team = "owner" }                     # questions
resources = [
{ type = "aws:ecr/repository:Repository", was = "*-images", now = "*-pictures" },
{ type = "acme:index:Registry", was_type = "acme:index:Images" },
]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffolder.tree import Tree


@dataclass(frozen=True, kw_only=True)
class ResourceRename:
    """A resource of the program that is called differently; empty where it is not."""

    type: str
    was_type: str = ""
    was: str = ""
    now: str = ""

    def document(self) -> dict[str, str]:
        """Give it as `aliases.json` holds it, for the program to read."""
        return {key: value for key, value in vars(self).items() if value}


@dataclass(frozen=True, kw_only=True)
class Migration:
    """What is called differently from one version on, old to new."""

    to: str
    files: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    resources: Sequence[ResourceRename] = ()


def read_migrations(data: Iterable[Mapping[str, Any]]) -> tuple[Migration, ...]:
    """Read what the schema has checked, in the order of the versions."""
    found = [
        Migration(
            to=table["to"],
            files=table.get("files", {}),
            settings=table.get("settings", {}),
            answers=table.get("answers", {}),
            resources=tuple(ResourceRename(**resource) for resource in table.get("resources", ())),
        )
        for table in data
    ]
    return tuple(sorted(found, key=lambda migration: _numbers(migration.to)))


def since(migrations: Iterable[Migration], version: str, now: str) -> Iterator[Migration]:
    """Give those that a project made by `version` has before it to become one of `now`."""
    return (each for each in migrations if _numbers(version) < _numbers(each.to) <= _numbers(now))


def new_paths(migrations: Iterable[Migration], tree: Tree) -> Mapping[str, str]:
    """Give old path to new for the files of a tree that have another one after all migrations."""
    paths = {path: path for path in tree}
    for migration in migrations:
        for old, new in migration.files.items():
            for first, path in paths.items():
                if path == old or (old.endswith("/") and path.startswith(old)):
                    paths[first] = new + path.removeprefix(old)
    return {old: new for old, new in paths.items() if old != new}


def new_names(renames: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """Give old name to new after all of some renames, one after the other."""
    names: dict[str, str] = {}
    for rename in renames:
        for old, new in rename.items():
            for first, name in names.items():
                if name == old:
                    names[first] = new
            names.setdefault(old, new)
    return names


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
