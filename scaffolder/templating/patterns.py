"""Matches a text against a template's pattern, with an end: a pattern can be written that takes years."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager

_SECONDS = 2.0


class _TooSlowError(Exception):
    """The pattern took too long."""


def matches(pattern: str, text: str) -> bool:
    """Say whether the whole text matches.

    Raises:
        ValueError: it cannot be told in two seconds.
    """
    try:
        with _patience():
            return re.fullmatch(pattern, text) is not None
    except _TooSlowError:
        raise ValueError(f"the pattern {pattern} takes too long.") from None


@contextmanager
def _patience() -> Generator[None]:
    """Interrupt what takes too long, where that can be done: by a signal, which Python's matching heeds."""
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not timed or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return

    def stop(*_: object) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
