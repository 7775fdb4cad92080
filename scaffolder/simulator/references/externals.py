"""What a project says is there although its program does not make it: `constraints/externals.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scaffolder.errors import ScaffolderError
from scaffolder.simulator.constraints.store import EXTERNALS
from scaffolder.simulator.constraints.toml_file import read_toml

_FORM: Final = '[[externals]] with `id = "vpc-0123456789abcdef0"` and, to say why, a `note`'
_KEYS: Final = frozenset({"id", "note"})


@dataclass(frozen=True)
class Externals:
    """The ids, ARNs, links and names that a project refers to and does not make; `*` stands for any text."""

    ids: Sequence[str]

    def hold(self, text: str) -> bool:
        """Say whether one of them is this text."""
        return any(re.fullmatch(".*".join(map(re.escape, one.split("*"))), text, re.DOTALL) for one in self.ids)


def read_externals(folder: Path) -> Externals | None:
    """Give what the file in a project's folder of constraints declares; None when there is none.

    Raises:
        ScaffolderError: the file is wrong.
    """
    file, shown = folder / EXTERNALS, f"{folder.name}/{EXTERNALS}"
    if not file.is_file():
        return None
    document = read_toml(file, shown=shown)
    entries = document.pop("externals", [])
    if document or not isinstance(entries, list):
        wrong = next(iter(document), "externals")
        raise ScaffolderError(f"{shown}: {wrong!r} is no list of externals.", fix=f"Write {_FORM}.")
    return Externals([_id(shown, number, entry) for number, entry in enumerate(entries, start=1)])


def _id(shown: str, number: int, entry: Any) -> str:
    known = isinstance(entry, Mapping) and not set(entry) - _KEYS
    if not known or not isinstance(entry.get("id"), str) or not isinstance(entry.get("note", ""), str):
        raise ScaffolderError(
            f"{shown}, entry {number}: an external has an `id` and may have a `note`, both text.", fix=f"Write {_FORM}."
        )
    if not entry["id"].strip("*"):
        raise ScaffolderError(
            f"{shown}, entry {number}: `id` is {entry['id']!r}, which allows everything.",
            fix="Name what is there, or remove the file to have no reference held.",
        )
    return entry["id"]
