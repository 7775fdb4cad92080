"""How a Python project's dependencies are installed, by the tool it uses."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scaffolder.errors import ScaffolderError


def install_commands(options: Mapping[str, Any], *, root: Path) -> Sequence[Sequence[str]]:
    """Return the commands that install what a project requires, from its runtime options in `Pulumi.yaml`.

    The options are those of Pulumi's Python runtime: https://www.pulumi.com/docs/iac/languages-sdks/python/
    """
    toolchain = options.get("toolchain", "pip")
    if toolchain == "uv":
        return (("uv", "sync"),)
    if toolchain == "poetry":
        return (("poetry", "install", "--no-interaction"),)
    if toolchain != "pip":
        raise ScaffolderError(
            f"The toolchain {toolchain!r} in {root / 'Pulumi.yaml'} is none of pip, poetry and uv.",
            fix="Set `runtime: {name: python, options: {toolchain: pip}}`.",
        )
    python = sys.executable
    commands: list[Sequence[str]] = []
    if named := options.get("virtualenv"):
        environment = root / str(named)
        commands.append((python, "-m", "venv", str(environment)))
        python = str(environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    if (root / "requirements.txt").is_file():
        commands.append((python, "-m", "pip", "install", "-r", "requirements.txt"))
    elif (root / "pyproject.toml").is_file():
        commands.append((python, "-m", "pip", "install", "-e", "."))
    return commands
