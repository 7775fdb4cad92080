"""Holds a resource's inputs against constraints, along property paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffolder.simulator.constraints.comparing import number_of, repeated
from scaffolder.simulator.constraints.constraint import EACH, VALUES, Constraint
from scaffolder.simulator.constraints.words import Refusal, refusal
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.values import Secret, Unknown
from scaffolder.simulator.wording import join


@dataclass(frozen=True, kw_only=True)
class Found:
    """One value that a path leads to."""

    path: str
    value: Any
    secret: bool


def check_constraints(constraints: Iterable[Constraint], inputs: Mapping[str, Any], *, urn: str) -> Iterator[Problem]:
    """Give a problem for each value that a constraint does not allow; what is unknown, absent or empty passes."""
    for constraint in constraints:
        for found in walk(inputs, constraint.steps):
            refused = _refused(constraint, found)
            if refused is not None:
                yield Problem(
                    severity=constraint.severity,
                    urn=urn,
                    property=found.path,
                    value=Secret(None) if found.secret else found.value,
                    message=refused.message,
                    fix=refused.fix,
                    source=str(constraint.source),
                )


def walk(value: Any, steps: Sequence[str], path: str = "", *, secret: bool = False) -> Iterator[Found]:
    """Give every known value that a path leads to; a value of another shape is for the check of types."""
    while isinstance(value, Secret):
        value, secret = value.value, True
    if value is None or isinstance(value, Unknown):
        return
    if not steps:
        yield Found(path=path, value=value, secret=secret)
        return
    step, rest = steps[0], steps[1:]
    if step == EACH:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from walk(item, rest, f"{path}[{index}]", secret=secret)
    elif isinstance(value, Mapping):
        names = [name for name in value if not str(name).startswith("__")] if step == VALUES else [step]
        for name in names:
            yield from walk(value.get(name), rest, join(path, name, quote=step == VALUES), secret=secret)


def _refused(constraint: Constraint, found: Found) -> Refusal | None:
    """What to say against a value, None when it is allowed."""
    value = found.value
    kinds = (_number_kind(constraint, value), _text_kind(constraint, value), _collection_kind(constraint, value))
    kind = next((kind for kind in kinds if kind), "")
    return refusal(constraint, kind, found.path, value, secret=found.secret) if kind else None


def _number_kind(constraint: Constraint, value: Any) -> str:
    number = number_of(value)
    if number is None or (value == 0 and sends_no_zero(constraint)):
        return ""
    if (constraint.min is not None and number < constraint.min) or (
        constraint.max is not None and number > constraint.max
    ):
        return "range"
    if constraint.step is not None:
        steps = (number - (constraint.min or 0)) / constraint.step
        # 0.75 is three steps of 0.25, whatever binary fractions make of it.
        if abs(steps - round(steps)) > 1e-9:  # noqa: PLR2004
            return "step"
    return ""


def sends_no_zero(constraint: Constraint) -> bool:
    """Whether a zero never comes to the API that has this limit.

    Google's provider leaves out what is empty (`IsEmptyValue` in each generated resource of
    github.com/hashicorp/terraform-provider-google); only its own checks see a zero.
    """
    page = constraint.source.page
    return constraint.type.startswith("gcp:") and ("googleapis.com" in page or "cloud.google.com" in page)


def _text_kind(constraint: Constraint, value: Any) -> str:
    # Providers take an empty string for one that was left out.
    if isinstance(value, bool) or not isinstance(value, (str, int, float)) or value == "":
        return ""
    text = str(value)
    if constraint.allowed and value not in constraint.allowed and not _is_among(value, constraint):
        return "allowed"
    if isinstance(value, str):
        if constraint.length and not constraint.length[0] <= len(text) <= constraint.length[1]:
            return "length"
        if constraint.bytes and not constraint.bytes[0] <= len(text.encode()) <= constraint.bytes[1]:
            return "bytes"
        if constraint.pattern and not constraint.matcher.fullmatch(text):
            return "pattern"
    return ""


def _is_among(value: Any, constraint: Constraint) -> bool:
    """Whether a value is one of the allowed ones, as bridged providers compare them."""
    if constraint.any_case and str(value).casefold() in {str(one).casefold() for one in constraint.allowed}:
        return True
    number = number_of(value)
    return number is not None and any(number == number_of(one) for one in constraint.allowed)


def _collection_kind(constraint: Constraint, value: Any) -> str:
    if not isinstance(value, (list, Mapping)):
        return ""
    if constraint.items and not constraint.items[0] <= len(value) <= constraint.items[1]:
        return "items"
    if constraint.unique and isinstance(value, list) and repeated(value) is not None:
        return "unique"
    return ""
