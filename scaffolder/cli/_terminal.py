"""Whether there is somebody at a terminal, and how much fits on its lines."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO

_LEAST = 30


def in_terminal() -> bool:
    """Whether there is somebody to ask."""
    in_ci = os.environ.get("CI", "").lower() not in {"", "0", "false"}
    return not in_ci and is_terminal(sys.stdin) and is_terminal(sys.stdout)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream leads to a terminal; one that was closed before the start is none at all."""
    return stream is not None and stream.isatty()


def columns(otherwise: int) -> int:
    """How wide a terminal's lines are; what is no terminal has no width of its own."""
    return shutil.get_terminal_size(fallback=(otherwise, 0)).columns


def wrapped(text: str, width: int) -> list[str]:
    """A text's lines at a width; words are never broken, so that what is to be copied stays whole."""
    import textwrap

    return textwrap.wrap(text, max(width, _LEAST), break_long_words=False, break_on_hyphens=False)
