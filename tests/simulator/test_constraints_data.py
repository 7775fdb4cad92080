"""Every constraint of every cloud: its path is the SDK's, it lets pass what is just inside and refuses what is not."""

from collections.abc import Iterator
from typing import Any

import pytest

from scaffolder.simulator.constraints.checking import check_constraints, sends_no_zero
from scaffolder.simulator.constraints.constraint import EACH, VALUES, Constraint
from scaffolder.simulator.constraints.own import wrong_step
from scaffolder.simulator.constraints.store import shipped, shipped_packages
from scaffolder.simulator.schema import SchemaStore

BY_TYPE = {type_: found for package in shipped_packages() for type_, found in shipped(package).items()}
every_type = pytest.mark.parametrize("constraints", BY_TYPE.values(), ids=BY_TYPE)
Constraints = tuple[Constraint, ...]


def _inputs(steps: tuple[str, ...], value: Any) -> Any:
    """The smallest inputs with a value at the end of a path."""
    if not steps:
        return value
    inner = _inputs(steps[1:], value)
    return [inner] if steps[0] == EACH else {"key" if steps[0] == VALUES else steps[0]: inner}


def _text(constraint: Constraint, size: int) -> str:
    """A text of a size, of what the pattern allows where that can be told."""
    for filler in (*constraint.good, "a", "1"):
        text = (str(filler) * size)[:size]
        if not constraint.pattern or constraint.matcher.fullmatch(text):
            return text
    return ""


def _just_inside(constraint: Constraint) -> Iterator[Any]:
    yield from constraint.good
    if constraint.step is None:
        yield from (bound for bound in (constraint.min, constraint.max) if bound is not None)
    else:
        least = constraint.min or 0
        yield from (least + constraint.step, least + 3 * constraint.step)
    yield from constraint.allowed
    for size in constraint.length or constraint.bytes or ():
        yield _text(constraint, size)
    for size in constraint.items or ():
        yield list(range(size))
    if constraint.unique:
        yield ["a", "b"]


def _just_outside(constraint: Constraint) -> Iterator[Any]:
    yield from constraint.bad
    small = min(constraint.step or 1, 1)
    beyond = [
        bound + change * small for bound, change in ((constraint.min, -1), (constraint.max, 1)) if bound is not None
    ]
    # A zero that is not sent is as good as none.
    yield from (-small if number == 0 and sends_no_zero(constraint) else number for number in beyond)
    if constraint.step is not None:
        yield (constraint.min or 0) + constraint.step * 1.5
    if constraint.allowed:
        numbers = all(isinstance(one, int) for one in constraint.allowed)
        yield max(constraint.allowed) + 1 if numbers else f"{constraint.allowed[0]}-x"
    low, high = constraint.length or constraint.bytes or (0, 0)
    # An empty text counts as none.
    yield from ("a" * size for size in (low - 1, high + 1 if high else 0) if size > 0)
    if constraint.bytes:
        yield "é" * (high // 2 + 1)
    if constraint.items:
        low, high = constraint.items
        yield from (list(range(size)) for size in (low - 1, high + 1) if size >= 0)
    if constraint.unique:
        yield ["a", "b", "a"]


def _path(constraint: Constraint) -> str:
    return constraint.path.replace(EACH, "[0]").replace(VALUES, ".key")


@every_type
def test_what_is_just_inside_passes(constraints: Constraints) -> None:
    for constraint in constraints:
        values = list(_just_inside(constraint))
        assert values, constraint
        for value in values:
            found = list(check_constraints([constraint], _inputs(constraint.steps, value), urn="u"))
            assert found == [], (constraint.path, value)


@every_type
def test_what_is_just_outside_is_one_problem(constraints: Constraints) -> None:
    for constraint in constraints:
        values = list(_just_outside(constraint))
        assert values, constraint
        for value in values:
            (problem,) = check_constraints([constraint], _inputs(constraint.steps, value), urn="u")
            assert (problem.property, problem.severity) == (_path(constraint), constraint.severity), value
            assert problem.message.startswith(f"`{_path(constraint)}` ")
            assert problem.source == str(constraint.source)


@every_type
def test_the_sdk_has_the_properties(constraints: Constraints, schemas: SchemaStore) -> None:
    assert schemas.resource(constraints[0].type) is not None
    assert [wrong_step(schemas, constraint) for constraint in constraints] == [None] * len(constraints)


@every_type
def test_each_says_where_it_is_written_and_a_pattern_what_it_means(constraints: Constraints) -> None:
    for constraint in constraints:
        assert constraint.source.page
        assert bool(constraint.pattern) == bool(constraint.says and constraint.good and constraint.bad)


@every_type
def test_no_constraint_is_there_twice(constraints: Constraints) -> None:
    said = [
        (one.path, kind)
        for one in constraints
        for kind in ("min", "max", "step", "allowed", "pattern", "length", "bytes", "items", "unique")
        if getattr(one, kind)
    ]
    assert len(said) == len(set(said))
