"""Keeps what was read from an SDK, in one small JSON file for each of its modules."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

# Raise it when what is kept changes its form or its meaning.
_FORMAT: Final = 5


class SchemaCache:
    """A keyed store of JSON documents in files; a file that cannot be read counts as empty.

    Several processes may write the same file: each replaces it whole, with what it found there added to its own, so the
    worst that a race costs is reading an SDK's source again.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._shards: dict[str, dict[str, Any]] = {}
        self._changed: set[str] = set()

    def get(self, shard: str, key: str, make: Callable[[], Any]) -> Any:
        """Give the document kept under `key`, made now when there is none."""
        if shard not in self._shards:
            self._shards[shard] = self._load(shard)
        documents = self._shards[shard]
        if key not in documents:
            documents[key] = make()
            self._changed.add(shard)
        return documents[key]

    def replace(self, shard: str, key: str, document: Any) -> None:
        """Put a document in the place of one that turned out to be damaged."""
        self._shards.setdefault(shard, {})[key] = document
        self._changed.add(shard)

    def save(self) -> None:
        """Write what is new. A cache that cannot be written is no reason to fail."""
        changed, self._changed = self._changed, set()
        for shard in changed:
            documents = {**self._load(shard), **self._shards[shard]}
            try:
                self._write(shard, documents)
            except OSError:
                return

    def _path(self, shard: str) -> Path | None:
        return self._folder / f"{shard}.json" if self._folder else None

    def _load(self, shard: str) -> dict[str, Any]:
        path = self._path(shard)
        if path is None:
            return {}
        try:
            document = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(document, dict) or document.get("format") != _FORMAT:
            return {}
        entries = document.get("entries")
        return entries if isinstance(entries, dict) else {}

    def _write(self, shard: str, documents: dict[str, Any]) -> None:
        path = self._path(shard)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"format": _FORMAT, "entries": documents}, file, separators=(",", ":"))
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
