"""The rules by resource type and by provider package, each with the page it comes from."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from scaffolder.simulator.constraints.constraint import Source
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding

# The package of rules of each provider package: `scaffolder.simulator.rules.azure` for `azure-native`.
_HOMES: Final[Mapping[str, str]] = {
    "aws": "aws", "azure-native": "azure", "gcp": "gcp", "kubernetes": "kubernetes",
}  # fmt: skip

# The provider packages that have rules.
PACKAGES: Final = tuple(_HOMES)

# `gcp:*` stands for every type of a package.
_EVERY: Final = ":*"

_PROVIDER: Final = "pulumi:providers:"

Check = Callable[[Given], Iterable[Finding]]
ProgramCheck = Callable[[Program], Iterable[ProgramFinding]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A named rule: the types it is for, what it says in one sentence, and where that is written."""

    name: str
    types: tuple[str, ...]
    what: str
    source: Source
    check: Callable[[Any], Iterable[Any]]
    program: bool = False


_RULES: Final[dict[str, list[Rule]]] = {}
_PROGRAM_RULES: Final[dict[str, list[Rule]]] = {}
_LOADED: Final[set[str]] = set()
_LOCK: Final = threading.RLock()


def rule(*types: str, page: str, read: str = "") -> Callable[[Check], Check]:
    """Put a function on resource types; its docstring's first line is what the table of rules says.

    `read` is the day the page was opened; a rule without it only warns.
    """

    def register(check: Check) -> Check:
        made = _rule(check, types, page, read, program=False)
        for type_ in types:
            _RULES.setdefault(type_, []).append(made)
        return check

    return register


def program_rule(*types: str, page: str, read: str = "") -> Callable[[ProgramCheck], ProgramCheck]:
    """Put a function on whole programs of the package of these types, the ones it looks at."""

    def register(check: ProgramCheck) -> ProgramCheck:
        made = _rule(check, types, page, read, program=True)
        _PROGRAM_RULES.setdefault(types[0].partition(":")[0], []).append(made)
        return check

    return register


def _rule(check: Any, types: tuple[str, ...], page: str, read: str, *, program: bool) -> Rule:
    what = (check.__doc__ or "").strip().partition("\n")[0]
    source = Source(page=page, read=read)
    checked = check if read else _warning(check)
    return Rule(name=check.__name__, types=types, what=what, source=source, check=checked, program=program)


def _warning(check: Callable[[Any], Iterable[Any]]) -> Callable[[Any], Iterator[Any]]:
    """Give what a rule finds as warnings: nobody opened its page, so it must not refuse."""

    def warned(given: Any) -> Iterator[Any]:
        for found in check(given):
            if isinstance(found, ProgramFinding):
                yield replace(found, finding=replace(found.finding, severity="warning"))
            else:
                yield replace(found, severity="warning")

    return warned


def package_of(type_: str) -> str:
    """The package of a type; a provider's own type belongs to the package it provides."""
    return type_.removeprefix(_PROVIDER).partition(":")[0]


def load(package: str) -> None:
    """Load the rules of a provider package, once; a package without rules has none."""
    home = _HOMES.get(package)
    with _LOCK:
        if home is None or package in _LOADED:
            return
        _LOADED.add(package)
        name = f"scaffolder.simulator.rules.{home}"
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)


def rules_of(package: str) -> Sequence[Rule]:
    """Give every rule of a provider package, each once, those over whole programs last."""
    load(package)
    alone = [one for type_, found in _RULES.items() if package_of(type_) == package for one in found]
    return (*{id(one): one for one in alone}.values(), *_PROGRAM_RULES.get(package, ()))


def check_rules(type_: str, inputs: Mapping[str, Any], *, urn: str) -> Iterator[Problem]:
    """Give a problem for each finding of the rules of a resource's type."""
    package = package_of(type_)
    load(package)
    found = _RULES.get(type_, [])
    if not type_.startswith(_PROVIDER):
        found = [*found, *_RULES.get(f"{package}{_EVERY}", ())]
    if not found:
        return
    given = Given(inputs, type=type_)
    for one in found:
        for finding in one.check(given):
            yield _problem(one, finding, urn)


def check_program(program: Program) -> tuple[Problem, ...]:
    """Give a problem for each finding of the rules over whole programs, in the order of the resources."""
    problems = []
    for package in program.packages:
        load(package)
        for one in _PROGRAM_RULES.get(package, ()):
            problems += [_problem(one, found.finding, found.urn) for found in one.check(program)]
    places = {resource.urn: place for place, resource in enumerate(program.resources)}
    return tuple(sorted(problems, key=lambda problem: (places[problem.urn], problem.property, problem.message)))


def _problem(one: Rule, finding: Finding, urn: str) -> Problem:
    return Problem(
        severity=finding.severity,
        urn=urn,
        property=finding.path,
        value=finding.value,
        message=finding.message,
        fix=finding.fix,
        source=str(one.source),
    )
