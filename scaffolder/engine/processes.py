"""Running another program to its end, with its lines as they come and nothing left running."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True)
class Finished:
    """How a program ended, and what it wrote to standard error."""

    exit_code: int
    stderr: str


class Running:
    """The programs that several threads have under way, so that one of them can end all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._processes: set[subprocess.Popen[str]] = set()
        self._ended = False

    @contextmanager
    def holding(self, process: subprocess.Popen[str]) -> Generator[None]:
        """Count a program in for the block, at the end of which it does not run any more."""
        with self._lock:
            self._processes.add(process)
            ended = self._ended
        try:
            if ended:
                raise CommandFailedError("it was interrupted")
            yield
        finally:
            interrupt(process)
            with self._lock:
                self._processes.discard(process)

    def end(self) -> None:
        """End what is running, and whatever is started from now on."""
        with self._lock:
            self._ended = True
            processes = tuple(self._processes)
        for process in processes:
            interrupt(process)


def run_collecting(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    on_line: Callable[[str], None],
    running: Running,
    timeout: float | None = None,
) -> Finished:
    """Run a command and hand over every line of its standard output; after `timeout` seconds it has failed.

    It runs in a session of its own, so that Ctrl-C reaches us alone: we then interrupt it, and let it end the plugins
    it has started. Whatever happens, it does not outlive the call.
    """
    with tempfile.TemporaryFile() as complaints, ExitStack() as cleanup:
        with _undisturbed():
            try:
                process = subprocess.Popen(
                    list(command),
                    cwd=cwd,
                    env=env,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                    start_new_session=True,
                )
            except OSError as error:
                raise CommandFailedError(f"`{command[0]}` cannot be started: {error.strerror or error}") from error
            cleanup.enter_context(process)
            cleanup.enter_context(running.holding(process))
        assert process.stdout is not None  # noqa: S101 - asked for with PIPE
        overdue = threading.Event()
        if timeout:
            timer = threading.Timer(timeout, lambda: (overdue.set(), interrupt(process)))
            timer.start()
            cleanup.callback(timer.cancel)
        for line in process.stdout:
            on_line(line)
        code = process.wait()
        if overdue.is_set():
            raise CommandFailedError(f"`{command[0]}` had not ended after {timeout:g} seconds.")
        complaints.seek(0)
        return Finished(exit_code=code, stderr=complaints.read().decode("utf-8", "replace"))


@contextmanager
def _undisturbed() -> Generator[None]:
    """Let Ctrl-C wait until the block is over: a process that it met while starting would be left to itself."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    came: list[object] = []
    signal.signal(signal.SIGINT, lambda *arguments: came.append(arguments))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


def interrupt(process: subprocess.Popen[str]) -> None:
    """End a `pulumi` that still runs as Ctrl-C does: the first time it tidies up, the second time it leaves."""
    for _ in range(2):
        if process.poll() is not None:
            return
        with contextlib.suppress(OSError):
            process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=GRACE_SECONDS)
    stop(process)


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
