"""Whether there is somebody at a terminal."""

from __future__ import annotations

import os
import sys


def in_terminal() -> bool:
    """Whether there is somebody to ask."""
    in_ci = os.environ.get("CI", "").lower() not in {"", "0", "false"}
    return not in_ci and sys.stdin.isatty() and sys.stdout.isatty()
