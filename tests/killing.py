"""Runs an action in a process of its own and kills it, by SIGKILL, at each of its changes to the disk in turn."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
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

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal changes
        if event in _CHANGES or (event == "open" and (arguments[2] or 0) & _WRITING):
            if changes == at:
                os.kill(os.getpid(), signal.SIGKILL)
            changes += 1

    try:
        sys.addaudithook(watch)
        action()
    except BaseException:  # noqa: BLE001 - the parent can only read an exit code
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
