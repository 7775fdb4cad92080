"""A project's record of how it was made: `.scaffold/` holds the answers, a lock, and the tree as generated.

With it, what was changed since can be told, and an update merged, without a network, git or the old release.
"""

from __future__ import annotations

import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import Answers, check_document
from scaffolder.tree import File, Tree

FOLDER = ".scaffold"
ANSWERS = f"{FOLDER}/answers.json"
LOCK = f"{FOLDER}/lock.json"
BASE = f"{FOLDER}/base.json.gz"

SCHEMA = 2
BUILT_IN = "built-in"
# The first had `templates` as a table of name to version, all of them built in.
_READABLE = (1, SCHEMA)
# A gzip file, which `zcat` reads: its header holds no name and no time, so equal trees give equal bytes.
_GZIP = 16 + zlib.MAX_WBITS
_LEVEL = 2  # a tenth larger than the default, in a third of the time
_LARGEST = 256 * 1024 * 1024


class Layer(NamedTuple):
    """A template that a project was made from.

    `source` says where it comes from, as `new --template` takes it; `commit` pins one from git, and `hash` is of what
    an outside template held. Those that come with scaffolder have their version alone.
    """

    name: str
    version: str
    source: str = BUILT_IN
    commit: str = ""
    hash: str = ""

    def document(self) -> dict[str, str]:
        """Give it as the lock holds it: without what is empty."""
        return {key: value for key, value in self._asdict().items() if value}


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
        "templates": [layer.document() for layer in record.layers],
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
    if not isinstance(lock.get("schema"), int):
        raise ScaffolderError(f"{project / LOCK} is damaged: it has no schema.", fix="Restore it from git.")
    if lock["schema"] not in _READABLE:
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
            layers=_layers(lock["templates"]),
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


def _layers(templates: Any) -> tuple[Layer, ...]:
    if isinstance(templates, Mapping):
        return tuple(Layer(name=name, version=version) for name, version in templates.items())
    return tuple(Layer(**template) for template in templates)


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def _read_json(project: Path, name: str) -> dict[str, Any]:
    data = _read(project, name)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        conflict = b"<<<<<<<" in data
        raise ScaffolderError(
            f"{project / name} {'holds conflict markers of a git merge' if conflict else f'is damaged: {error}'}.",
            fix=f"Take one side of all of it: git checkout --ours {FOLDER}, or COMMIT -- {FOLDER}."
            if conflict
            else "Restore it from git.",
        ) from error
    if not isinstance(document, dict):
        raise ScaffolderError(f"{project / name} is damaged: it holds no table.", fix="Restore it from git.")
    return document


def _read(project: Path, name: str) -> bytes:
    try:
        return (project / name).read_bytes()
    except FileNotFoundError as error:
        raise ScaffolderError(
            f"{project} has no {name}, so it is no project of scaffolder's.",
            fix=f"Name the folder of a project; where this is one, restore {FOLDER} from git.",
        ) from error
    except OSError as error:
        raise ScaffolderError(f"{project / name} cannot be read: {error.strerror}.", fix="Make it readable.") from error


def _archive(tree: Tree) -> bytes:
    """Pack a tree: a gzipped JSON object of path to file, the paths sorted."""
    data = json.dumps({path: _packed(file) for path, file in sorted(tree.items())}, ensure_ascii=False)
    packer = zlib.compressobj(level=_LEVEL, wbits=_GZIP)
    return packer.compress(data.encode()) + packer.flush()


def _packed(file: File) -> dict[str, Any]:
    mode = {"executable": True} if file.executable else {}
    try:
        return {"text": file.content.decode(), **mode}
    except UnicodeDecodeError:
        return {"base64": binascii.b2a_base64(file.content, newline=False).decode(), **mode}


def _unpacked(packed: Mapping[str, Any]) -> File:
    executable = packed.get("executable", False)
    if "text" in packed:
        return File(packed["text"].encode(), executable)
    return File(binascii.a2b_base64(packed["base64"]), executable)


def _read_archive(project: Path) -> Tree:
    try:
        unpacker = zlib.decompressobj(wbits=_GZIP)
        data = unpacker.decompress(_read(project, BASE), _LARGEST)
        return {path: _unpacked(packed) for path, packed in json.loads(data).items()}
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ScaffolderError(f"{project / BASE} is damaged: {error}.", fix="Restore it from git.") from error
