"""Small templates of authors, on nothing, so that they render in a moment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scaffolder.authoring.subject import Subject, find_subject
from tests.repositories import manifest
from tests.templating.minitemplate import build_tree


def author(folder: Path, files: Mapping[str, str | bytes], *, more: str = "", version: str = "1.0.0") -> Subject:
    """Write the template `acme` below a folder; `more` goes into its manifest."""
    build_tree(folder / "acme", {"template.toml": manifest("acme", version, more), **files})
    return find_subject(folder / "acme", ())
