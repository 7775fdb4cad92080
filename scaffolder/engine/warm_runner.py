"""Run a Pulumi program again and again, its SDK imported once. A script for the project's own interpreter.

    warm_runner.py SOCKET [MODULE:MEMBER ...]

It imports what is named, listens on the socket, and runs each request that comes in a copy of itself. A connection
brings one request, as one line of JSON with the descriptors of its standard output and error, and gets the exit code
back as one line. A connection that is closed before ends its copy. A request is that of `runner.py --once` with

    environment              all the variables the program is to see

It ends when its standard input does, so it does not outlive whoever started it. While it imports a SIGTERM ends it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import itertools
import json
import os
import selectors
import signal
import socket
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

# More than any request, which holds the stack's settings and the environment.
MOST_BYTES = 1 << 24


def load_runner() -> ModuleType:
    """The runner beside this script, under a name that no program imports."""
    spec = importlib.util.spec_from_file_location("_scaffolder_runner", Path(__file__).with_name("runner.py"))
    if spec is None or spec.loader is None:
        raise ImportError("runner.py is not beside this script")
    runner = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runner)
    return runner


def receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """One request, and the descriptors that came with it."""
    data, descriptors, _, _ = socket.recv_fds(connection, 65536, 2)
    while not data.endswith(b"\n") and len(data) < MOST_BYTES:
        part = connection.recv(65536)
        if not part:
            break
        data += part
    return json.loads(data), descriptors


def run(runner: ModuleType, request: dict[str, Any], descriptors: list[int], connection: socket.socket) -> NoReturn:
    """Run a request in this process, which is a copy, and answer with its exit code."""
    os.setsid()
    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in zip([nothing, *descriptors], (0, 1, 2), strict=True):
            os.dup2(source, target)
        os.environ.clear()
        os.environ.update(request["environment"])
        code, report = runner.run_program(request)
        if report and request.get("report_file"):
            Path(request["report_file"]).write_text(json.dumps(report), encoding="utf-8")
    finally:
        # Whoever gets the answer closes the connection, and that ends this copy.
        runner._finish()
        with contextlib.suppress(OSError):
            connection.sendall(b"%d\n" % code)
        os._exit(code)


class Copies:
    """The copies that run, each with the connection it answers to."""

    def __init__(self, runner: ModuleType, listener: socket.socket) -> None:
        self._runner = runner
        self._listener = listener
        self._numbers = itertools.count()
        # By numbers that never come again. A descriptor's does, even while an event of the one before is still waiting.
        self._running: dict[int, tuple[int, int, socket.socket]] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ)
        self._selector.register(0, selectors.EVENT_READ)

    def serve(self) -> None:
        """Start a copy for each connection, until standard input ends."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj == 0:
                    if not os.read(0, 4096):
                        return
                elif key.fileobj is self._listener:
                    self._start()
                elif key.data in self._running:
                    self._end(key.data)

    def _start(self) -> None:
        connection, _ = self._listener.accept()
        try:
            request, descriptors = receive(connection)
        except (OSError, ValueError):
            connection.close()
            return
        # The copy holds the one end until it is gone, whatever it dies of.
        alive, held = os.pipe()
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.close(alive)
            run(self._runner, request, descriptors, connection)
        for descriptor in (held, *descriptors):
            os.close(descriptor)
        number = next(self._numbers)
        self._running[number] = child, alive, connection
        # Nothing more comes on the connection but its end.
        for source in (alive, connection):
            self._selector.register(source, selectors.EVENT_READ, number)

    def _end(self, number: int) -> None:
        """End a copy that is over, or whose connection was closed."""
        child, alive, connection = self._running.pop(number)
        for source in (alive, connection):
            self._selector.unregister(source)
        with contextlib.suppress(OSError):
            os.killpg(child, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(alive)
        connection.close()

    def end(self) -> None:
        """End every copy."""
        for number in list(self._running):
            self._end(number)


def main(address: str, names: list[str]) -> None:
    """Import, listen, and serve."""
    runner = load_runner()
    runner._collect_seldom()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        # Listening first: what comes meanwhile waits. Whoever sees the socket may connect to it.
        listener.bind(f"{address}.new")
        listener.listen()
        Path(f"{address}.new").rename(address)
        runner._preload(["pulumi", *names], to_the_end=True)
        gc.collect()
        # What is there already is shared with the copies as long as nothing touches it.
        gc.freeze()
        copies = Copies(runner, listener)
        # From here on there may be copies, and the end of standard input ends them, too.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        try:
            copies.serve()
        finally:
            copies.end()
            # Without taking apart what was imported: somebody waits for this end.
            os._exit(0)


if __name__ == "__main__":
    # The folder of this script must not offer its modules to the program.
    if sys.path and sys.path[0] and __file__.startswith(sys.path[0]):
        del sys.path[0]
    main(sys.argv[1], sys.argv[2:])
