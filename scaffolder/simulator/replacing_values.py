"""Changes that make another resource, or are refused, for some values only: a disk shrinks, an encryption ends."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final

from scaffolder.simulator.values import Secret, Unknown

_DATA: Final = Path(__file__).parent / "data" / "replacements_when.toml"


def replacing(type_: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the paths of inputs whose change, by their values before and after, makes another resource.

    A value that is not known yet is not counted: the providers decide when it is.
    """
    found = (rule["path"] for rule in _of(type_) if not rule.get("refused") and _applies(rule, old, new))
    return tuple(dict.fromkeys(found))


def refused(type_: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Give the path of an input that its cloud does not let change like this; empty when there is none."""
    return next((rule["path"] for rule in _of(type_) if rule.get("refused") and _applies(rule, old, new)), "")


def _of(type_: str) -> Sequence[Mapping[str, Any]]:
    said = _data().get(type_, {})
    return _of(said["as"]) if "as" in said else said.get("rules", ())


def _applies(rule: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    before, after = _at(old, rule["path"]), _at(new, rule["path"])
    if _is_open(before) or _is_open(after) or before == after:
        return False
    return (
        HOW[rule.get("when", "changes")](before, after)
        and all(_fits(value, rule[end]) for end, value in (("from", before), ("to", after)) if end in rule)
        and all(_fits(_at(new, path), patterns) for path, patterns in rule.get("if", {}).items())
        and not any(
            _is_open(value) or _fits(value, patterns)
            for path, patterns in rule.get("unless", {}).items()
            for value in (_at(new, path),)
        )
    )


def _fits(value: Any, patterns: str | Sequence[str]) -> bool:
    """Whether a value's text fits one of the patterns; nothing is the empty text."""
    if _is_open(value):
        return False
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return any(fnmatchcase(text, pattern) for pattern in ([patterns] if isinstance(patterns, str) else patterns))


def _smaller(before: Any, after: Any) -> bool:
    was, now = _number(before), _number(after)
    return was is not None and now is not None and now < was


def _older(before: Any, after: Any) -> bool:
    was, now = _version(before), _version(after)
    return bool(was) and bool(now) and now < was[: len(now)]


def _is(value: Any, truth: str) -> bool:
    return str(value).lower() == truth


def _loses_one(before: Any, after: Any) -> bool:
    return any(item not in _items(after) for item in _items(before))


def _loses_all(before: Any, after: Any) -> bool:
    return all(item not in _items(after) for item in _items(before))


def _leaves_addresses_out(before: Any, after: Any) -> bool:
    try:
        was, now = ipaddress.ip_network(before), ipaddress.ip_network(after)
        return not (was.version == now.version and was.subnet_of(now))  # ty: ignore[invalid-argument-type]
    except (TypeError, ValueError):
        return False


# How a value changes, by the words of the data file.
HOW: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "changes": lambda _before, _after: True,
    "smaller": _smaller,
    "older": _older,
    "off": lambda before, after: _is(before, "true") and _is(after, "false"),
    "off or left out": lambda before, after: _is(before, "true") and not _is(after, "true"),
    "emptied": lambda before, after: bool(before) and not after,
    "filled": lambda before, after: not before and bool(after),
    "all or none": lambda before, after: (before in _NOTHING) != (after in _NOTHING),
    "not more": lambda before, after: len(_items(after)) <= len(_items(before)),
    "loses one": _loses_one,
    "loses all": _loses_all,
    "swaps": lambda before, after: _loses_one(before, after) and _loses_one(after, before),
    "leaves addresses out": _leaves_addresses_out,
    "rewrites": lambda before, after: _items(after)[: len(_items(before))] != _items(before),
}
_NOTHING: Final = (None, "", [])


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _version(value: Any) -> tuple[int, ...]:
    """A version's numbers, up to what is no number: `7.1`, `REDIS_7_0`; empty when there is none."""
    found = re.search(r"\d+(?:[._]\d+)*", value) if isinstance(value, str) else None
    return tuple(map(int, re.split(r"[._]", found[0]))) if found else ()


def _at(inputs: Any, path: str) -> Any:
    value = _bare(inputs)
    for name in path.split("."):
        # A block that there can be one of is an object, or a list of it.
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        value = value.get(name) if isinstance(value, Mapping) else value if isinstance(value, Unknown) else None
    return value


def _bare(value: Any) -> Any:
    """A value without the marks of secrets in it."""
    if isinstance(value, Secret):
        return _bare(value.value)
    if isinstance(value, Mapping):
        return {key: _bare(item) for key, item in value.items()}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _is_open(value: Any) -> bool:
    """Whether a value, or anything in it, is not known yet."""
    if isinstance(value, Mapping):
        return any(map(_is_open, value.values()))
    return any(map(_is_open, value)) if isinstance(value, list) else isinstance(value, Unknown)


@cache
def _data() -> Mapping[str, Mapping[str, Any]]:
    with _DATA.open("rb") as file:
        return tomllib.load(file)


def rules_of_values() -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Give every rule with the type it is for."""
    return ((type_, rule) for type_ in _data() if type_ != "sources" for rule in _of(type_))
