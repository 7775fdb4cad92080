"""Keeps compiled templates between runs, in one file of the user's cache."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

_GENERATION = 2  # counts how often what we make of a template has changed
_LARGEST = 16 * 1024 * 1024  # a thousand templates take two
_OTHERS_MAY_WRITE = 0o022


class CompiledTemplates(BytecodeCache):
    """Jinja's bytecode cache in a single file, so that a run opens one and not one a template.

    What it reads is run as code, so a file that anybody else could have written is not read, nor one whose checksum
    does not hold. Losing it costs a compilation and nothing else; no failure to keep it is an error.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the file in `folder`, one for each version of Python, Jinja and ours."""
        self._path = folder / f"templates-{_GENERATION}-{sys.implementation.cache_tag}-{jinja2.__version__}.bin"
        self._codes: dict[str, CodeType] | None = None
        self._new = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the code of a template whose source has not changed."""
        if self._codes is None:
            self._codes = self._read()
        bucket.code = self._codes.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take the code that Jinja has just compiled."""
        if self._codes is not None and bucket.code is not None:
            self._codes[bucket.key + bucket.checksum] = bucket.code
            self._new = True

    def save(self) -> None:
        """Write what is new, at once and for the user alone."""
        if not self._new or not self._codes:
            return
        payload = marshal.dumps(self._codes)
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix="templates-")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(hashlib.sha256(payload).digest() + payload)
                Path(name).replace(self._path)
            except OSError:
                Path(name).unlink()
        self._new = False

    def _read(self) -> dict[str, CodeType]:
        try:
            with self._path.open("rb") as file:
                if not _only_ours(os.fstat(file.fileno())) or not _only_ours(self._path.parent.stat()):
                    return {}
                data = file.read(_LARGEST + 1)
            digest, payload = data[:32], data[32:]
            if len(data) <= _LARGEST and hashlib.sha256(payload).digest() == digest:
                codes: dict[str, CodeType] = marshal.loads(payload)  # noqa: S302 - ours alone, see above
                return codes
        except (OSError, EOFError, ValueError, TypeError):
            pass
        return {}


def _only_ours(found: os.stat_result) -> bool:
    """Whether only this user can have written there; elsewhere than on POSIX the cache folder is private already."""
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_MAY_WRITE
