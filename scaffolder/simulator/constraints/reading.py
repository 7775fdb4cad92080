"""Reads constraint files, and says plainly what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from scaffolder.errors import ScaffolderError
from scaffolder.simulator.constraints.constraint import Constraint, Source, parse_path
from scaffolder.simulator.constraints.toml_file import read_toml

SOURCES: Final = "sources"
_KINDS: Final = ("range", "min", "max", "step", "allowed", "pattern", "length", "bytes", "items", "unique")
_OTHERS: Final = ("path", "source", "severity", "unit", "any_case", "says", "note", "good", "bad")
_PAIR: Final = 2
# A type token: `aws:lb/targetGroup:TargetGroup`, `azure-native:app:ContainerApp`, `kubernetes:apps/v1:Deployment`.
_TYPE: Final = re.compile(r"[a-z][\w-]*:[\w./-]+:\w+")

Constraints = dict[str, tuple[Constraint, ...]]
_Read = TypeVar("_Read")


class _WrongError(Exception):
    """What is wrong with one entry, and what is allowed instead."""


def read_constraints(file: Path, *, shown: str = "") -> Constraints:
    """Give the constraints of a file by resource type; `shown` is what messages call the file."""
    name = shown or str(file)
    return _constraints(read_toml(file, shown=name), name)


def _constraints(document: Mapping[str, Any], name: str) -> Constraints:
    sources = _located(f"{name}, [sources]", _sources, document.get(SOURCES, {}))
    found: Constraints = {}
    for type_, entries in document.items():
        if type_ != SOURCES:
            where = f'{name}, [["{type_}"]]'
            _located(where, _entries, type_, entries)
            found[type_] = tuple(
                _located(f"{where}, entry {number}", _constraint, type_, entry, sources, name)
                for number, entry in enumerate(entries, start=1)
            )
    return found


def _located(where: str, read: Callable[..., _Read], *arguments: Any) -> _Read:
    """Read a part of a file; what is wrong with it is said with its place."""
    try:
        return read(*arguments)
    except _WrongError as error:
        raise ScaffolderError(f"{where}: {error}.", fix="docs/constraints.md has the format.") from error


def _entries(type_: str, entries: Any) -> None:
    if not _TYPE.fullmatch(type_):
        raise _WrongError("is no resource type; write one such as `aws:sqs/queue:Queue`")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _WrongError(f'must be a list of entries; write [["{type_}"]] above each')


def _sources(document: Any) -> dict[str, Source]:
    if not isinstance(document, Mapping):
        raise _WrongError("must be a table of names")
    sources = {}
    for name, entry in document.items():
        if not isinstance(entry, Mapping) or not isinstance(entry.get("page"), str) or set(entry) - {"page", "read"}:
            raise _WrongError(f'`{name}` must be {{ page = "...", read = 2026-01-31 }}')
        sources[name] = Source(page=entry["page"], read=str(entry.get("read", "")))
    return sources


def _constraint(type_: str, entry: Mapping[str, Any], sources: Mapping[str, Source], default: str) -> Constraint:
    for key in entry:
        if key not in _KINDS and key not in _OTHERS:
            raise _WrongError(f"`{key}` is not known; known are {', '.join((*_OTHERS, *_KINDS))}")
    if not any(kind in entry for kind in _KINDS):
        raise _WrongError(f"it allows everything; give one of {', '.join(_KINDS)}")
    values: dict[str, Any] = {
        "type": type_,
        "path": _path(entry.get("path")),
        "source": _source(entry, sources, default),
    }
    for key, value in entry.items():
        if key in _READERS:
            values[key] = _READERS[key](key, value)
    if "range" in entry:
        if "min" in entry or "max" in entry:
            raise _WrongError("give `range`, or `min` and `max`, not both")
        values["min"], values["max"] = values.pop("range")
    return Constraint(**values)


def _path(path: Any) -> str:
    try:
        parse_path(path if isinstance(path, str) else "")
    except ValueError:
        raise _WrongError(
            f"`path` is {path!r}; write a property path such as `name`, `rules[*].priority` or `tags.*`"
        ) from None
    return path


def _source(entry: Mapping[str, Any], sources: Mapping[str, Source], default: str) -> Source:
    named = entry.get("source")
    if named is None:
        return Source(page=default)
    if named not in sources:
        raise _WrongError(f"`source` is {named!r}; [sources] has {', '.join(sorted(sources)) or 'none'}")
    return sources[named]


def _number(key: str, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _WrongError(f"`{key}` is {value!r}; give a number")
    if key == "step" and value <= 0:
        raise _WrongError(f"`step` is {value}; give a number above 0")
    return value


def _range(key: str, value: Any) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != _PAIR:
        raise _WrongError(f"`{key}` is {value!r}; give two numbers, the least and the most")
    low, high = (_number(key, item) for item in value)
    if low > high:
        raise _WrongError(f"`{key}` is {value!r}; the first number must be the smaller one")
    return low, high


def _counts(key: str, value: Any) -> tuple[int, int]:
    low, high = _range(key, value)
    if not isinstance(low, int) or not isinstance(high, int) or low < 0:
        raise _WrongError(f"`{key}` is {value!r}; give two whole numbers from 0 up")
    return low, high


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise _WrongError(f"`{key}` is {value!r}; give a string")
    return value


def _pattern(key: str, value: Any) -> str:
    try:
        re.compile(_text(key, value))
    except re.error as error:
        raise _WrongError(f"`{key}` is {value!r}, which is no regular expression: {error}") from error
    return value


def _severity(key: str, value: Any) -> str:
    if value not in {"error", "warning"}:
        raise _WrongError(f"`{key}` is {value!r}; allowed are error and warning")
    return value


def _flag(key: str, value: Any) -> bool:
    if value is not True:
        raise _WrongError(f"`{key}` is {value!r}; give true, or leave it out")
    return value


def _values(key: str, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(item, (str, int, float)) for item in value):
        raise _WrongError(f"`{key}` is {value!r}; give a list of values")
    return tuple(value)


_READERS: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "range": _range, "min": _number, "max": _number, "step": _number, "allowed": _values, "pattern": _pattern,
    "length": _counts, "bytes": _counts, "items": _counts, "unique": _flag, "any_case": _flag, "severity": _severity,
    "unit": _text, "says": _text, "note": _text, "good": _values, "bad": _values,
}  # fmt: skip
