"""A line on the terminal that says what is being done; anywhere else only that it takes long."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from typing import Self

import click

from scaffolder.cli._terminal import is_terminal

_EVERY_SECONDS = 0.1
# As long as a line may be where a terminal does not know its own width.
_WIDE = 100
# When somebody who sees no line is told that there is no end yet.
_LONG_SECONDS = 60


class Progress:
    """One line on standard error while a preview runs, kept up to date and wiped at the end."""

    def __init__(self, *, long: float = _LONG_SECONDS) -> None:
        self._long = long
        self._terminal = is_terminal(sys.stderr)
        self._title = ""
        self._counts: Counter[str] = Counter()
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run if self._terminal else self._wait, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopped.set()
        self._thread.join()
        if self._terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def registered(self, stack: str, _urn: str) -> None:
        """Count one more resource of a stack."""
        with self._lock:
            self._counts[stack] += 1

    def begins(self, title: str) -> None:
        """Name what is being done from now on, and count from nothing."""
        with self._lock:
            self._title = title
            self._counts.clear()

    def say(self, text: str) -> None:
        """Print lines to standard output, which the line kept up to date must not run into."""
        with self._lock:
            if self._terminal:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()
            click.echo(text, color=False if "NO_COLOR" in os.environ else None)

    def _run(self) -> None:
        while not self._stopped.wait(_EVERY_SECONDS):
            with self._lock:
                line = f"{time.monotonic() - self._started:5.1f} s  {self._text()}"
                # What goes on in a second line would not be wiped.
                sys.stderr.write(f"\r\x1b[K{line[: (os.get_terminal_size(sys.stderr.fileno()).columns or _WIDE) - 1]}")
                sys.stderr.flush()

    def _wait(self) -> None:
        seen = ""
        while not self._stopped.wait(self._long):
            with self._lock:
                if self._title == seen:
                    click.echo(f"No end after {self._long:g} seconds: {self._text()}. Ctrl-C ends it.", err=True)
                    return
                seen = self._title

    def _text(self) -> str:
        if self._title:
            count = self._counts.total()
            return f"{self._title}: {count} done" if count else self._title
        counts = ", ".join(f"{stack}: {count}" for stack, count in sorted(self._counts.items()))
        return f"resources so far: {counts}" if counts else "starting the program"
