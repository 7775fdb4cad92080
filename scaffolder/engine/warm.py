"""A project's program kept warm: its SDK is imported once, whatever number of engine calls then run it.

Most of what an engine call takes is importing the SDK. A rehearsal makes eight calls, so it keeps one process with the
SDK in it, which our language host asks for a copy instead of starting Python anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Self

from scaffolder.engine.interpreter import Interpreter
from scaffolder.engine.program import CAN_FORK

# Where the language host finds the warm program, if there is one.
VARIABLE: Final = "SCAFFOLDER_WARM_PROGRAM"
# It leaves at once, on a machine that lets it: killed by force it would leave a running program behind.
_GRACE_SECONDS: Final = 30
_RUNNER: Final = Path(__file__).with_name("warm_runner.py")


class WarmProgram:
    """One warm process, for the block; `variables` tell language hosts of it. Where nothing can fork there is none."""

    def __init__(self, interpreter: Interpreter, *, folder: Path, imports: Sequence[str]) -> None:
        self._interpreter = interpreter
        self._address = folder / "warm"
        self._imports = imports
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def variables(self) -> Mapping[str, str]:
        """What the engine's environment needs."""
        return {VARIABLE: str(self._address)} if self._process else {}

    def __enter__(self) -> Self:
        if CAN_FORK:
            self._process = subprocess.Popen(
                [str(self._interpreter.python), str(_RUNNER), str(self._address), *self._imports],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=self._interpreter.environment(os.environ),
                # Ctrl-C reaches scaffolder alone, which then ends this.
                start_new_session=True,
            )
        return self

    def __exit__(self, *exception: object) -> None:
        if self._process is None:
            return
        with self._process as process:
            if process.stdin:
                process.stdin.close()
            # While it imports, that ends it; later it only heeds the end of its input, and takes its copies along.
            process.terminate()
            try:
                process.wait(timeout=_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


class WarmRun:
    """One run of the warm program, begun at once; `end` ends it early."""

    def __init__(self, address: str, request: Mapping[str, Any], environment: Mapping[str, str]) -> None:
        self._connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        data = json.dumps({**request, "environment": dict(environment)}).encode() + b"\n"
        try:
            self._connection.connect(address)
            sent = socket.send_fds(self._connection, [data], [1, 2])
            self._connection.sendall(data[sent:])
        except OSError:
            self._connection.close()
            raise

    def wait(self) -> int:
        """The program's exit code."""
        answer = b""
        with contextlib.suppress(OSError), self._connection:
            while part := self._connection.recv(64):
                answer += part
                if answer.endswith(b"\n"):
                    break
        # No answer: it was ended, or killed itself.
        return int(answer) if answer.strip().isdigit() else 1

    def end(self) -> None:
        """End it: the other side sees the connection go, and so does who waits."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)


def begin(request: Mapping[str, Any], environment: Mapping[str, str]) -> WarmRun | None:
    """Begin a run of the warm program that this process was told of; None where there is none, or no more."""
    address = os.environ.get(VARIABLE)
    if not address:
        return None
    try:
        return WarmRun(address, request, environment)
    except OSError:
        return None
