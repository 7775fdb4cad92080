"""Lets a user's edits and answers follow what a template calls differently: settings in the stacks' files, answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scaffolder.project.answers import Answers
from scaffolder.project.lines import split_lines
from scaffolder.tree import File, Tree

_SETTINGS_FILE = re.compile(r"Pulumi(\.[^/]+)?\.yaml")
_SECTION = re.compile(rb"config:\s*(#.*)?\r?\n?")
_KEY = re.compile(rb"""(?P<indent>[ ]+)(?P<quote>["']?)(?P<space>[\w.-]+:)?(?P<key>\w+)(?P=quote)(?P<end>\s*:(\s|$))""")


def with_new_keys(answers: Answers, settings: Mapping[str, str], questions: Mapping[str, str]) -> Answers:
    """Give the same answers by their new keys, old key to new."""

    def renamed(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
        # A value that is given by the new key already wins.
        return {**{names.get(key, key): value for key, value in values.items()}, **_without(values, names)}

    return replace(
        answers,
        settings=renamed(answers.settings, settings),
        overrides={scope: renamed(values, settings) for scope, values in answers.overrides.items()},
        answers=renamed(answers.answers, questions),
    )


def with_new_settings(tree: Tree, names: Mapping[str, str]) -> Tree:
    """Give a tree whose `Pulumi.yaml` and stacks' files have settings by their new keys, old key to new."""
    if not names:
        return tree
    return {
        path: File(_renamed(file.content, names), file.executable) if _SETTINGS_FILE.fullmatch(path) else file
        for path, file in tree.items()
    }


def _without(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in names}


def _renamed(content: bytes, names: Mapping[str, str]) -> bytes:
    """Rename the keys right under `config:`, line by line, so that all else of the text stays as its user wrote it."""
    lines, indent, inside = split_lines(content), None, False
    for number, line in enumerate(lines):
        if not line[:1].isspace() and not line.startswith(b"#"):
            inside, indent = bool(_SECTION.fullmatch(line)), None
            continue
        found = _KEY.match(line) if inside else None
        if found is None:
            continue
        indent = found["indent"] if indent is None else indent
        new = names.get(found["key"].decode()) if found["indent"] == indent else None
        if new is not None:
            start, end = found.span("key")
            lines[number] = line[:start] + new.encode() + line[end:]
    return b"".join(lines)
