"""What a process prints, as it prints it."""

from __future__ import annotations

import queue
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """A line of output, or, as the last chunk, the exit code."""

    stdout: bytes = b""
    stderr: bytes = b""
    exit_code: int | None = None


def stream(process: subprocess.Popen[bytes]) -> Iterator[Chunk]:
    """Yield the lines of a process as they come, and its exit code when it has ended."""
    chunks: queue.SimpleQueue[Chunk | None] = queue.SimpleQueue()

    def pump(source: IO[bytes], name: str) -> None:
        for line in source:
            chunks.put(Chunk(stdout=line) if name == "stdout" else Chunk(stderr=line))
        chunks.put(None)

    open_streams = [
        (source, name) for source, name in ((process.stdout, "stdout"), (process.stderr, "stderr")) if source
    ]
    for source, name in open_streams:
        threading.Thread(target=pump, args=(source, name), daemon=True).start()
    still_open = len(open_streams)
    while still_open:
        chunk = chunks.get()
        if chunk is None:
            still_open -= 1
        else:
            yield chunk
    yield Chunk(exit_code=process.wait())
