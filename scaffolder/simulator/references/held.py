"""References held against what a project declares: the rest is refused, where it declares anything."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scaffolder.simulator.constraints.store import EXTERNALS, FOLDER
from scaffolder.simulator.constraints.words import shown
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.references.externals import read_externals
from scaffolder.simulator.references.outside import Outside, outside
from scaffolder.simulator.rules.program import Program

_FILE: Final = f"{FOLDER}/{EXTERNALS}"


@dataclass(frozen=True, kw_only=True)
class Held:
    """What a program refers to and does not make: `problems` where a project has not declared it, else `outside`.

    A project without the file has declared nothing, and nothing is refused.
    """

    problems: tuple[Problem, ...] = ()
    outside: tuple[Outside, ...] = ()


def held(program: Program, folder: Path, *, answered: Collection[str] = ()) -> Held:
    """Hold a program's references against the file of externals in a project's folder of constraints.

    Raises:
        ScaffolderError: the file is wrong.
    """
    found = tuple(outside(program, answered=answered))
    externals = read_externals(folder)
    if externals is None:
        return Held(outside=found)
    declared = tuple(one for one in found if externals.hold(one.text))
    return Held(problems=tuple(_problem(one) for one in found if one not in declared), outside=declared)


def _problem(one: Outside) -> Problem:
    lacks = f"no `{one.type}` of this {one.kind}" if one.type else f"nothing with this {one.kind}"
    meant = f"Did you mean `{one.near}`? " if one.near else ""
    return Problem(
        severity="error",
        urn=one.urn,
        property=one.path,
        value=one.text,
        message=f"`{one.path}` is {shown(one.text)}, and this program makes {lacks}.",
        fix=f"{meant}Take it from the resource that is meant; if it is there already, declare it in {_FILE}.",
        source=_FILE,
    )
