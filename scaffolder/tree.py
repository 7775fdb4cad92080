"""A set of files in memory: what a template renders to, and what a project is compared as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class File(NamedTuple):
    """One file of a tree: its bytes, and whether it may be executed."""

    content: bytes
    executable: bool = False


# Path, relative and with forward slashes ("infra/__main__.py"), to file. Never holds "..", absolute paths or links.
Tree = Mapping[str, File]
