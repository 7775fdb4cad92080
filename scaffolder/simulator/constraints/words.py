"""The words of a refusal: the property, its value, what is allowed there, and what to write instead."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scaffolder.simulator.constraints.comparing import repeated
from scaffolder.simulator.constraints.constraint import Constraint
from scaffolder.simulator.wording import nearest

_LONGEST: Final = 60
# More than this many allowed values would drown the message that lists them.
_SHOWN: Final = 24


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a value is not allowed, and what to do about it."""

    message: str
    fix: str


def refusal(constraint: Constraint, kind: str, path: str, value: Any, *, secret: bool) -> Refusal:
    """Say what is wrong with a value by one kind of a constraint."""
    head = f"`{path}` {_is(kind, value, secret=secret)}; {allowed_text(constraint, kind)}."
    fix = _fix(constraint, kind, value, secret=secret)
    return Refusal(message=head, fix=" ".join(part for part in (fix, constraint.note) if part))


def allowed_text(constraint: Constraint, kind: str) -> str:
    """Say what one kind of a constraint allows: `allowed are 5 to 300 seconds`."""
    return _ALLOWED[kind](constraint)


def _step_text(constraint: Constraint) -> str:
    start = f" from {_number(constraint.min)}" if constraint.min else ""
    return f"allowed are steps of {_number(constraint.step)}{_unit(constraint)}{start}"


def _values_text(constraint: Constraint) -> str:
    shown = ", ".join(str(one) for one in constraint.allowed[:_SHOWN])
    more = f", ... ({len(constraint.allowed)} in all)" if len(constraint.allowed) > _SHOWN else ""
    return f"allowed are {shown}{more}{_unit(constraint)}"


def _range_text(constraint: Constraint) -> str:
    if constraint.min is None:
        return f"allowed are {_number(constraint.max)}{_unit(constraint)} or less"
    if constraint.max is None:
        return f"allowed are {_number(constraint.min)}{_unit(constraint)} or more"
    return f"allowed are {_number(constraint.min)} to {_number(constraint.max)}{_unit(constraint)}"


def _is(kind: str, value: Any, *, secret: bool) -> str:
    match kind:
        case "length":
            return f"has {len(value)} characters"
        case "bytes":
            return f"has {len(value.encode())} bytes"
        case "items":
            return f"has {len(value)} {'entry' if len(value) == 1 else 'entries'}"
        case "unique":
            return "holds a value twice" if secret else f"holds {shown(repeated(value))} twice"
        case _:
            return "is a secret value" if secret else f"is {shown(value)}"


def shown(value: Any) -> str:
    """Give a value for a message, a long one cut."""
    text = str(value)
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 3] + '...'}`"


def _fix(constraint: Constraint, kind: str, value: Any, *, secret: bool) -> str:
    match kind:
        case "range":
            low = constraint.min is not None and float(value) < constraint.min
            end = constraint.min if low else constraint.max
            fix = f"Give {_number(end)}{_unit(constraint)} or {'more' if low else 'less'}."
        case "step" if secret:
            fix = f"Give a multiple of {_number(constraint.step)}."
        case "step":
            below, above = _neighbours(constraint, float(value))
            fix = f"Give {below} or {above}{_unit(constraint)}."
        case "allowed":
            near = None if secret else _near(value, constraint.allowed)
            fix = f"Did you mean `{near}`?" if near is not None else "Give one of these."
        case "pattern":
            fix = f"For example `{constraint.good[0]}`." if constraint.good else ""
        case "length":
            fix = _resize(len(value), constraint.length, "Shorten it by", "Lengthen it by")
        case "bytes":
            fix = _resize(len(value.encode()), constraint.bytes, "Shorten it by", "Lengthen it by")
        case "items":
            fix = _resize(len(value), constraint.items, "Leave out", "Add")
        case _:
            fix = "Leave out the second one."
    return fix


def _resize(size: int, allowed: tuple[int, int] | None, less: str, more: str) -> str:
    low, high = allowed or (0, 0)
    return f"{less} {size - high}." if size > high else f"{more} {low - size}."


def _near(value: Any, allowed: Sequence[Any]) -> Any:
    """The allowed value that was probably meant: the nearest number, else the closest word."""
    if isinstance(value, (int, float)) and all(isinstance(one, (int, float)) for one in allowed):
        return min(allowed, key=lambda one: abs(one - value))
    return nearest(str(value), [str(one) for one in allowed])


def _neighbours(constraint: Constraint, value: float) -> tuple[str, str]:
    start, step = constraint.min or 0, constraint.step or 1
    below = start + math.floor((value - start) / step) * step
    return _number(below), _number(below + step)


def _number(value: Any) -> str:
    return f"{round(float(value), 9):.9f}".rstrip("0").rstrip(".")


def _unit(constraint: Constraint) -> str:
    return f" {constraint.unit}" if constraint.unit else ""


def _span(pair: tuple[int, int] | None) -> str:
    low, high = pair or (0, 0)
    return str(low) if low == high else f"{low} to {high}"


_ALLOWED: Final[Mapping[str, Callable[[Constraint], str]]] = {
    "range": _range_text,
    "step": _step_text,
    "allowed": _values_text,
    "pattern": lambda constraint: f"allowed are {constraint.says or f'values that match {constraint.pattern}'}",
    "length": lambda constraint: f"allowed are {_span(constraint.length)} characters",
    "bytes": lambda constraint: f"allowed are {_span(constraint.bytes)} bytes",
    "items": lambda constraint: f"allowed are {_span(constraint.items)}",
    "unique": lambda _: "each must be there once",
}
