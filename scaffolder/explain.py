"""Where each line of a project's file comes from: a template, an answer, or its user."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.generate import Project, ask_layers, plan_project, read_layers, template_finder
from scaffolder.project.answers import Answers, did_you_mean
from scaffolder.project.record import FOLDER, Record
from scaffolder.project.stacks import Stack
from scaffolder.sources.finder import pins_of
from scaffolder.templating.provenance import Cause, Tracer, matching, split_lines
from scaffolder.templating.template import Template
from scaffolder.tree import Tree
from scaffolder.update import edits_of

_SETTING = re.compile(rb"  ([A-Za-z][A-Za-z0-9]*):")


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a line is as it is: `cause` in a template; else it is the user's own, or of an `earlier` version.

    `answers` are those that decided on it, and `setting` says where a setting in a stack's file has its value from.
    """

    cause: Cause | None = None
    earlier: bool = False
    answers: Mapping[str, Any]
    setting: str = ""

    @property
    def kind(self) -> str:
        """One of rendered, copied, program, patched, earlier, yours."""
        return self.cause.how if self.cause else "earlier" if self.earlier else "yours"


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A file, the layers that made or changed it in their order, and the reason of each of its lines.

    `versions` has those of all layers. `reasons` is empty where the file is not there, or where no template makes it.
    """

    path: str
    there: bool
    made: bool
    layers: Sequence[Template]
    versions: Mapping[str, str]
    reasons: Sequence[Reason]

    def runs(self) -> Iterator[tuple[int, int, Reason]]:
        """Give the lines that have the same reason next to each other, from and to, from 1."""
        number = 0
        for _, run in groupby(self.reasons, key=_shared):
            lines = list(run)
            yield number + 1, number + len(lines), lines[0]
            number += len(lines)


def explain(project: Path, path: str) -> Explanation:
    """Tell where the lines of a project's file come from.

    Raises:
        ScaffolderError: there is no such file, or the project or its templates cannot be read.
    """
    record, work_tree, _ = edits_of(project)
    if path not in record.base:
        if (project / path).is_dir():
            raise ScaffolderError(f"{path} is a folder.", fix="Name a file in it.")
        if not (project / path).is_file():
            raise ScaffolderError(
                f"{path} is no file of the project.", fix=did_you_mean(path, record.base, "Name one that is there.")
            )
        return Explanation(path=path, there=True, made=False, layers=(), versions={}, reasons=())
    layers = read_layers(record.answers, template_finder(pins_of(record.layers)))
    tracer = Tracer()
    planned = plan_project(record.answers, layers, before=record.answers, sandbox=tracer.sandbox, watcher=tracer)
    names = tracer.layers.get(path, [])
    return Explanation(
        path=path,
        there=path in work_tree.files,
        made=True,
        layers=[layer for layer in layers if layer.name in names],
        versions={layer.name: layer.manifest.version for layer in layers},
        reasons=list(
            _reasons(
                path,
                record=record,
                mine=work_tree.files,
                planned=planned,
                causes=tracer.causes.get(path, []),
                layers=layers,
            )
        ),
    )


def _reasons(
    path: str, *, record: Record, mine: Tree, planned: Project, causes: Sequence[Cause], layers: Sequence[Template]
) -> Iterator[Reason]:
    """Give the reason of each line of a file as its user has it."""
    if path not in mine or b"\0" in mine[path].content:
        return
    base, own = split_lines(record.base[path].content), split_lines(mine[path].content)
    rendered = split_lines(planned.tree[path].content) if path in planned.tree else []
    of_base, of_rendered = matching(base, own), matching(rendered, base)
    known = _known(record.answers, layers)
    stack = next((stack for stack in planned.stacks if path == f"Pulumi.{stack.name}.yaml"), None)
    for number, line in enumerate(own):
        if number not in of_base:
            yield Reason(answers={})
        elif of_base[number] not in of_rendered:
            yield Reason(answers={}, earlier=True)
        else:
            cause = causes[of_rendered[of_base[number]]]
            found = _SETTING.match(line) if stack and cause.how == "rendered" else None
            setting = _setting(found[1].decode(), stack, record.answers, layers) if stack and found else ""
            yield Reason(
                cause=cause, answers={name: known[name] for name in cause.names if name in known}, setting=setting
            )


def _known(answers: Answers, layers: Sequence[Template]) -> dict[str, Any]:
    """Give the names that a template knows and a user decides on."""
    known: dict[str, Any] = {
        "name": answers.name,
        "clouds": list(answers.clouds),
        "environments": list(answers.environments),
    }
    questions, answered = ask_layers(answers, layers)
    for key in questions:
        known[key] = known[f"answers.{key}"] = answered.values.get(key)
    return known


def _setting(key: str, stack: Stack, answers: Answers, layers: Sequence[Template]) -> str:
    """Say where a setting of a stack has its value from; the last that has a say decides."""
    scopes = (f"{stack.environment}-{stack.cloud}", stack.name, stack.environment, stack.cloud)
    said = [f"{scope}:{key}" for scope in scopes if key in answers.overrides.get(scope, {})]
    if key in answers.settings or (key == "regions" and stack.cloud in answers.regions):
        said.append(key)
    for layer in layers:
        lock = layer.manifest.locked.get(key)
        if lock and (not lock.environments or stack.environment in lock.environments):
            return f"locked by {layer.name}"
    return f"answered as {said[0]}" if said else _start(key, stack, layers)


def _start(key: str, stack: Stack, layers: Sequence[Template]) -> str:
    """Say which layer starts a stack with a setting."""
    for layer in reversed(layers):
        preset = layer.presets.get(stack.environment)
        if preset and key in preset.settings:
            return f"presets.toml of {layer.name}, [{stack.environment}.settings]"
        if key in layer.manifest.settings:
            return f"[settings] of {layer.name}"
    return ""


def _shared(reason: Reason) -> tuple[object, ...]:
    cause = reason.cause
    return (reason.kind, *((cause.template, cause.source, cause.block) if cause else ()), reason.setting)


def is_record(path: str) -> bool:
    """Whether a path is of the project's record, which no template makes."""
    return path.split("/", maxsplit=1)[0] == FOLDER
