"""Writes new files and lets them reach the disk together: one after the other each would wait for it."""

from __future__ import annotations

import os
import threading
from types import TracebackType

from scaffolder.tree import File

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would else turn line ends
_OPEN_FILES = 128  # below any platform's limit
_THREADS = 8


class FlushedFiles:
    """Files that are all on the disk when the block ends."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def write(self, path: str, file: File) -> None:
        """Write a file that does not exist yet; what is there, a link included, is never followed."""
        mode = 0o777 if file.executable else 0o666  # less the umask
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
        self._open.append(descriptor)
        left = memoryview(file.content)
        while left:
            left = left[os.write(descriptor, left) :]
        if len(self._open) == _OPEN_FILES:
            self._flush()

    def __enter__(self) -> FlushedFiles:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Flush what was written, or only close it when writing failed."""
        if kind is None:
            self._flush()
        else:
            for descriptor in self._open:
                os.close(descriptor)

    def _flush(self) -> None:
        """Flush every open file and close it.

        Raises:
            OSError: a file did not reach the disk.
        """
        descriptors, self._open = self._open, []
        failures: list[OSError] = []

        def flush(some: list[int]) -> None:
            for descriptor in some:
                try:
                    os.fsync(descriptor)
                except OSError as error:
                    failures.append(error)
                finally:
                    os.close(descriptor)

        threads = [threading.Thread(target=flush, args=(descriptors[start::_THREADS],)) for start in range(_THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
