"""Values of two versions of a program in one form, so that what is the same in a cloud compares equal.

What a cloud makes up when it creates a resource (an id, an address) stays when the resource does, and is another when
it is replaced. In both versions it was made up anew, so one is read for the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffolder.engine.preview import PreviewResource
from scaffolder.simulator.values import Asset, ResourceReference, Secret, Unknown

# The end of a name that Pulumi makes up: 7 hex digits after a hyphen, on Azure 8 without.
_MADE_UP = r"(-[0-9a-f]{7}|[0-9a-f]{8})"
# A shorter text may well be in another by chance.
_TELLING = 8


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How values of the version after are read: texts in them for others, and what is not known."""

    swaps: Mapping[str, str]
    unknown: str = "before"

    def plain(self, value: Any) -> Any:
        """Give a value as plain data."""
        given: Any = value
        if isinstance(value, Unknown):
            given = f"<known after deployment: {self.unknown}>"
        elif isinstance(value, str):
            given = self._swapped(value)
        elif isinstance(value, Secret):
            given = self.plain(value.value)
        elif isinstance(value, Mapping):
            given = {key: self.plain(item) for key, item in value.items()}
        elif isinstance(value, list | tuple):
            given = list(map(self.plain, value))
        elif isinstance(value, Asset):
            content = value.text if value.text is not None else value.path or value.uri or ""
            given = {"content": self.plain(content), "entries": self.plain(value.assets)}
        elif isinstance(value, ResourceReference):
            given = self.plain(value.urn)
        return given

    def _swapped(self, text: str) -> str:
        # The longest first: one may be a part of another.
        for found in sorted(self.swaps, key=len, reverse=True):
            if found in text:
                text = text.replace(found, self.swaps[found])
        return text


def kept(old: PreviewResource, new: PreviewResource) -> Iterator[tuple[str, str]]:
    """Give what is made up of a resource that stays, as the version after has it and as it is."""
    for name in new.inputs:
        if named_by_pulumi(name, old, new):
            yield _text(new.inputs[name]), _text(old.inputs[name])
    given = set(_texts(new.inputs))
    olds = dict(_paths(old.outputs))
    for path, text in _paths(new.outputs):
        was = olds.get(path, text)
        if was != text and text not in given and len(text) >= _TELLING:
            yield text, was


def renewed(new: PreviewResource) -> Iterator[str]:
    """Give what is made up of a resource, and is another when it is replaced."""
    given = "\n".join(_texts(new.inputs))
    for _, text in _paths(new.outputs):
        if len(text) >= _TELLING and text not in given and not text.isdigit():
            yield text


def named_by_pulumi(name: str, old: PreviewResource, new: PreviewResource) -> bool:
    """Whether an input is only the name that Pulumi makes up of a resource's own: the one that is deployed stays."""
    sides = ((old.name, old.inputs.get(name)), (new.name, new.inputs.get(name)))
    return old.urn != new.urn and all(
        isinstance(value, str) and bool(re.fullmatch(re.escape(own) + _MADE_UP, value)) for own, value in sides
    )


def has_unknown(value: Any) -> bool:
    """Whether anything in a value is known after deployment only."""
    if isinstance(value, Secret):
        return has_unknown(value.value)
    items = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return isinstance(value, Unknown) or any(map(has_unknown, items))


def _text(value: Any) -> str:
    return str(value.value if isinstance(value, Secret) else value)


def _texts(value: Any) -> Iterator[str]:
    return (text for _, text in _paths(value))


def _paths(value: Any, path: Sequence[str | int] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give every text in a value, with where it is."""
    if isinstance(value, Secret):
        yield from _paths(value.value, path)
    elif isinstance(value, str):
        yield tuple(path), value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _paths(item, (*path, key))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _paths(item, (*path, number))
