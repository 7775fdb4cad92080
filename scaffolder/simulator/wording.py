"""The words of the checks: paths, kinds of values, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scaffolder.simulator.types import Type, describe
from scaffolder.simulator.values import Asset, ResourceReference


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name that was probably meant: the same but for case and separators, else the closest one."""
    candidates = list(known)

    def bare(text: str) -> str:
        return "".join(character for character in text.lower() if character.isalnum())

    same = [candidate for candidate in candidates if bare(candidate) == bare(name)]
    if same:
        return same[0]
    from difflib import get_close_matches

    by_bare = {bare(candidate): candidate for candidate in candidates}
    close = get_close_matches(bare(name), list(by_bare), n=1, cutoff=0.75)
    return by_bare[close[0]] if close else None


def join(path: str, key: str, *, quote: bool = False) -> str:
    """Give the path of a property inside another, with a free key in quotes where it needs them."""
    if quote and not key.replace("_", "").replace("-", "").isalnum():
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key


def mismatch(path: str, value: Any, type_: Type, *, secret: bool) -> str:
    """Say that a value is not of the type it must be."""
    return f"`{path}` must be {describe(type_)}, not {kind(value, secret=secret)}."


def kind(value: Any, *, secret: bool) -> str:
    """Say what a value is, without telling a secret."""
    if isinstance(value, bool):
        said = "true or false" if secret else str(value).lower()
    elif isinstance(value, (int, float)):
        said = "a number" if secret else f"the number {value}"
    elif isinstance(value, str):
        said = "a string" if secret else f'the string "{value if len(value) <= 60 else value[:57] + "..."}"'  # noqa: PLR2004
    elif isinstance(value, list):
        said = "a list"
    elif isinstance(value, Asset):
        said = "an archive" if value.archive else "an asset"
    elif isinstance(value, ResourceReference):
        said = "a resource"
    else:
        said = "an object"
    return said
