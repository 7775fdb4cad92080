"""The questions of templates, laid over each other, and how an answer is read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.templating.claims import Claims
from scaffolder.templating.manifest import Manifest
from scaffolder.templating.manifest_tables import Lock
from scaffolder.templating.patterns import matches
from scaffolder.templating.template import Template

_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_LISTS = ("multi-choice", "list")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value that can be chosen, and the words for it."""

    value: Any
    label: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a template asks. `owners` has the manifest that last said each key of it, which is where its line is."""

    key: str
    type: str
    ask: str = ""
    help: str = ""
    default: Any = None
    choices: Sequence[Choice] = ()
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    when: str = ""
    lock: Lock | None = None
    owners: Mapping[str, Manifest]

    @property
    def words(self) -> str:
        """What is asked of a person."""
        return self.ask or self.help or f"{self.key}?"

    @property
    def asked_by(self) -> Manifest:
        """The manifest that asks it first."""
        return self.owners["type"]

    def read(self, value: object) -> Any:
        """Give an answer by its type, from text or as the type itself; of a secret only whether there is one.

        Raises:
            ValueError: with what is wrong, as a sentence that starts with the value.
        """
        if self.type == "secret":
            return self._secret(value)
        read = [self._item(item) for item in _listed(value)] if self.type in _LISTS else self._item(value)
        self._check_size(read)
        return read

    def _item(self, value: object) -> Any:
        read = _READERS.get(self.type, _text)(value)
        if self.choices and read not in [choice.value for choice in self.choices]:
            read = next((choice.value for choice in self.choices if str(choice.value) == str(value)), None)
            if read is None:
                allowed = ", ".join(str(choice.value) for choice in self.choices)
                raise ValueError(f"{value!r} is none of the choices; it can be {allowed}.")
        if self.pattern and isinstance(read, str) and not matches(self.pattern, read):
            raise ValueError(f"{value!r} does not match {self.pattern}.")
        return read

    def _secret(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        if not isinstance(value, str):
            raise ValueError("what is given is no text.")  # noqa: TRY004 - the one error of reading; never the value
        if value and self.pattern and not matches(self.pattern, value):
            raise ValueError(f"what is given does not match {self.pattern}.")
        return bool(value)

    def _check_size(self, value: Any) -> None:
        size = len(value) if isinstance(value, (str, list)) else value
        if isinstance(size, bool) or (self.least is None and self.most is None):
            return
        low = self.least is None or size >= self.least
        if low and (self.most is None or size <= self.most):
            return
        unit = "characters" if isinstance(value, str) else "items" if isinstance(value, list) else ""
        raise ValueError(f"{value!r} is out of range; it can be {_range(self.least, self.most)} {unit}".rstrip() + ".")


def merge_questions(templates: Sequence[Template], claims: Claims | None = None) -> dict[str, Question]:
    """Lay the questions of templates over each other: a later one may change all but the type of one below.

    Raises:
        ScaffolderError: a question has no type, or another than below, or says what no question can.
    """
    questions: dict[str, Question] = {}
    for template in templates:
        manifest = template.manifest
        for key, data in manifest.questions.items():
            questions[key] = _changed(questions.get(key), key, data, manifest)
            for said in ("default", "choices"):
                if claims and said in data:
                    claims.claim(f"{said} of the question {key}", template.name, data[said])
        for key, lock in manifest.locked.items():
            question = questions.get(key)
            if question and question.lock is None:
                questions[key] = replace(question, lock=lock, owners={**question.owners, "lock": manifest})
            elif question and claims and question.lock != lock:
                claims.add(f"the lock of {key}", question.owners["lock"].name, template.name)
    return questions


def _changed(below: Question | None, key: str, data: Mapping[str, Any], manifest: Manifest) -> Question:
    if below is None and "type" not in data:
        raise ScaffolderError(
            f"{manifest.where('questions', key)}: {key} has no type, and no layer below asks it.",
            fix='Add type = "text", or correct the name.',
        )
    if below is not None and data.get("type", below.type) != below.type:
        raise ScaffolderError(
            f"{manifest.where('questions', key, 'type')}: {key} is a {below.type} in {below.asked_by.name}.",
            fix="Leave the type out, or ask under another name.",
        )
    changes = {name: data[name] for name in ("type", "ask", "help", "default", "pattern", "when") if name in data}
    if "choices" in data:
        changes["choices"] = tuple(_choice(choice) for choice in data["choices"])
    least, most = data.get("range", (data.get("min"), data.get("max")))
    changes |= {name: bound for name, bound in (("least", least), ("most", most)) if bound is not None}
    owners = {**(below.owners if below else {}), **dict.fromkeys(data, manifest)}
    question = replace(below, **changes, owners=owners) if below else Question(key=key, owners=owners, **changes)
    _check_pattern(question)
    return question


def _check_pattern(question: Question) -> None:
    try:
        re.compile(question.pattern)
    except re.error as error:
        where = question.owners["pattern"].where("questions", question.key, "pattern")
        raise ScaffolderError(f"{where}: pattern is no regular expression: {error}.", fix="Correct it.") from error


def _choice(data: Any) -> Choice:
    value = data["value"] if isinstance(data, dict) else data
    return Choice(value=value, label=data.get("label", str(value)) if isinstance(data, dict) else str(value))


def _range(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f"{least} to {most}"
    return f"{least} or more" if most is None else f"at most {most}"


def _listed(value: object) -> list[Any]:
    """A list as such, as JSON, or as text with commas."""
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, str):
        if value.startswith("["):
            try:
                return list(json.loads(value))
            except ValueError as error:
                raise ValueError(f"{value!r} is no list.") from error
        return [item.strip() for item in value.split(",") if item.strip()]
    raise ValueError(f"{value!r} is no list.")


def _text(value: object) -> Any:
    if isinstance(value, (str, int, float)):
        return value
    raise ValueError(f"{value!r} is no single value.")


def _plain_text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(f"{value!r} is no text.")


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,30}", value.strip()):
        return int(value)
    raise ValueError(f"{value!r} is no whole number.")


def _number(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,30}(\.\d{1,30})?", value.strip()):
        return float(value) if "." in value else int(value)
    raise ValueError(f"{value!r} is no number.")


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in (*_YES, *_NO):
        return value.strip().lower() in _YES
    raise ValueError(f"{value!r} is neither true nor false.")


_READERS = {"text": _plain_text, "list": _plain_text, "integer": _integer, "number": _number, "boolean": _boolean}
