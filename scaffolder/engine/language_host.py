"""A stand-in for `pulumi-language-python`, which comes with Pulumi's own release only.

The real engine starts it as a plugin (`python -m scaffolder.engine.language_host ENGINE`), reads its port from
standard output and asks it to run programs. Used where the official one is absent. The protocol is that of
`pulumi.runtime.proto`: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/language.proto
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent import futures
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import grpc
from google.protobuf import empty_pb2, json_format

from scaffolder import __version__
from scaffolder.engine import warm
from scaffolder.engine.dependencies import install_commands
from scaffolder.engine.interpreter import Interpreter, find_interpreter
from scaffolder.engine.packages import installed, provider_packages
from scaffolder.engine.plugin_dir import REPORT_VARIABLE, TIMEOUT_VARIABLE
from scaffolder.engine.streams import stream
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from scaffolder.simulator import protos

if TYPE_CHECKING:
    from scaffolder.engine.streams import Chunk

language_pb2: Any = protos.load("language_pb2")
plugin_pb2: Any = protos.load("plugin_pb2")
language_rpc: Any = protos.load("language_pb2_grpc")

RUNNER: Final = Path(__file__).with_name("runner.py")
SHOWN_TO_USER: Final = 32  # the runner's exit code for an error that is already on the screen
MESSAGE_BYTES: Final = 400 * 1024 * 1024  # the engine's own limit


class LanguageHost(language_rpc.LanguageRuntimeServicer):
    """Answers what the engine asks of a language: which plugins a program needs, and run it."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._running: set[subprocess.Popen[bytes]] = set()
        self._warm: set[warm.WarmRun] = set()

    def Handshake(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 - gRPC's signature
        """Learn the engine's address."""
        self._engine = request.engine_address or self._engine
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 - gRPC's signature
        """Say which version this is."""
        return plugin_pb2.PluginInfo(version=__version__)

    def About(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 - gRPC's signature
        """Say which Python runs the program."""
        python = interpreter_of(request.info).python
        return language_pb2.AboutResponse(executable=str(python), version=_version(python))

    def GetRequiredPackages(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 - gRPC's signature
        """Name the providers of the SDKs that the project's Python has."""
        return language_pb2.GetRequiredPackagesResponse(
            packages=[
                plugin_pb2.PackageDependency(name=one.name, kind="resource", version=one.version, server=one.server)
                for one in provider_packages(interpreter_of(request.info).site_packages)
            ]
        )

    def GetRequiredPlugins(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 - gRPC's signature
        """Name the same for an engine that asks in the older way."""
        return language_pb2.GetRequiredPluginsResponse(
            plugins=[
                plugin_pb2.PluginDependency(name=one.name, kind="resource", version=one.version, server=one.server)
                for one in provider_packages(interpreter_of(request.info).site_packages)
            ]
        )

    def GetProgramDependencies(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 - gRPC's signature
        """List the Python packages the project's Python has."""
        found = installed(interpreter_of(request.info).site_packages, transitive=request.transitiveDependencies)
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[language_pb2.DependencyInfo(name=one.name, version=one.version) for one in found]
        )

    def RuntimeOptionsPrompts(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 - gRPC's signature
        """Ask nothing more in `pulumi new`: every option has a default."""
        return language_pb2.RuntimeOptionsResponse()

    def Template(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 - gRPC's signature
        """Leave a new project's files as its template has them."""
        return language_pb2.TemplateResponse()

    def InstallDependencies(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802 - gRPC's signature
        """Install what the program requires, with the project's own tool, and stream what it prints."""
        info = request.info
        root = Path(info.root_directory or request.directory)
        try:
            commands = install_commands(_options(info), root=root)
        except ScaffolderError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"{error} {error.fix}")
            return
        for command in commands:
            yield language_pb2.InstallDependenciesResponse(stdout=f"$ {' '.join(command)}\n".encode())
            for chunk in self._stream(command, cwd=root, env=dict(os.environ), context=context):
                if chunk.exit_code is None:
                    yield language_pb2.InstallDependenciesResponse(stdout=chunk.stdout, stderr=chunk.stderr)
                elif chunk.exit_code:
                    context.abort(grpc.StatusCode.UNKNOWN, f"`{' '.join(command)}` exited with {chunk.exit_code}")

    def Run(self, request: Any, context: Any) -> Any:  # noqa: N802 - gRPC's signature
        """Run a program to its end in a process of its own."""
        interpreter = interpreter_of(request.info)
        asked, environment = self._runner_request(request), interpreter.environment(os.environ)
        if run := warm.begin(asked, environment):
            context.add_callback(run.end)
            self._warm.add(run)
            code = run.wait()
            self._warm.discard(run)
        else:
            code = self._run(interpreter, asked, environment, context)
        # A failure that is reported elsewhere, or was logged already, needs no second telling.
        told = code == SHOWN_TO_USER or (code != 0 and REPORT_VARIABLE in os.environ)
        if told or code == 0:
            return language_pb2.RunResponse(bail=told)
        return language_pb2.RunResponse(error=f"Program exited with non-zero exit code: {code}")

    def _run(
        self, interpreter: Interpreter, asked: Mapping[str, Any], environment: Mapping[str, str], context: Any
    ) -> int:
        process = subprocess.Popen(
            [str(interpreter.python), "-u", str(RUNNER), "--once", "-"],
            stdin=subprocess.PIPE,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the engine to handle; it then ends us, and we them
        )
        context.add_callback(lambda: _end(process))
        self._running.add(process)
        process.communicate(json.dumps(asked).encode())
        self._running.discard(process)
        _end(process)
        return process.returncode

    def _runner_request(self, request: Any) -> dict[str, Any]:
        entry = request.info.entry_point or "."
        program = Path(request.info.program_directory) / entry
        return {
            "monitor": request.monitor_address,
            "engine": self._engine,
            "project": request.project,
            "stack": request.stack,
            "organization": request.organization,
            "root_directory": request.info.root_directory,
            "program": str(program),
            "directory": request.pwd or request.info.program_directory,
            "config": dict(request.config),
            "config_secret_keys": list(request.configSecretKeys),
            "dry_run": request.dryRun,
            "parallel": request.parallel,
            "arguments": list(request.args),
            "announce": REPORT_VARIABLE not in os.environ,
            "report_file": os.environ.get(REPORT_VARIABLE, ""),
            "timeout": float(os.environ.get(TIMEOUT_VARIABLE) or 0),
        }

    def RunPlugin(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802 - gRPC's signature
        """Run a plugin that is written in Python, such as a policy pack, and stream what it prints."""
        interpreter = interpreter_of(request.info)
        folder = request.info.program_directory
        env = interpreter.environment(dict(variable.split("=", 1) for variable in request.env if "=" in variable))
        analyzer = request.kind == "analyzer"
        what = ["-m", "pulumi.policy", *request.args, "."] if analyzer else [folder, *request.args]
        for chunk in self._stream(
            [str(interpreter.python), "-u", *what],
            cwd=Path(folder if analyzer else request.pwd or folder),
            env=env,
            context=context,
        ):
            if chunk.exit_code is not None:
                yield language_pb2.RunPluginResponse(exitcode=chunk.exit_code)
            elif chunk.stderr:
                yield language_pb2.RunPluginResponse(stderr=chunk.stderr)
            else:
                yield language_pb2.RunPluginResponse(stdout=chunk.stdout)

    def _stream(self, command: Sequence[str], *, cwd: Path, env: dict[str, str], context: Any) -> Iterator[Chunk]:
        process = subprocess.Popen(
            list(command),
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        context.add_callback(lambda: _end(process))
        self._running.add(process)
        yield from stream(process)
        self._running.discard(process)

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 - gRPC's signature
        """End what is running."""
        self.end_all()
        return empty_pb2.Empty()

    def end_all(self) -> None:
        """End every program and plugin that this host started."""
        for process in tuple(self._running):
            _end(process)
        for run in tuple(self._warm):
            run.end()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, and what it has started in its session."""
    if hasattr(os, "killpg"):
        # Also where the process itself is over: what it left behind holds the engine up, or outlives it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()


def _version(python: Path) -> str:
    """The version of a Python; the engine asks at every start, so it is read where it can be."""
    if python == Path(sys.executable):
        return platform.python_version()
    try:
        settings = (python.parent.parent / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        answer = subprocess.run([str(python), "--version"], capture_output=True, text=True, check=False)
        return answer.stdout.strip().removeprefix("Python ")
    found = re.search(r"^version(?:_info)?\s*=\s*([\d.]+)", settings, re.MULTILINE)
    return found[1].rstrip(".") if found else ""


def _options(info: Any) -> dict[str, Any]:
    return json_format.MessageToDict(info.options)


def interpreter_of(info: Any) -> Interpreter:
    """Return the Python of the project or policy pack that the engine describes."""
    root = Path(info.root_directory)
    return find_interpreter(
        Workspace(
            file=root / "Pulumi.yaml",
            name="",
            runtime="python",
            options=_options(info),
            main=Path(info.program_directory or root),
            stack_config_dir=root,
        )
    )


def serve(engine: str) -> None:
    """Serve on a free port of this machine, print it, and end when the engine says so or is gone."""
    host = LanguageHost(engine)
    options = [("grpc.max_receive_message_length", MESSAGE_BYTES), ("grpc.max_send_message_length", MESSAGE_BYTES)]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16), options=options)
    language_rpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()

    def leave(*_: object) -> None:
        host.end_all()
        os._exit(0)

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    threading.Thread(target=_leave_with_engine, args=(os.getppid(), leave), daemon=True).start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


def _leave_with_engine(engine: int, leave: Any) -> None:
    """End when the engine was killed: it starts us in a process group of our own, so no signal says so."""
    while os.getppid() == engine:
        time.sleep(1)
    leave()


if __name__ == "__main__":
    # The engine passes its address last, after any flags for logging.
    serve(next((argument for argument in reversed(sys.argv[1:]) if not argument.startswith("-")), ""))
