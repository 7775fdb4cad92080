"""The real engine, offline: the `pulumi` command against the simulated clouds and a backend that is thrown away."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from scaffolder.engine.assets import ELSEWHERE
from scaffolder.engine.config import StackConfig
from scaffolder.engine.engine_output import EngineOutput, read_requests
from scaffolder.engine.failures import failure_of, problem_of, raise_for_missing_package, setting
from scaffolder.engine.interpreter import Interpreter, find_interpreter
from scaffolder.engine.plugin_dir import REPORT_VARIABLE, TIMEOUT_VARIABLE
from scaffolder.engine.preview import Failure, Preview, problems_in_order
from scaffolder.engine.processes import CommandFailedError, Finished, Running, run_collecting
from scaffolder.engine.program import Ended
from scaffolder.engine.pulumi_command import PulumiCommand, find_pulumi
from scaffolder.engine.stack_settings import copy_settings
from scaffolder.engine.throwaway import Surroundings
from scaffolder.engine.tracebacks import report_of, tells_of_failure
from scaffolder.engine.whole_program import program_findings
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from scaffolder.paths import cache_dir
from scaffolder.simulator import problem_log
from scaffolder.simulator.constraints import store as constraints
from scaffolder.simulator.constraints.own import check_own
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.schema import SchemaStore

# Told the stack and the URN whenever the engine takes up a resource.
OnResource = Callable[[str, str], None]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
# How the note begins that tells why a preview is the embedded engine's.
EMBEDDED_INSTEAD: Final = "Previewed with the embedded engine, since pulumi itself cannot do this offline: "
_CLOUDS: Final = frozenset({"aws", "gcp", "azure"})
# What the engine may take beside the program.
_ENGINE_SECONDS: Final = 60


def preview_real(
    workspace: Workspace,
    stacks: Sequence[str],
    *,
    on_resource: OnResource = lambda _stack, _urn: None,
    command: PulumiCommand | None = None,
    variables: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> list[Preview]:
    """Return what each stack's program would do, in the order asked, as the `pulumi` command itself sees it.

    `variables` are added to the engine's environment. A program that runs for more than `timeout` seconds has failed.
    """
    command = command or find_pulumi()
    if command is None:
        raise ScaffolderError(
            "There is no `pulumi` command on this machine.",
            fix="Get it with `scaffold doctor --install-pulumi`, or preview with `--engine embedded`.",
        )
    interpreter = find_interpreter(workspace)
    check_own(workspace.root / constraints.FOLDER, SchemaStore(interpreter.site_packages, cache_dir()))
    running = Running()

    def preview(config: StackConfig) -> Preview | _OnlineOnlyError:
        with tempfile.TemporaryDirectory(prefix="scaffolder-", ignore_cleanup_errors=True) as folder:
            run = _Run(
                workspace,
                config,
                command,
                interpreter,
                folder=Path(folder),
                running=running,
                variables=variables or {},
                timeout=timeout,
            )
            try:
                return run.preview(partial(on_resource, config.stack))
            except _OnlineOnlyError as error:
                return error

    outcomes = _side_by_side(preview, [workspace.stack_config(stack) for stack in stacks], running)
    return [
        _embedded(workspace, stack, reason=str(outcome), timeout=timeout)
        if isinstance(outcome, _OnlineOnlyError)
        else outcome
        for stack, outcome in zip(stacks, outcomes, strict=True)
    ]


class _OnlineOnlyError(Exception):
    """The real engine asked for something that is not to be had offline."""


def _side_by_side(work: Callable[[_Item], _Result], items: Sequence[_Item], running: Running) -> list[_Result]:
    """Do the work for all items, as many at once as there are cores; a failure or an interrupt ends all."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as executor:
        futures = [executor.submit(work, item) for item in items]
        try:
            return [future.result() for future in futures]
        except BaseException:
            for future in futures:
                future.cancel()
            running.end()
            raise


def _embedded(workspace: Workspace, stack: str, *, reason: str, timeout: float | None) -> Preview:
    """The embedded engine's preview, for what the real engine cannot do offline; it says so in a note."""
    from scaffolder.engine.embedded import preview_embedded

    (preview,) = preview_embedded(workspace, [stack], timeout=timeout)
    note = f"{EMBEDDED_INSTEAD}{reason}"
    return replace(preview, notes=(*preview.notes, note))


class _Run:
    """One stack's run, in a folder that is removed with everything in it."""

    def __init__(
        self,
        workspace: Workspace,
        config: StackConfig,
        command: PulumiCommand,
        interpreter: Interpreter,
        *,
        folder: Path,
        running: Running,
        variables: Mapping[str, str],
        timeout: float | None,
    ) -> None:
        self._started = time.perf_counter()
        self._workspace = workspace
        self._config = config
        self._command = command
        self._interpreter = interpreter
        self._running = running
        self._timeout = timeout
        self._plan, self._report, self._requests, self._problems = (
            folder / name for name in ("plan.json", "report.json", "requests.jsonl", "problems.jsonl")
        )
        surroundings = Surroundings(folder, command=command, interpreter=interpreter)
        surroundings.add_stack(workspace.name, config.stack)
        self._environment = {
            **surroundings.environment(os.environ),
            "PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true",
            "PULUMI_DEBUG_GRPC": str(self._requests),
            REPORT_VARIABLE: str(self._report),
            problem_log.VARIABLE: str(self._problems),
            constraints.VARIABLE: str(workspace.root / constraints.FOLDER),
            **({TIMEOUT_VARIABLE: str(timeout)} if timeout else {}),
            **variables,
        }
        settings = copy_settings(workspace, config, folder)
        self._settings = ["--stack", config.stack, "--config-file", str(settings.file), "--non-interactive"]
        if settings.secrets:
            secrets = [part for secret in settings.secrets for part in ("--secret", secret)]
            self._pulumi("config", "set-all", *self._settings, "--path", *secrets)

    def _pulumi(self, *arguments: str, on_line: Callable[[str], None] = lambda _line: None) -> Finished:
        command = [str(self._command.path), *arguments]
        try:
            finished = run_collecting(
                command,
                cwd=self._workspace.root,
                env=self._environment,
                on_line=on_line,
                running=self._running,
                # Our language host ends the program itself, and tells where it was; Pulumi's own does not.
                timeout=self._timeout + _ENGINE_SECONDS if self._timeout else None,
            )
        except CommandFailedError as error:
            raise ScaffolderError(str(error), fix="Preview with `--engine embedded`, which needs no pulumi.") from error
        if finished.exit_code and arguments[0] != "preview":
            raise self._refused(finished)
        return finished

    def _refused(self, finished: Finished) -> ScaffolderError:
        """What to say when the engine never came to the program."""
        said = [line.removeprefix("error: ") for line in finished.stderr.splitlines() if line.startswith("error: ")]
        told = "\n".join(said) or finished.stderr.strip() or f"exit code {finished.exit_code}"
        return ScaffolderError(
            f"pulumi {self._command.version} refused stack {self._config.stack!r}: {told}",
            fix=f"Correct {self._workspace.file.name} or the stack's settings, or preview with `--engine embedded`.",
        )

    def preview(self, on_resource: Callable[[str], None]) -> Preview:
        """Run the program under the real engine and tell what it would do."""
        output = EngineOutput()

        def on_line(line: str) -> None:
            if line.startswith("{") and (urn := output.add(json.loads(line))):
                on_resource(urn)

        plan = ["--save-plan", str(self._plan), "--show-secrets"]
        finished = self._pulumi("preview", "--json", *plan, *self._settings, on_line=on_line)
        if reason := output.asked_for_online():
            raise _OnlineOnlyError(reason)
        problems = list(output.problems())
        if finished.exit_code and not output.begun and not problems:
            raise self._refused(finished)
        failure = self._failure(finished, problems, output) if finished.exit_code else None
        if failure and (remote := ELSEWHERE.search(failure.message)):
            raise _OnlineOnlyError(f"it reads {remote['url']}")
        if failure:
            problems = [problem for problem in problems if not tells_of_failure(problem.message, failure.message)]
            found, printed = problem_log.read(self._problems), output.printed()
            said = problem_of(failure, self._workspace, stack=self._config.stack, others=found, printed=printed)
            problems.append(said)
        return self._preview(output, problems, failure)

    def _failure(self, finished: Finished, problems: Sequence[Problem], output: EngineOutput) -> Failure | None:
        """Why the program itself ended early; None when the engine stopped it over a resource."""
        errors = [problem.message for problem in problems if problem.severity == "error" and not problem.urn]
        report = _read_json(self._report) or report_of(errors, root=self._workspace.root)
        # A program that was killed had no time to say why.
        if not report and any(problem.severity == "error" for problem in problems):
            return None
        ended = Ended(index=0, exit_code=finished.exit_code, report=report or None, output=output.printed())
        raise_for_missing_package(ended, self._workspace, own_interpreter=self._interpreter.is_project)
        return failure_of(ended, self._workspace)

    def _preview(self, output: EngineOutput, problems: Sequence[Problem], failure: Failure | None) -> Preview:
        plan = _read_json(self._plan)
        with self._requests.open(encoding="utf-8") as log:
            registered = read_requests(log, root=self._workspace.root)
        cloud = setting(self._config.values, self._workspace.name, "cloud")
        ours = cloud in _CLOUDS
        resources = output.resources(plan, registered)
        found = problem_log.read(self._problems)
        whole = program_findings(
            resources, self._config.values, root=self._workspace.root, answered=registered.answered
        )
        return Preview(
            project=self._workspace.name,
            stack=self._config.stack,
            cloud=cloud if ours else "",
            environment=setting(self._config.values, self._workspace.name, "environment") if ours else "",
            engine="pulumi",
            engine_version=self._command.version,
            live=False,
            resources=resources,
            outputs=output.stack_outputs(plan),
            problems=problems_in_order([*found, *whole.problems, *problems, *self._config.problems], resources),
            changes=dict(sorted(output.changes.items())),
            seconds=time.perf_counter() - self._started,
            failure=failure,
            output=output.printed(),
            notes=tuple(line for line in (*self._config.notes, self._interpreter.note) if line),
            positions=registered.positions,
            outside=whole.outside,
        )


def _read_json(file: Path) -> Mapping[str, Any]:
    """Return what a file that may not have been written holds."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
