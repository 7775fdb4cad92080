"""Small Pulumi projects for the tests of the engines and of `scaffold preview`."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path


def write_project(folder: Path, program: str = "", *, files: Mapping[str, str] | None = None) -> Path:
    """A project called `demo` whose program is `program`; `files` adds to or replaces what it is made of."""
    content = {"Pulumi.yaml": "name: demo\nruntime: python\n", "__main__.py": program, **(files or {})}
    for name, text in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"))
    return folder
