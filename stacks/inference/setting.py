"""What one setting is: its type, default, bounds and words, and how a value given as text is read."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn


class SettingProblem(NamedTuple):
    """One wrong setting: its key, the value given, what is allowed, and how to fix it."""

    key: str
    value: object
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.key}: {self.message} {self.fix}"


class SettingsError(ValueError):
    """Settings that cannot be served; `problems` has every one of them."""

    def __init__(self, problems: Iterable[SettingProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One key of the service's Pulumi config.

    `type` is what `Pulumi.yaml` declares, so that the engine checks it too; `number` marks a text that must read as a
    number, since Pulumi's config has no fractions. `minimum`, `maximum`, `choices` and `pattern` bound the value, or
    each item of an array.
    """

    key: str
    type: str
    default: Any
    description: str
    number: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    pattern_words: str = ""
    items: str = "string"

    @property
    def config_default(self) -> Any:
        """The default as `Pulumi.yaml` and a stack's file spell it."""
        if self.number:
            return f"{self.default:g}"
        return (
            list(self.default)
            if self.type == "array"
            else dict(self.default)
            if self.type == "object"
            else self.default
        )

    @property
    def allowed(self) -> str:
        """What may be given, in words."""
        if self.choices:
            return f"Allowed: {', '.join(choice or 'empty' for choice in self.choices)}."
        if self.minimum is not None and self.maximum is not None:
            kind = "a number" if self.number else "a whole number"
            return f"Allowed: {kind} from {self.minimum:g} to {self.maximum:g}."
        if self.pattern_words:
            return f"Allowed: {self.pattern_words}."
        return f"Allowed: {_KIND_WORDS[self.type]}."

    def read(self, value: object) -> Any:
        """`value`, given in code, YAML or as text, as this setting's own type.

        Raises:
            SettingsError: it is of another type, out of bounds, or not one of the choices.
        """
        typed = self._typed(value)
        for item in typed if self.type == "array" else (typed,):
            self._bound(item)
        return typed

    def _typed(self, value: object) -> Any:
        if self.number:
            return self._number(value)
        if self.type == "boolean":
            text = str(value).lower()
            return self._refuse(value) if text not in {"true", "false"} else text == "true"
        if self.type == "integer":
            if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d+", str(value).strip()):
                self._refuse(value)
            return int(str(value))
        if self.type == "array":
            return self._array(value)
        if self.type == "object":
            return self._object(value)
        return self._refuse(value) if value is None or isinstance(value, (Mapping, list, tuple)) else str(value).strip()

    def _number(self, value: object) -> float:
        if isinstance(value, bool) or not re.fullmatch(r"\d+(\.\d+)?", str(value).strip()):
            self._refuse(value)
        return float(str(value))

    def _array(self, value: object) -> tuple[Any, ...]:
        if isinstance(value, str):
            text = value.strip()
            value = (
                self._json(text) if text.startswith("[") else [part.strip() for part in text.split(",") if part.strip()]
            )
        if not isinstance(value, Sequence):
            self._refuse(value)
        wanted = Mapping if self.items == "object" else str
        if any(not isinstance(item, wanted) for item in value):
            self._refuse(value)
        return tuple(dict(item) if isinstance(item, Mapping) else item for item in value)

    def _object(self, value: object) -> dict[str, str]:
        if isinstance(value, str):
            text = value.strip()
            if text.startswith("{"):
                value = self._json(text)
            else:
                pairs = [part.partition("=") for part in text.split(",") if part.strip()]
                value = {name.strip(): given.strip() if sign else None for name, sign, given in pairs}
        if not isinstance(value, Mapping) or any(
            isinstance(item, (Mapping, list, type(None))) for item in value.values()
        ):
            self._refuse(value)
        return {str(name): _scalar_text(given) for name, given in value.items()}

    def _json(self, text: str) -> Any:
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return self._refuse(text)

    def _bound(self, value: Any) -> None:
        if self.choices and value not in self.choices:
            from difflib import get_close_matches  # only a mistake needs it

            near = get_close_matches(str(value), self.choices, n=1, cutoff=0.4)
            self._refuse(value, f"Did you mean {near[0]}?" if near else "")
        if self.minimum is not None and not self.minimum <= value <= (self.maximum or 0):
            self._refuse(value)
        if self.pattern and value and isinstance(value, str) and not re.fullmatch(self.pattern, value):
            self._refuse(value)

    def _refuse(self, value: object, hint: str = "") -> NoReturn:
        shown = json.dumps(value, default=str, ensure_ascii=False)
        raise SettingsError(
            [
                SettingProblem(
                    key=self.key, value=value, message=f"{shown} cannot be used.", fix=f"{self.allowed} {hint}".strip()
                )
            ]
        )


_KIND_WORDS = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list, in text separated by commas",
    "object": "names with values, in text NAME=VALUE separated by commas",
}


def _scalar_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def camel_case(name: str) -> str:
    """`memory_mib` as the config key `memoryMib`."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def setting(type_: str, default: Any, description: str, **bounds: Any) -> Any:
    """A dataclass field that carries its own `Setting`."""
    metadata = {"setting": {"type": type_, "default": default, "description": description, **bounds}}
    if isinstance(default, dict):
        return dataclasses.field(default_factory=lambda: dict(default), metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def settings_of(cls: Any) -> tuple[Setting, ...]:
    """Every setting of a dataclass whose fields were made with `setting`, in the order written."""
    return tuple(
        Setting(key=camel_case(field.name), **field.metadata["setting"])
        for field in dataclasses.fields(cls)
        if "setting" in field.metadata
    )


def unknown_key(key: str, known: Iterable[str]) -> SettingProblem:
    """The problem of a key that is no setting, with the nearest that is."""
    from difflib import get_close_matches

    near = get_close_matches(key, list(known), n=1, cutoff=0.5)
    fix = f"Did you mean {near[0]}?" if near else f"The settings are: {', '.join(sorted(known))}."
    return SettingProblem(key=key, value=None, message="there is no such setting.", fix=fix)
