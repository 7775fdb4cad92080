"""What Azure does not let change, although its provider tries to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from scaffolder.simulator.constraints.plain_type import plain_type
from scaffolder.simulator.subject import plain


@cache
def _paths() -> Mapping[str, Sequence[str]]:
    text = resources.files("scaffolder.simulator").joinpath("data/azure_create_only.toml").read_text(encoding="utf-8")
    return {type_: said.get("refused", ()) for type_, said in tomllib.loads(text).items() if type_ != "sources"}


def fixed_change(type_: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Give the path of an input that the cloud keeps for ever and that changes here; empty when there is none."""
    if not type_.startswith("azure-native"):
        return ""
    for path in _paths().get(plain_type(type_), ()):
        before, after = _at(old, path), _at(new, path)
        if before is not None and after is not None and before != after:
            return path
    return ""


def _at(inputs: Any, path: str) -> Any:
    value = plain(inputs)
    for name in path.split("."):
        value = plain(value.get(name)) if isinstance(value, Mapping) else None
    # `West Europe` is `westeurope`.
    return value.replace(" ", "").casefold() if path == "location" and isinstance(value, str) else value
