"""Reads a file of answers: YAML, TOML or JSON, told by its ending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import check_document


def read_answers_file(path: Path) -> dict[str, Any]:
    """Read the answers in `path`, their shape checked.

    Raises:
        ScaffolderError: the file cannot be read, is not what its ending says, or holds something else than answers.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ScaffolderError(
            f"{path} is no answers file: it ends in {path.suffix or 'nothing'!r}.",
            fix=f"Use one of the endings {', '.join(_READERS)}.",
        )
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ScaffolderError(
            f"{path} cannot be read: {error.strerror or error}.", fix="Name a file that you can read."
        ) from error
    except UnicodeDecodeError as error:
        raise ScaffolderError(f"{path} is no UTF-8 text: {error}.", fix="Save it as UTF-8.") from error
    return check_document(reader(text, path), shown=str(path))


def _yaml(text: str, path: Path) -> object:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ScaffolderError(f"{path} is no valid YAML: {error}", fix="Correct that line.") from error


def _toml(text: str, path: Path) -> object:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScaffolderError(f"{path} is no valid TOML: {error}.", fix="Correct that line.") from error


def _json(text: str, path: Path) -> object:
    import json

    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ScaffolderError(f"{path} is no valid JSON: {error}.", fix="Correct that line.") from error


_READERS: dict[str, Callable[[str, Path], object]] = {".yaml": _yaml, ".yml": _yaml, ".toml": _toml, ".json": _json}
