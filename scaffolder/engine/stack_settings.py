"""A copy of a stack's settings file that the real engine can read offline: nothing in it is encrypted by the user."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scaffolder.engine.config import StackConfig, full_key, stand_in
from scaffolder.engine.project_file import read_document
from scaffolder.engine.workspace import Workspace

# What only the user's own backend, cloud key or passphrase could answer.
NOT_OFFLINE: Final = ("encryptionsalt", "encryptedkey", "secretsprovider", "environment")


@dataclass(frozen=True, kw_only=True)
class SettingsCopy:
    """The copy, and the settings that must still be set in it as secrets: `key=value` by property path."""

    file: Path
    secrets: Sequence[str]


def copy_settings(workspace: Workspace, config: StackConfig, folder: Path) -> SettingsCopy:
    """Write a stack's settings into `folder`; the user's own file is only read."""
    original = workspace.stack_config_dir / f"Pulumi.{config.stack}{workspace.file.suffix}"
    copy = folder / original.name
    document = read_document(original) if original.is_file() else None
    document = dict(document) if isinstance(document, Mapping) else {}
    section = document.get("config") or {}
    if not config.secret_keys and not any(key in document for key in NOT_OFFLINE):
        copy.write_bytes(original.read_bytes() if original.is_file() else b"")
        return SettingsCopy(file=copy, secrets=())
    plain = {key: value for key, value in document.items() if key not in NOT_OFFLINE}
    secrets: list[str] = []
    if section:
        plain["config"] = {}
    for written, value in section.items():
        key = full_key(written, project=workspace.name, file=original)
        paths = list(_secret_paths(value))
        if paths != [()]:
            plain["config"][written] = _without_secrets(value, key)
        whole = config.values[key] if paths == [()] else ""
        secrets += [f"{_spelled(key, path)}={whole or stand_in(_name(key, path))}" for path in paths]
    # JSON is YAML too, so one form serves both kinds of file.
    copy.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    return SettingsCopy(file=copy, secrets=secrets)


def _secret_paths(value: Any) -> Iterator[tuple[str | int, ...]]:
    """Where in a value something is encrypted; the empty path is the value itself."""
    if isinstance(value, Mapping):
        if set(value) == {"secure"} and isinstance(value["secure"], str):
            yield ()
            return
        items: Iterator[tuple[str | int, Any]] = iter(value.items())
    elif isinstance(value, list):
        items = iter(enumerate(value))
    else:
        return
    for key, item in items:
        for rest in _secret_paths(item):
            yield (key, *rest)


def _name(key: str, path: Sequence[str | int]) -> str:
    """Give the name that is nearest to a place in a setting."""
    return next((part for part in reversed(path) if isinstance(part, str)), key)


def _without_secrets(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        if set(value) == {"secure"}:
            return stand_in(name)
        return {key: _without_secrets(item, str(key)) for key, item in value.items()}
    return [_without_secrets(item, name) for item in value] if isinstance(value, list) else value


def _spelled(key: str, path: tuple[str | int, ...]) -> str:
    """A setting's place as `pulumi config set --path` reads it: `namespace:name.inner["with.dots"][0]`."""
    namespace, _, name = key.rpartition(":")
    spelled = _segment(name, first=True)
    for part in path:
        spelled += f"[{part}]" if isinstance(part, int) else _segment(part, first=False)
    return f"{namespace}:{spelled}"


def _segment(name: str, *, first: bool) -> str:
    if re.fullmatch(r"[A-Za-z_][\w-]*", name):
        return name if first else f".{name}"
    return f"[{json.dumps(name)}]"
