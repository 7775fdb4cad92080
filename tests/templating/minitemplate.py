"""Builds small templates for tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scaffolder.templating.template import Template, read_template
from scaffolder.tree import Tree

MANIFEST = 'name = "{name}"\nversion = "1.2.3"\ndescription = "A template of a test."\n'


def build_tree(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `folder`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def build_program(folder: Path) -> Path:
    """A program of three clouds, with what lies beside one in this repository."""
    return build_tree(
        folder / "stacks",
        {
            "__main__.py": "main",
            "Pulumi.dev.yaml": "a reference stack",
            "inference/__init__.py": "",
            "inference/contract.py": "<{ not rendered }>",
            "inference/aws/service.py": "aws",
            "inference/gcp/service.py": "gcp",
            "inference/azure/service.py": "azure",
            "inference/__pycache__/contract.pyc": b"\x00",
        },
    )


def template(folder: Path, files: Mapping[str, str | bytes], *, name: str = "one", more: str = "") -> Template:
    """A template called `name`, its `files` by their path beside the manifest; `more` goes into the manifest."""
    build_tree(folder / name, {"template.toml": MANIFEST.format(name=name) + more, **files})
    return read_template(folder / name, program=build_program(folder))


def texts(tree: Tree) -> dict[str, str]:
    """A tree's files as text."""
    return {path: file.content.decode() for path, file in tree.items()}
