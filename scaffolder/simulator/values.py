"""The values that travel between a program and a provider beyond plain JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final


class Unknown:
    """A value that is not known before deployment. There is one: `UNKNOWN`."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __deepcopy__(self, memo: dict[int, Any]) -> Unknown:
        return self

    def __copy__(self) -> Unknown:
        return self


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class Secret:
    """A value that must not be shown; `value` may be `UNKNOWN` or hold further values."""

    value: Any


@dataclass(frozen=True)
class Asset:
    """A file's content by `text`, `path` or `uri`; `archive` holds a folder's entries or an archive file instead.

    `hash` is the engine's digest of the content, kept so that what goes back is what came.
    """

    text: str | None = None
    path: str | None = None
    uri: str | None = None
    archive: bool = False
    assets: Mapping[str, Any] = field(default_factory=dict)
    hash: str | None = None


@dataclass(frozen=True)
class ResourceReference:
    """A resource passed as a value."""

    urn: str
    id: Any = None
    package_version: str = ""


def texts_in(value: Any) -> Iterator[str]:
    """Give every text in a value, secret or not."""
    if isinstance(value, Secret):
        yield from texts_in(value.value)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)
