"""Running another program to its end, with its lines as they come and nothing left running."""

from __future__ import annotations

import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

KEPT_LINES: Final = 5
GRACE_SECONDS: Final = 5


class CommandFailedError(Exception):
    """A program that could not be started, failed, or took too long; the message ends with what it said last."""


def run_reporting(
    command: Sequence[str],
    *,
    cwd: Path,
    report: Callable[[str], None],
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> None:
    """Run a command, hand over every line it prints, and raise `CommandFailedError` unless it ends well."""
    last: deque[str] = deque(maxlen=KEPT_LINES)
    try:
        process = subprocess.Popen(
            list(command),
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise CommandFailedError(f"`{command[0]}` cannot be started: {error.strerror or error}") from error
    overdue = threading.Event()
    timer = threading.Timer(timeout, lambda: (overdue.set(), process.kill())) if timeout else None
    if timer:
        timer.start()
    try:
        assert process.stdout is not None  # noqa: S101 - asked for with PIPE
        for line in process.stdout:
            if text := line.rstrip():
                last.append(text)
                report(text)
        code = process.wait()
    finally:
        if timer:
            timer.cancel()
        stop(process)
        if process.stdout:
            process.stdout.close()
    if overdue.is_set():
        raise CommandFailedError(f"no end after {timeout:.0f} seconds")
    if code:
        said = last[-1] if last else "it said nothing"
        raise CommandFailedError(f"exit code {code}: {said}")


def stop(process: subprocess.Popen[str]) -> None:
    """End a process that still runs: politely, then by force."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
