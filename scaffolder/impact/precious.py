"""What must not be replaced or deleted unasked, and why: `precious.toml` says it by type."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from scaffolder.impact.compare import Effect

_TABLE = Path(__file__).with_name("precious.toml")


@dataclass(frozen=True, kw_only=True)
class Loss:
    """Something precious that would be replaced or deleted."""

    effect: Effect
    reason: str

    def __str__(self) -> str:
        """Give it as a message lists it."""
        how = "deleted" if self.effect.fate == "gone" else f"replaced, for its {', '.join(self.effect.properties)}"
        return f"{self.effect.urn}\n      {self.reason}; it would be {how}"


def losses(effects: Iterable[Effect], *, allowed: Sequence[str]) -> Iterator[Loss]:
    """Give what would be lost, but for what is allowed: URNs, where `*` stands for any characters."""
    for effect in effects:
        if effect.fate in {"replaced", "gone"} and not any(fnmatchcase(effect.urn, glob) for glob in allowed):
            reason = reason_of(effect.type)
            if reason:
                yield Loss(effect=effect, reason=reason)


def reason_of(type_: str) -> str:
    """Say what is lost with a resource of a type; empty when nothing is."""
    plain, globs = _table()
    return plain.get(type_) or next((reason for glob, reason in globs.items() if fnmatchcase(type_, glob)), "")


@cache
def _table() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Give the reasons of whole types, and those of types with a `*`."""
    reasons = {
        type_: reason
        for cloud in tomllib.loads(_TABLE.read_text(encoding="utf-8")).values()
        for type_, reason in cloud.items()
    }
    globs = {type_: reason for type_, reason in reasons.items() if "*" in type_}
    return {type_: reason for type_, reason in reasons.items() if type_ not in globs}, globs
