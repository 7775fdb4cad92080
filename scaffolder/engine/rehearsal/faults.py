"""Failures that a rehearsal asks for: which operation of the simulated cloud fails, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from scaffolder.errors import ScaffolderError
from scaffolder.simulator.faults import OPERATIONS

# How an operation can fail: the cloud asks to come back later, says no or does not answer in time, the provider
# crashes, or the whole deployment is killed. The first four leave nothing in the cloud, so the same operation can fail
# again; after the others it is done.
ONE_AFTER_THE_OTHER: Final = ("throttle", "refused", "crashed-before", "killed-before", "timeout", "crashed", "killed")
_MOST_NEAR: Final = 3
# Below this two type names are not alike.
_ALIKE: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The `nth` operation on a resource of a type fails, in each of these ways, one after the other."""

    type: str
    op: str
    nth: int
    kinds: Sequence[str]

    def __str__(self) -> str:
        return f"{self.type}:{self.op}" + (f":{self.nth}" if self.nth > 1 else "")


def parse_fault(text: str, kinds: Sequence[str]) -> Fault:
    """What `--fail TYPE[:OP][:N]` asks for; the type may be written as short as it can be told apart.

    Raises:
        ValueError: the text is no such thing.
    """
    rest, nth = text, 1
    if found := re.fullmatch(r"(.+):(\d+)", rest):
        rest, nth = found[1], int(found[2])
    head, colon, last = rest.rpartition(":")
    type_, op = (head, last) if colon and last in OPERATIONS else (rest, "create")
    if not type_.strip(":") or type_.startswith(":") or nth < 1:
        raise ValueError(text)
    return Fault(type=type_, op=op, nth=nth, kinds=tuple(kinds))


def settled(fault: Fault, types: Iterable[str]) -> Fault:
    """The same with the type as the program spells it.

    Raises:
        ScaffolderError: no type of the program is meant, or more than one, or what follows the type is no operation.
    """
    known = sorted(set(types))
    meant = _meant(fault.type, known)
    if not meant:
        _check_operation(fault, known)
        near = _near(fault.type, known)
        raise ScaffolderError(
            f"--fail {fault.type}: this program has no resource of that type. Near: {', '.join(near)}.",
            fix=f"--fail {near[0]}" if near else "Leave --fail out: the program has no resources.",
        )
    if len(meant) > 1:
        raise ScaffolderError(f"--fail {fault.type} may mean {', '.join(meant)}.", fix=f"--fail {meant[0]}")
    return replace(fault, type=meant[0])


def _meant(asked: str, known: Sequence[str]) -> list[str]:
    return [one for one in known if one == asked] or [one for one in known if asked.lower() in _names(one)]


def _check_operation(fault: Fault, known: Sequence[str]) -> None:
    type_, rest = fault.type, ""
    while ":" in type_:
        type_, _, last = type_.rpartition(":")
        rest = f"{last}:{rest}" if rest else last
        if _meant(type_, known):
            raise ScaffolderError(
                f"--fail {fault.type}: `{rest}` is no operation; there are {', '.join(OPERATIONS)}.",
                fix=f"--fail {type_}:{fault.op}",
            )


def _names(type_: str) -> frozenset[str]:
    """The ways to write a type: `aws:ecs/service:Service`, without `aws:`, aws.ecs.Service, ecs.Service, Service."""
    package, _, rest = type_.partition(":")
    module, _, name = rest.rpartition(":")
    module = module.partition("/")[0]
    dotted = [name, f"{module}.{name}" if module else name, ".".join(one for one in (package, module, name) if one)]
    return frozenset(one.lower() for one in (type_, rest, *dotted))


def _near(asked: str, known: Sequence[str]) -> list[str]:
    """The types whose names are most like the one asked for; the first ones where none is."""
    last = re.split(r"[:./]", asked.lower())[-1]
    by_name: dict[str, list[str]] = {}
    for one in known:
        by_name.setdefault(one.rpartition(":")[2].lower(), []).append(one)
    close = get_close_matches(last, by_name, n=_MOST_NEAR, cutoff=_ALIKE)
    return [one for name in close for one in by_name[name]][:_MOST_NEAR] or list(known[:_MOST_NEAR])
