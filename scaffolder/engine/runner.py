"""Run a Pulumi program the way Pulumi's Python host does. A script for the project's own interpreter.

It imports nothing of scaffolder's, only the standard library and the project's `pulumi`. Two ways in:

    runner.py --once FILE    run the one request in FILE ("-" is standard input); the exit code is the program's
    runner.py --serve        read messages from standard input, one JSON object a line, and answer on standard output:
                             {"preload": ["pulumi_aws.ec2:Vpc", ...], "runs": 1}  import these, a hint for that many
                             runs: for one, only while there is nothing else to do; nothing is answered
                             {"run": [REQUEST, ...]}  run them all, then exit; for each {"index", "exit", "report"};
                             several requests are forked from this process, so what was preloaded is imported once

A request is an object with

    monitor, engine          addresses of the resource monitor and of the engine
    project, stack, organization, root_directory
    program                  the folder with the `__main__.py`, or the program's file
    directory                the folder to run in
    config, config_secret_keys
    dry_run, parallel
    arguments                (optional) the program's own arguments
    debug                    (optional) true: the engine also gets the SDK's debugging messages
    announce                 (optional) true: errors are also logged to the engine, as Pulumi's host does
    output                   (optional) descriptor that the program's standard output and error go to
    report_file              (optional, with --once) where the report is written, as JSON, when the program failed
    timeout                  (optional) seconds after which a program that still runs is stopped, and has failed

Exit codes are those of Pulumi's host: 0, 1, or 32 after an error that the user has been shown. `report` is null, or

    {"kind": "error" | "run_error" | "exit", "type", "message", "fix", "key", "module",
     "frames": [{"file", "line", "function", "text"}, ...]}

with the frames inside `root_directory` only, the innermost last. `key` is the configuration key at fault, `module`
the one that could not be imported.
"""

from __future__ import annotations

import sys

# The folder of this script must not offer its modules to the program.
if sys.path and sys.path[0] and __file__.startswith(sys.path[0]):
    del sys.path[0]

import asyncio
import atexit
import contextlib
import gc
import importlib
import importlib.util
import inspect
import json
import linecache
import logging
import os
import runpy
import select
import traceback
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, TextIO

Request = dict[str, Any]
Report = dict[str, Any]

SHOWN_TO_USER = 32
# Copies that run side by side: enough to keep the processors busy while some wait for the engine.
AT_ONCE = (os.cpu_count() or 1) + 1


def run_program(request: Request) -> tuple[int, Report | None]:
    """Run one program; the exit code and the report of its failure."""
    _collect_seldom()
    try:
        import pulumi
    except ImportError as error:
        return 1, describe(error, request["root_directory"])
    _configure(request)
    program = request["program"]
    sys.argv = [program, *request.get("arguments", [])]
    os.chdir(request["directory"])
    if Path(program).is_file():
        # A program that is a file finds its neighbours, as it does when Python runs it.
        sys.path.insert(0, str(Path(program).parent))
    # An unfinished task is the normal end of a failed program; asyncio's complaints about it help nobody.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    executor = ThreadPoolExecutor(max_workers=max(int(request.get("parallel") or 1), 1) * 4)
    loop.set_default_executor(executor)
    limit = _time_limit(request["timeout"]) if request.get("timeout") else None
    root = Path(request["root_directory"]).resolve()
    code, report = 0, None
    try:
        try:
            loop.run_until_complete(pulumi.runtime.run_in_stack(lambda: _execute(program)))
        finally:
            executor.shutdown(wait=True)
    except SystemExit as stop:
        code = _exit_code(stop)
        report = describe(stop, request["root_directory"]) if code else None
    except BaseException as error:  # noqa: BLE001 - whatever the program raises is what we are here to tell
        report = describe(error, request["root_directory"])
        if limit and isinstance(error, limit.TimeUpError):
            limit.end()
            report["type"] = ""
            report["frames"] = report["frames"] or limit.awaiting(loop, partial(_is_users, root=root))
        code = 1 if isinstance(error, pulumi.RunError) else SHOWN_TO_USER
        if request.get("announce"):
            pulumi.log.error(_announcement(error, report))
    finally:
        if limit:
            limit.end()
        loop.close()
    return code, report


def _time_limit(seconds: float) -> ModuleType:
    """The limit on how long the program may run, begun; a script beside this one, under a name no program imports."""
    spec = importlib.util.spec_from_file_location("_scaffolder_time_limit", Path(__file__).with_name("time_limit.py"))
    if spec is None or spec.loader is None:
        raise ImportError("time_limit.py is not beside this script")
    limit = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(limit)
    limit.begin(seconds)
    return limit


def _execute(program: str) -> Any:
    """Run the program; what is returned is to be awaited."""
    runpy.run_path(program, run_name="__main__")
    return asyncio.ensure_future(_settled())


async def _settled() -> None:
    """Wait for everything the program has started, all at once.

    The SDK then finds nothing left to wait for: it waits for one thing after the other among all the others, which
    costs the square of their number. Whatever fails is left for the SDK to find and raise.
    """
    from pulumi.runtime import get_root_resource
    from pulumi.runtime.settings import SETTINGS

    # An asynchronous entry point only starts once this has ended, and may be what others wait for.
    if getattr(get_root_resource(), "_async_program", None) is not None:
        return
    while True:
        with SETTINGS.lock:
            started = [*SETTINGS.outputs, *SETTINGS.rpc_manager.rpcs]
        waiting = {task for task in started if asyncio.isfuture(task) and not task.done()}
        if not waiting or SETTINGS.rpc_manager.unhandled_exception is not None:
            return
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_EXCEPTION)
        if any(task.cancelled() or task.exception() for task in done):
            return


def _configure(request: Request) -> None:
    """Hook the program up to the engine; what an older SDK does not know is left out."""
    from pulumi import runtime

    settings: dict[str, Any] = {
        "monitor": request["monitor"],
        "engine": request["engine"],
        "project": request["project"],
        "stack": request["stack"],
        "parallel": int(request.get("parallel") or 1),
        "dry_run": bool(request.get("dry_run")),
        "organization": request.get("organization") or "organization",
        "root_directory": request["root_directory"],
    }
    known = inspect.signature(runtime.Settings.__init__).parameters
    config = request.get("config") or {}
    if hasattr(runtime, "set_all_config"):
        runtime.set_all_config(config, list(request.get("config_secret_keys") or []))
    else:
        for key, value in config.items():
            runtime.set_config(key, value)
    configured = runtime.Settings(**{key: value for key, value in settings.items() if key in known})
    if not request.get("debug"):
        configured.engine = _QuietEngine(configured.engine)
    runtime.configure(configured)


class _QuietEngine:
    """The engine, spared the SDK's debugging messages: several calls a resource that nobody would read."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def Log(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        return self._engine.Log(request) if request.severity else None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


def _exit_code(stop: SystemExit) -> int:
    if stop.code is None:
        return 0
    return stop.code if isinstance(stop.code, int) else 1


def describe(error: BaseException, root: str) -> Report:
    """A failure as data: what was raised, and the user's own lines it was raised from."""
    kinds = {cls.__name__ for cls in type(error).__mro__}
    kind = "exit" if isinstance(error, SystemExit) else "run_error" if "RunError" in kinds else "error"
    return {
        "kind": kind,
        "type": type(error).__qualname__,
        "message": _message(error),
        "fix": _text(error, "fix"),
        "key": _text(error, "key") if kind == "run_error" else "",
        "module": (error.name or "") if isinstance(error, ModuleNotFoundError) else "",
        "frames": _user_frames(error, root),
    }


def _message(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        # What is no number is said on the way out, and the exit code is 1.
        return f"the program ended with exit code {error.code}" if isinstance(error.code, int) else str(error.code)
    return error.msg if isinstance(error, SyntaxError) else str(error)


def _text(error: BaseException, name: str) -> str:
    value = getattr(error, name, "")
    return value if isinstance(value, str) else ""


def _user_frames(error: BaseException | None, root: str) -> list[dict[str, Any]]:
    """The frames inside the project, from the error itself or from what caused it."""
    folder = Path(root).resolve()
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = [
            {"file": frame.filename, "line": frame.lineno, "function": frame.name, "text": frame.line}
            for frame in traceback.extract_tb(error.__traceback__)
            if _is_users(frame.filename, folder)
        ]
        if isinstance(error, SyntaxError) and error.filename and _is_users(error.filename, folder):
            text = error.text or linecache.getline(error.filename, error.lineno or 0)
            frames.append({"file": error.filename, "line": error.lineno, "function": "", "text": text.strip()})
        frames = frames or _where_registered(error, folder)
        if frames:
            return frames
        error = error.__cause__ or error.__context__
    return []


def _where_registered(error: BaseException, root: Path) -> list[dict[str, Any]]:
    """The line that made the resource which the SDK was registering when it raised: no frame of the stack has it."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        position = frame.f_locals.get("source_position")
        file = getattr(position, "uri", "").removeprefix("file://")
        if position is not None and file and _is_users(file, root):
            text = linecache.getline(file, position.line).strip()
            return [{"file": file, "line": position.line, "function": "", "text": text}]
    return []


def _is_users(file: str, root: Path) -> bool:
    if file.startswith("<"):
        return False
    path = Path(file).resolve()
    return path.is_relative_to(root) and not {"site-packages", "dist-packages"} & set(path.parts)


def _announcement(error: BaseException, report: Report) -> str:
    """The text that Pulumi's own host would log."""
    if report["kind"] == "run_error":
        return report["message"]
    lines = traceback.format_exception_only(type(error), error)
    frames = ['  File "{file}", line {line}, in {function}\n    {text}\n'.format(**frame) for frame in report["frames"]]
    header = ["Traceback (most recent call last):\n"] if frames else []
    return "Program failed with an unhandled exception:\n" + "".join(header + frames + lines)


def _finish() -> None:
    """Do what the program asked to have done at exit, and let out all it has printed."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()


def _leave(code: int) -> NoReturn:
    """End at once, but for what a program does at its end: its memory is not taken apart."""
    _finish()
    os._exit(code)


def _redirect(output: int) -> None:
    """Send the program's output to a descriptor, and give it an empty input."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)


def _preload(names: list[str], *, to_the_end: bool) -> None:
    """Import what is likely to be needed, until there is something better to do."""
    for name in names:
        if not to_the_end and _is_called():
            return
        module, _, member = name.partition(":")
        try:
            loaded = importlib.import_module(module)
            if member:
                getattr(loaded, member)
        except Exception:  # noqa: BLE001, S112 - the program will say it better, if it needs this at all
            continue


def _is_called() -> bool:
    """Whether the next message has come; where that cannot be asked, as if it had."""
    try:
        return bool(select.select([0], [], [], 0)[0])
    except OSError:
        return True


def _fork(request: Request, index: int) -> tuple[int, int]:
    """Run a request in a copy of this process; the copy's id and where it writes its answer."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    os.close(read)
    code, report = 1, None
    try:
        _redirect(request["output"])
        code, report = run_program(request)
    finally:
        with os.fdopen(write, "w") as answer:
            json.dump({"index": index, "exit": code, "report": report}, answer)
        _leave(code)


def _run_all(requests: list[Request], answers: TextIO) -> None:
    if len(requests) == 1:
        _redirect(requests[0].get("output", 2))
        code, report = run_program(requests[0])
        # Whoever gets the answer reads at once what was printed.
        _finish()
        answers.write(json.dumps({"index": 0, "exit": code, "report": report}) + "\n")
        answers.flush()
        os._exit(code)
    gc.collect()
    # What is there already is shared with the copies as long as nothing touches it.
    gc.freeze()
    waiting = list(enumerate(requests))[::-1]
    running: dict[int, tuple[int, int, bytearray]] = {}
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            index, request = waiting.pop()
            child, read = _fork(request, index)
            running[read] = (index, child, bytearray())
        for read in select.select(list(running), [], [])[0]:
            index, child, answer = running[read]
            part = os.read(read, 65536)
            answer += part
            if part:
                continue
            del running[read]
            os.close(read)
            _, status = os.waitpid(child, 0)
            lost = {"index": index, "exit": os.waitstatus_to_exitcode(status), "report": None}
            answers.write((answer.decode() or json.dumps(lost)) + "\n")
            answers.flush()


def _next_line() -> bytes:
    """A line of standard input, not a byte more, so that what is left can be waited for."""
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            break
        line += byte
    return bytes(line)


def _collect_seldom() -> None:
    # A program lives for seconds and its imports make millions of objects: collecting them costs more than it frees.
    gc.set_threshold(200_000, 50, 1000)


def _serve() -> None:
    # Answers keep the real standard output to themselves: whatever is printed while importing goes to the error stream.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _collect_seldom()
    for line in iter(_next_line, b""):
        message = json.loads(line)
        if "run" in message:
            _run_all(message["run"], answers)
            return
        _preload(message["preload"], to_the_end=message["runs"] > 1)


def _once(file: str) -> NoReturn:
    request = json.loads(sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8"))
    if "output" in request:
        _redirect(request["output"])
    code, report = run_program(request)
    if report and report["kind"] == "error" and report["type"] in ("ImportError", "ModuleNotFoundError") and code == 1:
        # There is no SDK to log with, so standard error has to do.
        sys.stderr.write(report["message"] + "\n")
    if report and request.get("report_file"):
        Path(request["report_file"]).write_text(json.dumps(report), encoding="utf-8")
    _leave(code)


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        _serve()
    else:
        _once(sys.argv[2])
