"""A resource's inputs as rules see them: what is known, unknown and absent told apart, secrets never shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from scaffolder.simulator.constraints.comparing import number_of
from scaffolder.simulator.constraints.words import shown
from scaffolder.simulator.values import UNKNOWN, ResourceReference, Secret, Unknown
from scaffolder.simulator.wording import join

_TRUTH: Final[Mapping[str, bool]] = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule has to say about one property."""

    path: str
    value: Any
    message: str
    fix: str
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True)
class Given:
    """One value among a resource's inputs, with its path; None stands for absent, an empty string counts so too.

    `["name"]` gives a property of an object, `items()` the items of a list. Each of them exists for every value: below
    an unknown value all is unknown, below an absent one all is absent. The root knows the `type` of the resource.
    """

    value: Any
    path: str = ""
    secret: bool = False
    type: str = ""

    def __post_init__(self) -> None:
        value, secret = self.value, self.secret
        while isinstance(value, Secret):
            value, secret = value.value, True
        object.__setattr__(self, "value", value)
        object.__setattr__(self, "secret", secret)

    @property
    def unknown(self) -> bool:
        """Whether the value is known only after deployment."""
        return isinstance(self.value, Unknown)

    @property
    def absent(self) -> bool:
        """Whether nothing was given."""
        return self.value is None or self.value == ""

    @property
    def known(self) -> bool:
        """Whether a value was given that can be looked at."""
        return not self.unknown and not self.absent

    @cached_property
    def complete(self) -> bool:
        """Whether nothing in it is unknown."""
        return _complete(self.value)

    @property
    def text(self) -> str | None:
        """The value when it is a known string, not empty."""
        return self.value if isinstance(self.value, str) and self.value else None

    @property
    def number(self) -> float | None:
        """The value when it is a known number, or text of one."""
        return number_of(self.value)

    @property
    def flag(self) -> bool | None:
        """The value when it is known to be true or false, or text of it."""
        if isinstance(self.value, bool):
            return self.value
        return _TRUTH.get(self.value.lower()) if isinstance(self.value, str) else None

    @property
    def shown(self) -> str:
        """The value for a message."""
        return "a secret value" if self.secret else shown(self.value)

    def __getitem__(self, name: str) -> Given:
        inner = self.value.get(name) if isinstance(self.value, Mapping) else UNKNOWN if self.unknown else None
        return Given(inner, join(self.path, name), self.secret)

    def items(self) -> list[Given]:
        """Give the items of a list; none when it is no list, absent or unknown."""
        items = self.value if isinstance(self.value, list) else []
        return [Given(item, f"{self.path}[{index}]", self.secret) for index, item in enumerate(items)]

    def entries(self) -> Iterator[tuple[str, Given]]:
        """Give the keys and values of a map; none when it is no map, absent or unknown."""
        for key, item in self.value.items() if isinstance(self.value, Mapping) else ():
            if not str(key).startswith("__"):
                yield str(key), Given(item, join(self.path, str(key), quote=True), self.secret)

    def document(self) -> Given:
        """Give what a JSON text holds, or an object given in its place; absent when it is no JSON."""
        if not isinstance(self.value, str):
            return self
        try:
            return Given(json.loads(self.value), self.path, self.secret)
        except ValueError:
            return Given(None, self.path, self.secret)

    def finding(self, message: str, *, fix: str, severity: Literal["error", "warning"] = "error") -> Finding:
        """Give a finding about this value."""
        value = None if self.absent or self.unknown else Secret(None) if self.secret else self.value
        return Finding(path=self.path, value=value, message=message, fix=fix, severity=severity)


def _complete(value: Any) -> bool:
    if isinstance(value, Secret):
        return _complete(value.value)
    if isinstance(value, Mapping):
        return all(_complete(item) for item in value.values())
    if isinstance(value, list):
        return all(_complete(item) for item in value)
    return not isinstance(value, (Unknown, ResourceReference))
