"""A project as it would be, without copying it: what changes is written to a folder, the rest is linked there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from scaffolder.tree import File

# Not of the program, and large.
_LEFT_OUT = frozenset({".git", ".scaffold", ".hypothesis", ".pytest_cache", ".ruff_cache", "__pycache__"})


def lay_over(project: Path, folder: Path, changed: Mapping[str, File | None], *, real: Collection[str]) -> None:
    """Make `folder` hold `project` with `changed` files, None for those that go.

    The folders `real`, and those of changed files, are folders there; all else is links to what the project has.
    """
    folders = {""}
    for path in (*changed, *(f"{inner}/." for inner in real)):
        parts = path.split("/")[:-1]
        folders.update("/".join(parts[:count]) for count in range(len(parts) + 1))
    for inner in sorted(folders):
        place = folder / inner
        place.mkdir(exist_ok=True)
        source = project / inner
        for entry in os.scandir(source) if source.is_dir() else ():
            path = f"{inner}/{entry.name}".removeprefix("/")
            if entry.name not in _LEFT_OUT and path not in changed and path not in folders:
                _link(Path(entry.path), place / entry.name)
    for path, file in changed.items():
        if file is not None:
            place = folder / path
            place.write_bytes(file.content)
            place.chmod(0o755 if file.executable else 0o644)


def _link(source: Path, place: Path) -> None:
    try:
        place.symlink_to(source.resolve(), target_is_directory=source.is_dir())
    except OSError:  # Windows asks for a right that not all have
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, place)
