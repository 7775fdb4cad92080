"""Reads a TOML file that belongs to a project."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from scaffolder.errors import ScaffolderError


def read_toml(file: Path, *, shown: str) -> dict[str, Any]:
    """Give what a file says; `shown` is what messages call it.

    Raises:
        ScaffolderError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ScaffolderError(f"{shown} cannot be read: {error}.", fix="Give it as UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise ScaffolderError(f"{shown} is no TOML file: {error}.", fix="Correct it there.") from error
