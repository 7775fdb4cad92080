"""A project's program as a process of its own, started before it is needed and told later what to run."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from scaffolder.engine.interpreter import Interpreter

RUNNER = Path(__file__).with_name("runner.py")
CAN_FORK = hasattr(os, "fork")


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How one run of the program ended: its exit code, the report of its failure, and all it printed."""

    index: int
    exit_code: int
    report: Mapping[str, Any] | None
    output: str


class ProgramProcess:
    """One runner process. Use it as a context: on the way out nothing of it is left, whatever happened."""

    def __init__(self, interpreter: Interpreter, *, runs: int) -> None:
        # Files without a name: they go with the process, even when it is killed.
        self._outputs = [tempfile.TemporaryFile() for _ in range(runs)]  # noqa: SIM115 - closed on the way out
        descriptors = [output.fileno() for output in self._outputs]
        self._process = subprocess.Popen(
            [str(interpreter.python), str(RUNNER), "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._outputs[0],
            env=_environment(interpreter),
            # A group of its own: Ctrl-C reaches scaffolder alone, which then ends the whole group.
            process_group=0 if CAN_FORK else None,
            pass_fds=descriptors if CAN_FORK else (),
        )
        self._descriptors = descriptors if CAN_FORK and runs > 1 else [2]
        self.preload(["pulumi"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.kill()
        for stream in (self._process.stdin, self._process.stdout, *self._outputs):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()

    def preload(self, names: Sequence[str]) -> None:
        """Let the process import these while it waits for what to run."""
        self._send({"preload": list(names), "runs": len(self._outputs)})

    def run(self, requests: Sequence[Mapping[str, Any]]) -> Iterator[Ended]:
        """Run these, and tell of each as it ends. A run of which nothing was heard ended with the process."""
        waiting = set(range(len(requests)))
        numbered = zip(requests, self._descriptors, strict=True)
        self._send({"run": [{**request, "output": descriptor} for request, descriptor in numbered]})
        for line in self._process.stdout or ():
            answer = json.loads(line)
            waiting.discard(answer["index"])
            yield self._ended(answer["index"], answer["exit"], answer["report"])
        code = self._process.wait()
        for index in sorted(waiting):
            yield self._ended(index, code or 1, None)

    def kill(self) -> None:
        """End the process and all it has started."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                if CAN_FORK:
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:
                    self._process.kill()
            self._process.wait()

    def _ended(self, index: int, code: int, report: Mapping[str, Any] | None) -> Ended:
        output = self._outputs[index]
        output.seek(0)
        return Ended(
            index=index, exit_code=code, report=report, output=output.read().decode("utf-8", "replace").strip("\n")
        )

    def _send(self, message: Mapping[str, Any]) -> None:
        # A process that has died already is told by the end of its output.
        with contextlib.suppress(BrokenPipeError):
            if self._process.stdin:
                self._process.stdin.write(json.dumps(message).encode() + b"\n")
                self._process.stdin.flush()


def _environment(interpreter: Interpreter) -> dict[str, str]:
    variables = interpreter.environment(os.environ)
    # The monitor is on this machine: a proxy must not stand between it and the program.
    bypassed = [variables.get("no_grpc_proxy") or variables.get("no_proxy") or variables.get("NO_PROXY"), "127.0.0.1"]
    variables["no_grpc_proxy"] = ",".join(part for part in bypassed if part)
    return variables
