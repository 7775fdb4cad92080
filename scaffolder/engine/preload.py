"""Which SDK classes a program is likely to touch: a hint, so that they are imported before they are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from scaffolder.engine.workspace import Workspace

# The SDKs that only one cloud's stacks need.
_CLOUD_OF = {"pulumi_aws": "aws", "pulumi_gcp": "gcp", "pulumi_azure_native": "azure"}
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "tests"})
_MOST_FILES = 500

_IMPORT = re.compile(r"^[ \t]*import[ \t]+(pulumi_\w+)[ \t]+as[ \t]+(\w+)", re.MULTILINE)
_PLAIN_IMPORT = re.compile(r"^[ \t]*import[ \t]+(pulumi_\w+)[ \t]*$", re.MULTILINE)
_FROM = re.compile(r"^[ \t]*from[ \t]+(pulumi_\w+(?:\.\w+)*)[ \t]+import[ \t]+(?:\(([^)]*)\)|([^(\n#]+))", re.MULTILINE)
_USE = re.compile(r"\b(\w+)((?:\.[a-z]\w*){0,2})\.([A-Z]\w*|get_\w+)")


def likely_imports(workspace: Workspace, *, cloud: str = "") -> Sequence[str]:
    """What the program's sources seem to touch, as `module:member`; of one cloud only, when it is given."""
    found: dict[str, None] = {"pulumi": None}
    for file in _sources(workspace.program_dir):
        text = file.read_text(encoding="utf-8", errors="replace")
        if "pulumi_" in text:
            found.update(dict.fromkeys(_touched(text)))
    others = {package for package, owner in _CLOUD_OF.items() if cloud and owner != cloud}
    return [name for name in found if re.split(r"[.:]", name, maxsplit=1)[0] not in others]


def _sources(folder: Path) -> Iterator[Path]:
    files = (
        file
        for file in sorted(folder.rglob("*.py"))
        if not any(
            part in _SKIPPED or part.startswith(".") or part == "venv" for part in file.relative_to(folder).parts
        )
    )
    yield from (file for _, file in zip(range(_MOST_FILES), files, strict=False))


def _touched(text: str) -> Iterator[str]:
    modules = {alias: module for module, alias in _IMPORT.findall(text)}
    modules.update((module, module) for module in _PLAIN_IMPORT.findall(text))
    for module, bracketed, plain in _FROM.findall(text):
        for name, alias in re.findall(r"(\w+)(?:\s+as\s+(\w+))?", bracketed or plain):
            if name[0].isupper():
                yield f"{module}:{name}"
            else:
                modules[alias or name] = f"{module}.{name}"
    for alias, path, member in _USE.findall(text):
        if alias in modules:
            yield f"{modules[alias]}{path}:{member}"
