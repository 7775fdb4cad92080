"""Places in a document, as patches name them: `config.cpu.default`, `jobs.test.steps[0]`, `steps[name=Lint].run`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# A key, or the number of an item.
Step = str | int

_STEP = re.compile(
    r"""\[\s*(?P<number>-?\d+)\s*\]"""
    r"""|\[\s*(?P<key>[^=\[\]]+?)\s*=\s*(?P<value>[^\[\]]*?)\s*\]"""
    r"""|(?P<dot>\.?)(?:"(?P<quoted>[^"]*)"|(?P<plain>[^.\[\]"]+))"""
)


class PatchError(Exception):
    """A document that cannot be changed as asked, as a sentence."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change to a document: `set` a value, `append` some, or `delete`."""

    kind: str
    place: str
    value: Any = None

    def with_value(self, value: Any) -> Change:
        """Give the same change to another value."""
        return Change(kind=self.kind, place=self.place, value=value)


@dataclass(frozen=True)
class _Where:
    """The item of a list that has a key with a value."""

    key: str
    value: str


def changed(data: Any, change: Change) -> tuple[Any, list[Step]]:
    """Give a document's data with a change, and the steps to its place; the data given is left as it is.

    Raises:
        PatchError: the place is not there, or is nothing that can be changed so.
    """
    steps: list[Step] = []
    here = whole = _copied(data)
    parts = _parts(change.place)
    for part in parts[:-1]:
        step = _step(here, part, change.place, steps)
        here = here[step]
        steps.append(step)
    last = _step(here, parts[-1], change.place, steps, new=change.kind == "set")
    steps.append(last)
    if change.kind == "set":
        here[last] = _copied(change.value)
    elif change.kind == "delete":
        del here[last]
    elif isinstance(here[last], list):
        here[last].extend(_copied(change.value))
    else:
        raise PatchError(f"{shown(steps)} is no list, so nothing can be appended.")
    return whole, steps


def shown(steps: Sequence[Step]) -> str:
    """Write steps as a place."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return text.removeprefix(".") or "the document"


def _step(here: Any, part: Step | _Where, place: str, steps: Sequence[Step], *, new: bool = False) -> Step:
    """Give the step that a part of a place means here."""
    if isinstance(part, str):
        if not isinstance(here, Mapping):
            raise PatchError(f"{place} is not there: {shown(steps)} is no table.")
        if part not in here and not new:
            raise PatchError(f"{place} is not there: {shown(steps)} has no {part}.{_near(part, here)}")
        return part
    if not isinstance(here, list):
        raise PatchError(f"{place} is not there: {shown(steps)} is no list.")
    if isinstance(part, int):
        if not -len(here) <= part < len(here):
            raise PatchError(f"{place} is not there: {shown(steps)} has {len(here)} items.")
        return part % len(here)
    for number, item in enumerate(here):
        if isinstance(item, Mapping) and str(item.get(part.key)) == part.value:
            return number
    raise PatchError(f"{place} is not there: no item of {shown(steps)} has {part.key} {part.value!r}.")


def _parts(place: str) -> list[Step | _Where]:
    parts: list[Step | _Where] = []
    end = 0
    for found in _STEP.finditer(place):
        dotted = bool(found["dot"])
        named = found["quoted"] is not None or found["plain"] is not None
        if found.start() != end or (named and dotted != bool(parts)):
            break
        end = found.end()
        if found["number"]:
            parts.append(int(found["number"]))
        elif found["key"]:
            parts.append(_Where(found["key"], found["value"]))
        else:
            parts.append(found["quoted"] if found["quoted"] is not None else found["plain"])
    if end != len(place) or not parts:
        raise PatchError(f"{place!r} is no place; it is written like config.cpu, steps[0] or steps[name=Lint].run.")
    return parts


def _near(part: str, here: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(part, [key for key in here if isinstance(key, str)], n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _copied(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(item) for item in data] if isinstance(data, (list, tuple)) else data
