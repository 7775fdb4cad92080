"""Properties that belong together or exclude each other, as the provider itself declares them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from scaffolder.simulator import facts
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_FACTS: Final = facts.read("gcp_together")
_TYPES: Final[Mapping[str, Mapping[str, Sequence[Sequence[str]]]]] = _FACTS["types"]
_PAGE: Final[str] = _FACTS["source"]
_READ: Final[str] = _FACTS["date"]


def _types(kind: str) -> tuple[str, ...]:
    return tuple(type_ for type_, groups in _TYPES.items() if kind in groups)


def _groups(inputs: Given, kind: str) -> Iterator[tuple[Given, list[Given]]]:
    """Give each group whose common parent is there, with that parent."""
    for paths in _TYPES[inputs.type][kind]:
        parents = [path.split(".")[:-1] for path in paths]
        shared = min(parents, key=len)
        parent = _at(inputs, shared) if all(one[: len(shared)] == shared for one in parents) else inputs
        if isinstance(parent.value, Mapping):
            yield parent, [_at(inputs, path.split(".")) for path in paths]


def _at(inputs: Given, names: Sequence[str]) -> Given:
    for name in names:
        inputs = inputs[name]
    return inputs


def _named(properties: Sequence[Given], word: str) -> str:
    names = [f"`{one.path}`" for one in properties]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def _said(one: Given) -> bool:
    """Whether a property takes part: what is false or empty, the service takes for one left out."""
    return one.known and one.value is not False and one.value != []


def _mentioned(one: Given) -> bool:
    return one.value is not None


@rule(*_types("exactly"), page=_PAGE, read=_READ)
def exactly_one_is_given(inputs: Given) -> Iterator[Finding]:
    """Of properties that stand for each other, exactly one is given."""
    for parent, group in _groups(inputs, "exactly"):
        given = [one for one in group if _said(one)]
        if len(given) > 1:
            yield given[1].finding(
                f"{_named(given, 'and')} are given; only one of them can be.",
                fix=f"Keep `{given[0].path}`, or the other.",
            )
        elif not any(_mentioned(one) for one in group):
            yield parent.finding(f"One of {_named(group, 'and')} must be given, and none is.", fix="Give one of them.")


@rule(*_types("least"), page=_PAGE, read=_READ)
def at_least_one_is_given(inputs: Given) -> Iterator[Finding]:
    """Of properties without which an object says nothing, at least one is given."""
    for parent, group in _groups(inputs, "least"):
        # A provider of another version may count more of them: what says something is no empty object.
        if not any(_mentioned(one) for one in group) and not (
            parent.path and any(_mentioned(one) for _, one in parent.entries())
        ):
            where = f"`{parent.path}` is empty; it" if parent.path else "The resource"
            yield parent.finding(
                f"{where} needs one of {_named(group, 'and')}.", fix="Give one of them, or leave the whole out."
            )


@rule(*_types("not"), page=_PAGE, read=_READ)
def what_excludes_the_other_is_given_alone(inputs: Given) -> Iterator[Finding]:
    """Properties that exclude each other are not given together."""
    for _, (first, second) in _groups(inputs, "not"):
        if _said(first) and _said(second):
            yield second.finding(
                f"`{second.path}` cannot be given together with `{first.path}`.", fix="Keep one of them."
            )


@rule(*_types("with"), page=_PAGE, read=_READ)
def what_needs_another_is_given_with_it(inputs: Given) -> Iterator[Finding]:
    """A property that needs another is given with it."""
    for _, (first, *others) in _groups(inputs, "with"):
        missing = [one for one in others if not _mentioned(one)]
        if _said(first) and missing:
            yield first.finding(
                f"`{first.path}` needs {_named(missing, 'and')}, which {'are' if len(missing) > 1 else 'is'} missing.",
                fix="Give it too, or leave both out.",
            )
