"""Keeps the salt of our throwaway backend out of the user's settings files."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from scaffolder.engine.config import full_key
from scaffolder.engine.project_file import read_document
from scaffolder.engine.throwaway import SALT
from scaffolder.engine.workspace import Workspace

_SALT_KEY: Final = "encryptionsalt"


@contextmanager
def guarded_settings(workspace: Workspace) -> Generator[None]:
    """Run the block, in which `pulumi` may write a stack's salt into its settings file, and take it out again.

    A file that says the same as before gets its old bytes back; what the user set meanwhile stays.
    """
    before = {file: (file.read_bytes(), _meaning(file, workspace)) for file in _files(workspace)}
    try:
        yield
    finally:
        for file in _files(workspace):
            document = read_document(file)
            if not isinstance(document, Mapping) or document.get(_SALT_KEY) != SALT:
                continue
            content, meaning = before.get(file, (b"", {}))
            if _meaning(file, workspace) == meaning:
                _restore(file, content)
            else:
                _take_out(file, document)


def _files(workspace: Workspace) -> list[Path]:
    return sorted(workspace.stack_config_dir.glob(f"Pulumi.*{workspace.file.suffix}"))


def _restore(file: Path, content: bytes) -> None:
    if content:
        file.write_bytes(content)
    else:
        file.unlink()


def _take_out(file: Path, document: Mapping[str, Any]) -> None:
    if file.suffix == ".json":
        rest = {key: value for key, value in document.items() if key != _SALT_KEY}
        file.write_text(json.dumps(rest, indent=4, ensure_ascii=False) + "\n", encoding="utf-8")
        return
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith(f"{_SALT_KEY}:")), encoding="utf-8")


def _meaning(file: Path, workspace: Workspace) -> dict[str, Any]:
    """What a settings file says apart from our salt; Pulumi rewrites numbers as text, which is the same to it."""
    document = read_document(file)
    document = document if isinstance(document, Mapping) else {}
    rest = {key: value for key, value in document.items() if key != "config" and (key, value) != (_SALT_KEY, SALT)}
    section = document.get("config") or {}
    config = {full_key(key, project=workspace.name, file=file): _text(value) for key, value in section.items()}
    return {**rest, **({"config": config} if config else {})}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)
