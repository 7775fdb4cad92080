"""Reads YAML the way Pulumi reads it: `on`, `off` and `12:30` are text, and a key that is there twice is an error."""

from __future__ import annotations

import datetime
import re
from typing import Any, ClassVar

import yaml
from yaml.constructor import ConstructorError

_INTEGER = re.compile(r"^[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*)$")
_FLOAT = re.compile(
    r"^([-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$"
)
_TIMESTAMP = re.compile(
    r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\.[0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})?)?$"
)
_TAG = "tag:yaml.org,2002:"
_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """Give what a YAML document holds, None for an empty one.

    Raises:
        yaml.YAMLError: it is no valid YAML.
    """
    # A safe loader underneath, with fewer implicit types than PyYAML's own.
    return yaml.load(text, Loader=_Loader)  # noqa: S506


class _Loader(_SafeLoader):  # ty: ignore[unsupported-base]
    """A YAML loader with the implicit types of Pulumi's own (gopkg.in/yaml.v3): `on`, `yes` and `12:30` are text."""

    yaml_implicit_resolvers: ClassVar[dict] = {}


def _mapping(loader: Any, node: Any) -> Any:
    """A mapping; the same key twice is an error, as it is to Pulumi."""
    seen: dict[Any, int] = {}
    for key_node, _ in node.value:
        if not isinstance(key_node, yaml.ScalarNode) or key_node.tag.endswith(":merge"):
            continue
        if key_node.value in seen:
            raise ConstructorError(
                None,
                None,
                f"the key {key_node.value!r} is already set on line {seen[key_node.value]}",
                key_node.start_mark,
            )
        seen[key_node.value] = key_node.start_mark.line + 1
    value: dict = {}
    yield value
    value.update(loader.construct_mapping(node))


def _integer(text: str) -> int | float:
    plain = text.replace("_", "").lower()
    digits = plain.lstrip("+-")
    base = {"0x": 16, "0b": 2, "0o": 8}.get(digits[:2])
    if base is None and len(digits) > 1 and digits.startswith("0"):
        # 0777 is octal, as in YAML 1.1; with an 8 or a 9 in it, it can only be a float.
        if set(digits) & set("89"):
            return float(plain)
        base = 8
    number = int(digits[2:] if base in (2, 16) or digits[1:2] == "o" else digits, base or 10)
    return -number if plain.startswith("-") else number


def _float(text: str) -> float:
    plain = text.replace("_", "").lower()
    return float(plain.replace(".inf", "inf").replace(".nan", "nan"))


def _timestamp(text: str) -> str:
    """A date as Pulumi hands it to a program: Go's text form of a time."""
    date, _, clock = re.sub(r"[Tt]", " ", text, count=1).partition(" ")
    year, month, day = (int(part) for part in date.split("-"))
    match = re.match(r"(\d+):(\d+):(\d+)(\.\d+)?(Z|[-+]\d\d:\d\d)?$", clock or "0:0:0")
    if match is None:
        return text
    try:
        datetime.datetime(year, month, day, *(int(part) for part in match.group(1, 2, 3)), tzinfo=datetime.UTC)
    except ValueError:
        return text
    fraction = (match[4] or "").rstrip("0").rstrip(".")
    zone = match[5] or "Z"
    offset = "+0000 UTC" if zone in {"Z", "+00:00"} else f"{zone.replace(':', '')} {zone.replace(':', '')}"
    hour, minute, second = (int(part) for part in match.group(1, 2, 3))
    return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{fraction} {offset}"


def _register() -> None:
    for kind, pattern, first in (
        ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
        ("null", r"^(~|null|Null|NULL)$", "~nN"),
        ("merge", r"^<<$", "<"),
        ("timestamp", _TIMESTAMP, "0123456789"),
        ("int", _INTEGER, "-+0123456789"),
        ("float", _FLOAT, "-+.0123456789"),
    ):
        _Loader.add_implicit_resolver(_TAG + kind, re.compile(pattern), list(first))
    _Loader.add_implicit_resolver(f"{_TAG}null", re.compile(r"^$"), [""])
    for kind, convert in (("int", _integer), ("float", _float), ("timestamp", _timestamp)):
        _Loader.add_constructor(
            _TAG + kind, lambda loader, node, convert=convert: convert(loader.construct_scalar(node))
        )
    _Loader.add_constructor(f"{_TAG}map", _mapping)


_register()
