"""Running any command, `pulumi` first of all, among simulated clouds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from scaffolder.engine.interpreter import Interpreter, find_interpreter
from scaffolder.engine.pulumi_command import find_pulumi
from scaffolder.engine.seen_program import seen_program
from scaffolder.engine.settings_guard import guarded_settings
from scaffolder.engine.throwaway import Surroundings
from scaffolder.engine.whole_program import program_findings
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from scaffolder.paths import cache_dir
from scaffolder.simulator.constraints import store as constraints
from scaffolder.simulator.constraints.own import check_own
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.state import VARIABLE as CLOUD_STATE

# Told a problem, and where in the program its resource is made, as far as that is known.
Tell = Callable[[Problem, str], None]

_KILLED = 128


def run_simulated(
    arguments: Sequence[str], *, folder: Path, state: Path | None, tell: Tell = lambda _problem, _position: None
) -> int:
    """Run a command in `folder` with the simulated clouds on PATH, and return its exit code.

    The backend is thrown away, unless `state` names a folder to keep it in. The project's stacks exist in it already.
    A provider sees one resource at a time: when a command ends well, what no single resource shows is told then, and
    the exit code is 1 when an error is among it.
    """
    command = find_pulumi()
    if command is None:
        raise ScaffolderError(
            "There is no `pulumi` command on this machine.", fix="Get it with `scaffold doctor --install-pulumi`."
        )
    workspace = _workspace(folder)
    interpreter = find_interpreter(workspace) if workspace else _own_interpreter()
    guard = guarded_settings(workspace) if workspace else nullcontext()
    with _state_folder(state) as kept, _scratch_folder() as scratch, guard:
        surroundings = Surroundings(kept, command=command, interpreter=interpreter, plugins_on_path=False)
        for stack in dict.fromkeys([*(workspace.stacks() if workspace else ()), *_named_stacks(arguments)]):
            if workspace:
                surroundings.add_stack(workspace.name, stack)
        environment = surroundings.environment(os.environ)
        # What is deployed is still there for the next command, as long as its backend is.
        environment.setdefault(CLOUD_STATE, str(kept / "clouds.sqlite"))
        if workspace:
            own = workspace.root / constraints.FOLDER
            check_own(own, SchemaStore(interpreter.site_packages, cache_dir()))
            environment[constraints.VARIABLE] = str(own)
        log = scratch / "requests.jsonl"
        environment["PULUMI_DEBUG_GRPC"] = str(log)
        executable = shutil.which(arguments[0], path=environment["PATH"])
        if executable is None:
            raise ScaffolderError(
                f"There is no command {arguments[0]!r} on PATH.",
                fix="Write the command after `--`, for example `scaffold simulate -- pulumi preview --stack dev`.",
            )
        code = _run([executable, *arguments[1:]], folder=folder, environment=environment)
        if code or workspace is None or not log.exists():
            return code
        return 1 if _told(log, workspace, tell) else 0


def _told(log: Path, workspace: Workspace, tell: Tell) -> bool:
    """Tell what the rules over whole programs find in the one that ran last; whether an error is among it."""
    with log.open(encoding="utf-8") as lines:
        seen = seen_program(lines, root=workspace.root)
    found = program_findings(seen.resources, {}, root=workspace.root, answered=seen.registered.answered)
    for problem in found.problems:
        tell(problem, seen.registered.positions.get(problem.urn, ""))
    return any(problem.severity == "error" for problem in found.problems)


def _workspace(folder: Path) -> Workspace | None:
    try:
        return Workspace.find(folder)
    except ScaffolderError:
        # Any command may be run here, also one that needs no project; `pulumi` itself tells what it misses.
        return None


def _own_interpreter() -> Interpreter:
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return Interpreter(python=Path(sys.executable), site_packages=tuple(map(Path, sorted(folders))), is_project=False)


def _named_stacks(arguments: Sequence[str]) -> Iterator[str]:
    """The stacks that a command line names with -s or --stack."""
    for here, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if here in {"-s", "--stack"} and following:
            yield following
        elif here.startswith("--stack="):
            yield here.removeprefix("--stack=")


@contextmanager
def _state_folder(state: Path | None) -> Generator[Path]:
    if state is not None:
        state.mkdir(parents=True, exist_ok=True)
        yield state.resolve()
        return
    with _scratch_folder() as folder:
        yield folder


@contextmanager
def _scratch_folder() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="scaffolder-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _run(command: Sequence[str], *, folder: Path, environment: dict[str, str]) -> int:
    process = subprocess.Popen(list(command), cwd=folder, env=environment)
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            # The terminal has told the command too; how it ends is for it to say.
            continue
        return code if code >= 0 else _KILLED - code
