"""Runs an action in a process of its own and kills it, by SIGKILL, at each of its changes to the disk in turn.

A change is whatever makes, moves, removes or opens for writing, and the middle of what is written to a file.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

_CHANGES = frozenset(
    {
        "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate",
        "os.utime", "fcntl.flock", "ctypes.dlopen", "ctypes.dlsym", "subprocess.Popen",
    }
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def run_and_kill(action: Callable[[], object], *, at: int) -> bool:
    """Run `action` and kill it just before its change number `at`, from 0; say whether there was such a change."""
    child = os.fork()
    if child == 0:
        _run(action, at)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "the action failed; its traceback is above"
    return False


def _run(action: Callable[[], object], at: int) -> None:
    """Be the process that is killed; never comes back."""
    changes = 0

    def change() -> None:
        nonlocal changes
        if changes == at:
            os.kill(os.getpid(), signal.SIGKILL)
        changes += 1

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _CHANGES or (event == "open" and (arguments[2] or 0) & _WRITING):
            change()

    try:
        sys.addaudithook(watch)
        _tear_writes(change)
        action()
    except BaseException:  # noqa: BLE001 - the parent can only read an exit code
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _tear_writes(between: Callable[[], None]) -> None:
    """Let the functions that our code writes with do it in two halves."""
    whole = os.write

    def write(descriptor: int, data: bytes) -> int:
        half = len(data) // 2
        whole(descriptor, data[:half])
        between()
        whole(descriptor, data[half:])
        return len(data)

    def write_bytes(path: Path, data: bytes) -> int:
        with path.open("wb", buffering=0) as file:
            return write(file.fileno(), data)

    def write_text(path: Path, text: str, encoding: str = "utf-8") -> int:
        return write_bytes(path, text.encode(encoding))

    os.write = write  # ty: ignore[invalid-assignment]
    Path.write_bytes = write_bytes  # ty: ignore[invalid-assignment]
    Path.write_text = write_text  # ty: ignore[invalid-assignment]
