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

_NO_SPACE = r"^\S+(?![\s\S])"
_NAMES = {
    "type": "object",
    "minProperties": 1,
    "x-fix": 'Write it as { old = "new" }.',
    "additionalProperties": {"type": "string", "pattern": _NO_SPACE, "x-fix": "Give the new name."},
}
_NAME = {
    "type": "string",
    "pattern": r"^[^\s*]*\*?[^\s*]*(?![\s\S])",
    "x-fix": "Give a name, perhaps with one * for what stays.",
}
_TOKEN = {"type": "string", "pattern": _NO_SPACE, "x-fix": "Give a type token, like aws:ecr/repository:Repository."}

MIGRATIONS_SCHEMA: dict[str, Any] = {
    "type": "array",
    "x-says": "migrations is no list of tables.",
    "x-fix": "Write each under its own [[migrations]] line.",
    "description": "What is called differently since a version: users' edits, answers and deployed resources follow.",
    "items": {
        "type": "object",
        "title": "a [[migrations]] table",
        "additionalProperties": False,
        "x-fix": "Write each under its own [[migrations]] line.",
        "properties": {
            "to": {
                "type": "string",
                "pattern": r"^\d+\.\d+\.\d+(?![\s\S])",
                "x-fix": "Write it as MAJOR.MINOR.PATCH, like 2.0.0.",
                "description": "The version that first has the new names.",
            },
            "files": {**_NAMES, "description": "Old path in the project to new; a folder ends in /."},
            "settings": {**_NAMES, "description": "Old key in the stacks' files to new."},
            "answers": {**_NAMES, "description": "Old key of a question to new."},
            "resources": {
                "type": "array",
                "minItems": 1,
                "x-fix": 'Write it as [{ type = "...", was = "*-old", now = "*-new" }].',
                "description": "Resources of the program that have another name or type.",
                "items": {
                    "type": "object",
                    "title": "a resource that is called differently",
                    "additionalProperties": False,
                    "x-fix": 'Write it as { type = "...", was = "*-old", now = "*-new" }.',
                    "properties": {
                        "type": {**_TOKEN, "description": "Its type now."},
                        "was_type": {**_TOKEN, "description": "Its type before, where that changed."},
                        "was": {**_NAME, "description": "Its name before; one * stands for anything."},
                        "now": {**_NAME, "description": "Its name now, with the same *."},
                    },
                    "required": ["type"],
                    "allOf": [
                        {
                            "anyOf": [{"required": ["was_type"]}, {"required": ["was", "now"]}],
                            "x-says": "A resource is called as it was.",
                            "x-fix": "Give was and now, or was_type.",
                        }
                    ],
                },
            },
        },
        "required": ["to"],
    },
}


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
