"""Reading Pulumi's own files (YAML or JSON) the way Pulumi reads them, with errors that show the line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from scaffolder.errors import ScaffolderError
from scaffolder.plain_yaml import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

# The order in which `pulumi` looks for a project file (sdk/go/common/encoding: Exts).
EXTENSIONS = (".json", ".yaml", ".yml")


def read_document(path: Path) -> Any:
    """What a YAML or JSON file holds, as plain Python values; None for an empty file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScaffolderError(
            f"{path} is not UTF-8 text: byte {error.object[error.start]:#04x} at offset {error.start}.",
            fix="Save the file as UTF-8.",
        ) from None
    except OSError as error:
        raise ScaffolderError(f"{path} cannot be read: {error.strerror}.", fix="Check its permissions.") from None
    return _read_json(path, text) if path.suffix == ".json" else _read_yaml(path, text)


def _read_json(path: Path, text: str) -> Any:
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _broken(path, text, error.lineno, error.colno, error.msg) from None


def _read_yaml(path: Path, text: str) -> Any:
    try:
        return read_yaml(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _broken(path, text, line, column, error.problem or error.context or "not valid YAML") from None
    except yaml.YAMLError as error:
        raise _broken(path, text, 1, 1, str(error)) from None


def _broken(path: Path, text: str, line: int, column: int, problem: str) -> ScaffolderError:
    lines = text.splitlines()
    # A parser may point just past the end of the file; the last line is then the one to look at.
    line = min(line, max(len(lines), 1))
    shown = lines[line - 1] if lines else ""
    kind = "JSON" if path.suffix == ".json" else "YAML"
    return ScaffolderError(
        f"{path}, line {line}, column {column}: {problem}\n    {shown}\n    {' ' * (column - 1)}^",
        fix=f"Correct the {kind} on line {line} of {path.name}.",
    )
