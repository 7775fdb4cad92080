"""Reads a file of answers: YAML, TOML or JSON, told by its ending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
            f"{path} is no answers file: it {f'ends in {path.suffix!r}' if path.suffix else 'has no ending'}.",
            fix=f"Use one of the endings {', '.join(_READERS)}.",
        )
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors on Windows begin with a byte order mark
    except OSError as error:
        raise ScaffolderError(
            f"{path} cannot be read: {error.strerror or error}.", fix="Name a file that you can read."
        ) from error
    except UnicodeDecodeError as error:
        raise ScaffolderError(f"{path} is no UTF-8 text: {error}.", fix="Save it as UTF-8.") from error
    try:
        document = reader(text, path)
    except RecursionError as error:
        raise ScaffolderError(f"{path} is nested too deeply.", fix="See `scaffold schema answers`.") from error
    return check_document(document, shown=str(path))


def _yaml(text: str, path: Path) -> object:
    import yaml

    from scaffolder.plain_yaml import read_yaml

    try:
        return read_yaml(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # A parser may point just past the end of the file; the last line is then the one to look at.
        where = f"line {min(mark.line + 1, len(text.splitlines()))}" if mark else "somewhere"
        raise _invalid(path, "YAML", f"{error.problem or error.context}: {where}") from error
    except yaml.YAMLError as error:
        raise _invalid(path, "YAML", str(error).partition("\n")[0]) from error


def _toml(text: str, path: Path) -> object:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _invalid(path, "TOML", str(error)) from error


def _json(text: str, path: Path) -> object:
    import json

    try:
        return json.loads(text, object_pairs_hook=_once)
    except ValueError as error:
        raise _invalid(path, "JSON", str(error)) from error


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Give a JSON object, whose keys are there once each, as in YAML and TOML."""
    found = dict(pairs)
    for key, _ in pairs if len(found) < len(pairs) else ():
        if [name for name, _ in pairs].count(key) > 1:
            raise ValueError(f"the key {key!r} is there twice")
    return found


def _invalid(path: Path, kind: str, problem: str) -> ScaffolderError:
    return ScaffolderError(f"{path} is no valid {kind}: {problem}.", fix="Correct that line.")


_READERS: dict[str, Callable[[str, Path], object]] = {".yaml": _yaml, ".yml": _yaml, ".toml": _toml, ".json": _json}
