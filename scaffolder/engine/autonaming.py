"""The setting `pulumi:autonaming` as the engine reads it: which name a provider is asked for, by resource type.

https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration, and pkg/resource/autonaming and
pkg/cmd/pulumi/autonaming of github.com/pulumi/pulumi 3.259 (read 2026-11-25).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scaffolder.engine.config import StackConfig
from scaffolder.engine.throwaway import ORGANIZATION
from scaffolder.errors import ScaffolderError
from scaffolder.simulator.naming import Naming
from scaffolder.simulator.plausible import guid

KEY: Final = "pulumi:autonaming"
_SETTING: Final = re.compile(r"\$\{config\.([^}]+)\}")
_RANDOM: Final = re.compile(r"\$\{(?:(hex|alphanum|string|num)\((\d+)\)|(uuid))\}")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_DIGITS: Final = "0123456789"
_ALPHABETS: Final = {"hex": f"{_DIGITS}abcdef", "alphanum": _LETTERS + _DIGITS, "string": _LETTERS, "num": _DIGITS}
_MODES: Final = ("default", "verbatim", "disabled")


@dataclass(frozen=True, kw_only=True)
class _Strategy:
    """One way to name; `pattern` counts in no mode."""

    mode: str = "default"
    pattern: str | None = None
    enforce: bool = False

    def of(self, urn: str) -> Naming | None:
        name = urn.rpartition("::")[2]
        if self.pattern is not None:
            return Naming(mode="enforce" if self.enforce else "propose", name=_filled(self.pattern, name, seed=urn))
        if self.mode == "verbatim":
            return Naming(mode="enforce", name=name)
        return Naming(mode="disable") if self.mode == "disabled" else None


class Autonaming:
    """What a stack's settings ask of providers: for all, for one provider, for one resource type."""

    def __init__(self, project: str, config: StackConfig) -> None:
        """Read a stack's setting.

        Raises:
            ScaffolderError: the engine would refuse it.
        """
        self._project = project
        self._config = config
        self._every = _Strategy()
        self._providers: dict[str, _Strategy] = {}
        self._types: dict[str, _Strategy] = {}
        if (written := config.values.get(KEY)) is not None:
            self._read(written)

    def of(self, urn: str, type_: str) -> Naming | None:
        """Give what is asked of a resource's provider; None when it is left to it."""
        package = type_.partition(":")[0]
        return (self._types.get(type_) or self._providers.get(package) or self._every).of(urn)

    def _read(self, written: str) -> None:
        try:
            section = json.loads(written)
        except ValueError:
            section = written
        self._every = self._strategy(section, ("providers",), where="") or _Strategy()
        for package, said in _mapping(section, "providers", self._wrong).items():
            where = f"providers.{package}"
            self._providers[package] = self._strategy(said, ("resources",), where=where) or self._every
            for type_, own in _mapping(said, "resources", self._wrong).items():
                strategy = self._strategy(own, (), where=f"{where}.resources.{type_}")
                if strategy is None:
                    raise self._wrong(f"mode or pattern must be specified for resource {type_!r}")
                if type_.partition(":")[0] == package:
                    self._types[type_] = strategy

    def _strategy(self, said: Any, below: tuple[str, ...], *, where: str) -> _Strategy | None:
        """The strategy that a section sets; None where it sets none."""
        place = where or KEY
        if not isinstance(said, Mapping):
            raise self._wrong(f"`{place}` is {json.dumps(said)}, and must be a mapping")
        if unknown := sorted(set(said) - {"mode", "pattern", "enforce", *below}):
            raise self._wrong(f"`{place}` has no `{unknown[0]}`")
        mode, pattern, enforce = said.get("mode"), said.get("pattern"), said.get("enforce")
        if mode is not None and (pattern is not None or enforce is not None):
            raise self._wrong(f"`{place}` cannot have both mode and pattern or enforce")
        if enforce is not None and pattern is None:
            raise self._wrong(f"`{place}` has enforce and no pattern")
        if not isinstance(enforce, bool | None) or not isinstance(pattern, str | None):
            raise self._wrong(f"`{place}` takes a text as pattern and true or false as enforce")
        if pattern is not None:
            return _Strategy(pattern=self._of_stack(pattern), enforce=bool(enforce))
        if mode is not None and mode not in _MODES:
            raise self._wrong(f"`{place}` has the mode {mode!r}")
        return _Strategy(mode=mode) if mode is not None else None

    def _of_stack(self, pattern: str) -> str:
        """A pattern with what is the same for the whole stack filled in."""
        for name, value in (("organization", ORGANIZATION), ("project", self._project), ("stack", self._config.stack)):
            pattern = pattern.replace(f"${{{name}}}", value)
        return _SETTING.sub(lambda found: self._setting(found[1]), pattern)

    def _setting(self, key: str) -> str:
        value = self._config.values.get(f"{self._project}:{key}")
        if value is None:
            raise self._wrong(f"no value found for key {key!r}", fix=f"pulumi config set {key} <value>")
        return value

    def _wrong(self, what: str, *, fix: str = "") -> ScaffolderError:
        modes = f"{', '.join(_MODES[:-1])} or {_MODES[-1]}"
        return ScaffolderError(
            f"Stack {self._config.stack!r}: the setting {KEY} is wrong: {what}.",
            fix=fix or f"It takes `mode` ({modes}), or `pattern` with `enforce`, and `providers` with `resources`.",
        )


def _mapping(section: Any, key: str, wrong: Callable[[str], ScaffolderError]) -> Mapping[str, Any]:
    found = section.get(key) or {}
    if not isinstance(found, Mapping):
        raise wrong(f"`{key}` is {json.dumps(found)}, and must be a mapping")
    return found


def _filled(pattern: str, name: str, *, seed: str) -> str:
    """A name made of a pattern; what is random in it is made of the URN, so that it is the same every time."""
    places = iter(range(len(pattern)))

    def made(found: re.Match[str]) -> str:
        place = f"{seed}|autonaming|{next(places)}"
        if found[3]:
            return guid(place)
        alphabet, length = _ALPHABETS[found[1]], int(found[2])
        digits = b"".join(hashlib.sha256(f"{place}|{block}".encode()).digest() for block in range(length // 32 + 1))
        return "".join(alphabet[digit % len(alphabet)] for digit in digits[:length])

    return _RANDOM.sub(made, pattern.replace("${name}", name))
