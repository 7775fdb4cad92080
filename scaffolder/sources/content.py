"""What of a template's folder makes projects, and its hash; what lies beside it (tests, a README) does not count."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

_FOLDERS = ("files", "parts")
_LEFT_OUT = frozenset({"__pycache__", ".DS_Store", "Thumbs.db"})


def is_content(path: str) -> bool:
    """Whether a file at `path` in a template's folder is part of the template."""
    first, slash, _ = path.partition("/")
    return first in _FOLDERS if slash else path.endswith(".toml")


def content_hash(folder: Path) -> str:
    """Hash a template's content: paths, bytes, and which files may be executed.

    What comes before the colon names the way it is hashed; only hashes of one way can be compared.
    """
    whole = hashlib.sha256()
    for path, file in sorted(_content(folder)):
        executable = b"x" if file.stat().st_mode & stat.S_IXUSR else b"-"
        for part in (path.encode(), executable, file.read_bytes()):
            whole.update(len(part).to_bytes(8) + part)
    return f"sha256:{whole.hexdigest()}"


def same_content(one: str, other: str) -> bool:
    """Whether two hashes are of the same content, as far as they can tell."""
    return one == other or one.partition(":")[0] != other.partition(":")[0]


def _content(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.glob("*.toml"):
        yield path.name, path
    for name in _FOLDERS:
        for above, folders, files in os.walk(folder / name):
            folders[:] = [inside for inside in folders if inside not in _LEFT_OUT]
            for file in files:
                path = Path(above, file)
                if file not in _LEFT_OUT:
                    yield path.relative_to(folder).as_posix(), path
