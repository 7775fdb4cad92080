"""Where the Pulumi program and the templates lie that come with the command, and the program's own rules."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

_PACKAGE = Path(__file__).parent
_INFERENCE = "_scaffolder_shipped_inference"


@cache
def _shipped(folder: str) -> Path:
    """The folder in the wheel, or next to the package in a checkout."""
    in_wheel = _PACKAGE / "_shipped" / folder
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / folder


def stacks_dir() -> Path:
    """Give the folder of the Pulumi program."""
    return _shipped("stacks")


def templates_dir() -> Path:
    """Give the folder whose folders are the built-in templates."""
    return _shipped("templates")


def program_module(name: str) -> ModuleType:
    """Import a module of the program's `inference` package that needs no SDK, such as `settings`.

    It is the very file that is written into projects. It gets a name of its own here, so that it never meets the
    `inference` package of a project that happens to be importable.
    """
    if _INFERENCE not in sys.modules:
        folder = stacks_dir() / "inference"
        spec = importlib.util.spec_from_file_location(
            _INFERENCE, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        if spec is None or spec.loader is None:
            raise ImportError(f"{folder} holds no package")
        package = importlib.util.module_from_spec(spec)
        sys.modules[_INFERENCE] = package
        spec.loader.exec_module(package)
    return importlib.import_module(f"{_INFERENCE}.{name}")
