"""Answers of functions that a project declares itself: what a real cloud would say, where nobody else knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scaffolder.errors import ScaffolderError
from scaffolder.simulator.constraints.store import ANSWERS
from scaffolder.simulator.constraints.toml_file import read_toml
from scaffolder.simulator.subject import plain

_FORM: Final = '[["aws:ec2/getAmi:getAmi"]] with `result = { id = "ami-0123456789abcdef0" }`'


@dataclass(frozen=True, kw_only=True)
class Declared:
    """One answer: to every question whose arguments have these values."""

    args: Mapping[str, Any]
    result: Mapping[str, Any]

    def answers(self, args: Mapping[str, Any]) -> bool:
        """Say whether it answers a question with these arguments."""
        return all(_plain(args.get(name)) == value for name, value in self.args.items())


def _plain(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


class DeclaredAnswers:
    """The answers of one project, read when first asked for, from the `folder` of its constraints if there is one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._answers: Mapping[str, Sequence[Declared]] | None = None

    def to(self, token: str, args: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Give the first answer that is declared to a question; None when there is none."""
        if self._answers is None:
            self._answers = read_answers(self._folder) if self._folder else {}
        return next((one.result for one in self._answers.get(token, ()) if one.answers(args)), None)


def read_answers(folder: Path) -> Mapping[str, Sequence[Declared]]:
    """Give the answers of a folder's file by function; a wrong file raises ScaffolderError."""
    file, shown = folder / ANSWERS, f"{folder.name}/{ANSWERS}"
    if not file.is_file():
        return {}
    document = read_toml(file, shown=shown)
    return {
        token: [_declared(shown, token, entry) for entry in _entries(shown, token, said)]
        for token, said in document.items()
    }


def _entries(shown: str, token: str, said: Any) -> list[Any]:
    if token.count(":") != 2 or not isinstance(said, list):  # noqa: PLR2004 - package:module:name
        raise ScaffolderError(f"{shown}: {token!r} is no list of a function's answers.", fix=f"Write {_FORM}.")
    return said


def _declared(shown: str, token: str, entry: Any) -> Declared:
    args, result = (entry.get("args", {}), entry.get("result")) if isinstance(entry, dict) else ({}, None)
    if not isinstance(args, dict) or not isinstance(result, dict) or set(entry) - {"args", "result"}:
        raise ScaffolderError(
            f'{shown}, [["{token}"]]: an answer has a table `result` and, to answer only some questions, '
            "a table `args`.",
            fix=f"Write {_FORM}.",
        )
    return Declared(args=args, result=result)
