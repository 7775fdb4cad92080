"""An end for a program that does not come to one. For the project's own interpreter, loaded by `runner.py`."""

from __future__ import annotations

import asyncio
import faulthandler
import linecache
import signal
from collections.abc import Callable, Iterator
from typing import Any

# How long a program may take to hear of it, and how often it is told again.
GRACE_SECONDS = 5


class TimeUpError(KeyboardInterrupt):
    """Raised in the program's main thread: an interrupt, which neither asyncio nor `except Exception` keeps back."""

    fix = "Look at what it does or waits for there; --timeout allows it more."

    def __init__(self, seconds: float) -> None:
        super().__init__(f"it had not ended after {seconds:g} seconds.")


def begin(seconds: float) -> None:
    """Raise `TimeUpError` that many seconds from now; a program that no signal reaches ends with its stacks shown."""
    if not hasattr(signal, "setitimer"):
        return

    def time_up(*_: object) -> None:
        raise TimeUpError(seconds)

    signal.signal(signal.SIGALRM, time_up)
    signal.setitimer(signal.ITIMER_REAL, seconds, GRACE_SECONDS)
    faulthandler.dump_traceback_later(seconds + 3 * GRACE_SECONDS, exit=True)


def end() -> None:
    """Let the program take as long as it likes from now on."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()


def awaiting(loop: asyncio.AbstractEventLoop, is_users: Callable[[str], bool]) -> list[dict[str, Any]]:
    """Return the lines of the program's own coroutines that wait for something, those of one task."""
    for task in asyncio.all_tasks(loop):
        if found := [frame for frame in _awaited(task.get_coro()) if is_users(frame["file"])]:
            return found
    return []


def _awaited(coroutine: Any) -> Iterator[dict[str, Any]]:
    while coroutine is not None:
        frame = getattr(coroutine, "cr_frame", None)
        if frame is not None:
            file, line = frame.f_code.co_filename, frame.f_lineno
            text = linecache.getline(file, line).strip()
            yield {"file": file, "line": line, "function": frame.f_code.co_name, "text": text}
        coroutine = getattr(coroutine, "cr_await", None)
