"""Mutated inputs never break a constraint or a rule: ten thousand of them, the same each time."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from scaffolder.simulator.constraints.checking import check_constraints
from scaffolder.simulator.constraints.store import ConstraintStore
from scaffolder.simulator.rules.program import Program, ProgramResource
from scaffolder.simulator.rules.registry import check_program, check_rules
from scaffolder.simulator.values import UNKNOWN, Asset, ResourceReference, Secret
from tests.simulator.test_rules import CASES, PROGRAM_CASES

ODD = (
    None, "", "x", "-1", "nan", "1e999", "arn:", "[", "{}", '[{"a": [1]}]', 0, -1, 2**70, 0.5, float("nan"), float("inf"), True,
    [], [None], [[]], ["x", UNKNOWN], {}, {"x": {}}, {"": 1}, UNKNOWN, Secret("x"), Secret(UNKNOWN), Secret({"x": [1]}),
    Asset(text=""), ResourceReference(urn="u"),
)  # fmt: skip
PARTS = 10
CHECKS = 1000


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside a value."""
    if path:
        yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _places(item, (*path, key))


def _with(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """The same value with another one at a place; a JSON text is mutated inside."""
    if not path:
        return odd
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = _with(value[path[0]], path[1:], odd)
    return copied


def _mutated(value: Any, chance: random.Random) -> Any:
    for _ in range(chance.randint(1, 3)):
        places = list(_places(value))
        if not places:
            return value
        place = chance.choice(places)
        here = value
        for key in place:
            here = here[key]
        odd = chance.choice(ODD)
        if isinstance(here, str) and here[:1] in "[{" and chance.random() < 0.8:
            try:
                odd = json.dumps(_mutated(json.loads(here), chance), default=str)
            except ValueError:
                odd = here[1:]
        value = _with(value, place, odd)
    return value


@pytest.mark.parametrize("part", range(PARTS))
def test_no_mutation_breaks_a_check(part: int) -> None:
    chance = random.Random(part)  # noqa: S311 - a sample, the same each time
    constraints = ConstraintStore()
    for _ in range(CHECKS):
        case = chance.choice(CASES)
        inputs = _mutated(dict(chance.choice((case.good, case.bad))), chance)
        for problem in (
            *check_constraints(constraints.of(case.type), inputs, urn="u"),
            *check_rules(case.type, inputs, urn="u"),
        ):
            assert problem.message, inputs


@pytest.mark.parametrize("part", range(PARTS))
def test_no_mutation_breaks_a_check_of_a_program(part: int) -> None:
    chance = random.Random(part)  # noqa: S311 - a sample, the same each time
    for _ in range(CHECKS // 10):
        case = chance.choice(PROGRAM_CASES)
        resources = [
            ProgramResource(
                urn=one.urn,
                type=one.type,
                inputs=_mutated(dict(one.inputs), chance),
                dependencies=one.dependencies,
                provider=_mutated(dict(one.provider), chance),
            )
            for one in chance.choice((case.good, case.bad))
        ]
        for problem in check_program(Program(resources)):
            assert problem.message, resources
