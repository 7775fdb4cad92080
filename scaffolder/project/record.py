"""A project's record of how it was made: `.scaffold/` holds the answers, a lock, and the tree as generated.

With it, what was changed since can be told, and an update merged, without a network, git or the old release.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import Answers, check_document
from scaffolder.tree import File, Tree

FOLDER = ".scaffold"
ANSWERS = f"{FOLDER}/answers.json"
LOCK = f"{FOLDER}/lock.json"
BASE = f"{FOLDER}/base.zip"

SCHEMA = 1
# The archive holds no clock: the earliest time a zip file can say.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FILE_MODE = 0o100644
_EXECUTABLE_MODE = 0o100755
_EXECUTABLE_BITS = 0o111


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A template that a project was made from."""

    name: str
    version: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """How a project was made: by which version, of which layers, with what answers, and what came out."""

    scaffolder_version: str
    layers: Sequence[Layer]
    answers: Answers
    base: Tree


def record_files(record: Record) -> Tree:
    """Give the files of `.scaffold/`; the same record always gives the same bytes."""
    lock = {
        "schema": SCHEMA,
        "scaffolder": record.scaffolder_version,
        "templates": {layer.name: layer.version for layer in record.layers},
        "files": {path: digest(file) for path, file in sorted(record.base.items())},
    }
    return {
        ANSWERS: File(_json(record.answers.document())),
        LOCK: File(_json(lock)),
        BASE: File(_archive(record.base)),
    }


def read_record(project: Path) -> Record:
    """Read the record of the project in the folder `project`.

    Raises:
        ScaffolderError: there is none, it is damaged, or a newer scaffolder wrote it.
    """
    lock = _read_json(project, LOCK)
    if lock.get("schema") != SCHEMA:
        raise ScaffolderError(
            f"{project / LOCK} has schema {lock.get('schema')!r}; this scaffolder reads {SCHEMA}.",
            fix="Update scaffolder.",
        )
    base = _read_archive(project)
    if {path: digest(file) for path, file in base.items()} != lock.get("files"):
        raise ScaffolderError(
            f"{project / BASE} and {project / LOCK} do not belong together.", fix="Restore both from the same commit."
        )
    document = check_document(_read_json(project, ANSWERS), shown=str(project / ANSWERS))
    try:
        return Record(
            scaffolder_version=lock["scaffolder"],
            layers=tuple(Layer(name=name, version=version) for name, version in lock["templates"].items()),
            answers=Answers(**document),
            base=base,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ScaffolderError(
            f"The record in {project / FOLDER} is not complete ({error}).", fix="Restore it from an earlier commit."
        ) from error


def digest(file: File) -> str:
    """Give a file's content hash, marked when it may be executed."""
    return f"sha256:{hashlib.sha256(file.content).hexdigest()}{'+x' if file.executable else ''}"


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def _read_json(project: Path, name: str) -> dict[str, Any]:
    data = _read(project, name)
    try:
        document = json.loads(data)
    except ValueError as error:
        conflict = b"<<<<<<<" in data
        raise ScaffolderError(
            f"{project / name} {'holds conflict markers of a git merge' if conflict else f'is damaged: {error}'}.",
            fix=f"Take one side whole: git checkout --ours {FOLDER}" if conflict else "Restore it from git.",
        ) from error
    if not isinstance(document, dict):
        raise ScaffolderError(f"{project / name} is damaged: it holds no table.", fix="Restore it from git.")
    return document


def _read(project: Path, name: str) -> bytes:
    try:
        return (project / name).read_bytes()
    except FileNotFoundError as error:
        raise ScaffolderError(
            f"{project} has no {name}, so it is no project of scaffolder's.", fix="Name the folder of a project."
        ) from error
    except OSError as error:
        raise ScaffolderError(f"{project / name} cannot be read: {error.strerror}.", fix="Make it readable.") from error


def _archive(tree: Tree) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, file in sorted(tree.items()):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system = 3  # Unix on every platform, so that modes mean the same and bytes are equal
            entry.external_attr = (_EXECUTABLE_MODE if file.executable else _FILE_MODE) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.content)
    return buffer.getvalue()


def _read_archive(project: Path) -> Tree:
    try:
        with zipfile.ZipFile(io.BytesIO(_read(project, BASE))) as archive:
            return {
                entry.filename: File(archive.read(entry), executable=bool(entry.external_attr >> 16 & _EXECUTABLE_BITS))
                for entry in archive.infolist()
            }
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise ScaffolderError(f"{project / BASE} is damaged: {error}.", fix="Restore it from git.") from error
