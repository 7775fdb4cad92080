"""Engine calls on one stack, one after the other, in surroundings that are thrown away."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from scaffolder.engine.config import StackConfig
from scaffolder.engine.interpreter import Interpreter
from scaffolder.engine.processes import CommandFailedError, Finished, Running, run_collecting
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.engine.rehearsal.calls import Call, EventReader
from scaffolder.engine.stack_settings import copy_settings
from scaffolder.engine.throwaway import Surroundings
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from scaffolder.simulator import faults, state
from scaffolder.simulator.constraints import store as constraints
from scaffolder.simulator.faults import Fault as Failure
from scaffolder.simulator.faults import faults_document
from scaffolder.simulator.state import CloudState, Held

# Told the URN of each resource that the engine is done with.
OnResource = Callable[[str], None]

_NO_PREVIEW: Final = ("--yes", "--skip-preview")
# The state is written once, when the engine ends, and not before and after each resource: pkg/backend/snapshot.go of
# github.com/pulumi/pulumi 3.259.0. Older engines ask for another variable beside it, and go on as they did.
_STATE_AT_THE_END: Final = {"PULUMI_SKIP_CHECKPOINTS": "true"}


class Driver:
    """One stack of a project on the real engine; its settings are a copy, so nothing of the user's is written."""

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
        on_resource: OnResource = lambda _urn: None,
    ) -> None:
        self._workspace = workspace
        self._config = config
        self._command = command
        self._running = running
        self._on_resource = on_resource
        self._surroundings = Surroundings(folder, command=command, interpreter=interpreter, plugins_on_path=False)
        self._surroundings.add_stack(workspace.name, config.stack)
        self._clouds, self._faults = folder / "clouds.sqlite", folder / "faults.json"
        self.arm(())
        self._environment = {
            **self._surroundings.environment(os.environ),
            constraints.VARIABLE: str(workspace.root / constraints.FOLDER),
            state.VARIABLE: str(self._clouds),
            faults.VARIABLE: str(self._faults),
            **variables,
        }
        settings = copy_settings(workspace, config, folder)
        self._settings = ["--stack", config.stack, "--config-file", str(settings.file), "--non-interactive"]
        if settings.secrets:
            secrets = [part for secret in settings.secrets for part in ("--secret", secret)]
            self.run("config", "set-all", *self._settings, "--path", *secrets)

    def call(self, operation: str, *, settings: Mapping[str, str] | None = None, arguments: Sequence[str] = ()) -> Call:
        """Make one update, refresh or destroy, which stream events; `settings` are changed from now on."""
        changed = [part for key, value in (settings or {}).items() for part in ("--config", f"{key}={value}")]
        reader = EventReader()
        started = time.perf_counter()

        def on_line(line: str) -> None:
            if line.startswith("{") and (urn := reader.add(json.loads(line), at=time.perf_counter() - started)):
                self._on_resource(urn)

        finished = self._pulumi(
            operation, "--json", *_NO_PREVIEW, *changed, *arguments, *self._settings, on_line=on_line
        )
        call = Call(
            command=self.shown(operation, *changed, *arguments),
            exit_code=finished.exit_code,
            seconds=time.perf_counter() - started,
            operations=tuple(reader.operations),
            counts=reader.counts,
            outputs=reader.outputs,
            said=tuple(reader.said),
        )
        if finished.exit_code > 0 and not call.operations and not call.errors:
            raise self._refused(finished)
        return call

    def run(self, *arguments: str) -> str:
        """Run a command that ends well or is an error; give the command as an operator would type it."""
        finished = self._pulumi(*arguments)
        if finished.exit_code:
            raise self._refused(finished)
        return self.shown(*arguments)

    def on_stack(self, *arguments: str) -> str:
        """Run a command on the stack, which takes no settings."""
        self.run(*arguments, "--stack", self._config.stack, "--non-interactive")
        return self.shown(*arguments)

    def unset(self, key: str) -> None:
        """Take back a setting that a call has changed."""
        self.run("config", "rm", key, *self._settings)

    def arm(self, failures: Sequence[Failure]) -> None:
        """Have operations of the simulated clouds fail in the calls to come, each of them once.

        What was armed before must still be in the list, in its place: it has been counted by that.
        """
        self._faults.write_text(json.dumps(faults_document(failures)), encoding="utf-8")
        # An engine that may be killed has to have written what it was doing.
        self._state = {} if failures else _STATE_AT_THE_END

    def content(self) -> Sequence[Held]:
        """Everything the simulated clouds hold."""
        return CloudState(self._clouds).all()

    def faults_met(self) -> Mapping[int, int]:
        """How often each armed failure's description was met, by its place in the list."""
        return CloudState(self._clouds).counted()

    def list_missing(self, file: Path) -> str:
        """Write what the program has and the state does not, as a file for `pulumi import` that still lacks the ids."""
        self.run("preview", "--import-file", str(file), *self._settings)
        return self.shown("preview", "--import-file", file.name)

    def take_in(self, file: Path) -> str:
        """Take resources that the clouds have into the state, as a file for `pulumi import` lists them."""
        flags = ("--generate-code=false", "--protect=false")
        self.run("import", "--file", str(file), *flags, *_NO_PREVIEW, *self._settings)
        return self.shown("import", "--file", file.name, *flags)

    def edit_state(self, file: Path, edit: Callable[[dict[str, Any]], None]) -> Sequence[str]:
        """Give the stack another state: what `edit` makes of it in a file."""
        stack = ("--stack", self._config.stack, "--non-interactive")
        self.run("stack", "export", "--file", str(file), *stack)
        document = json.loads(file.read_text(encoding="utf-8"))
        edit(document["deployment"])
        file.write_text(json.dumps(document), encoding="utf-8")
        self.run("stack", "import", "--file", str(file), *stack)
        return [self.shown("stack", command, "--file", file.name) for command in ("export", "import")]

    def resources(self) -> Sequence[Mapping[str, Any]]:
        """The resources of the stack's state, as its checkpoint holds them."""
        return self._latest().get("resources") or ()

    def pending(self) -> Sequence[Mapping[str, Any]]:
        """The operations that the engine had begun and never heard the end of."""
        return self._latest().get("pending_operations") or ()

    def _latest(self) -> Mapping[str, Any]:
        return self._surroundings.checkpoint(self._workspace.name, self._config.stack)

    @staticmethod
    def shown(*arguments: str) -> str:
        """A command as an operator would type it, without what only a rehearsal needs."""
        return " ".join(["pulumi", *(one for one in arguments if one not in _NO_PREVIEW)])

    def _pulumi(self, *arguments: str, on_line: Callable[[str], None] = lambda _line: None) -> Finished:
        try:
            return run_collecting(
                [str(self._command.path), *arguments],
                cwd=self._workspace.root,
                env={**self._environment, **self._state},
                on_line=on_line,
                running=self._running,
            )
        except CommandFailedError as error:
            raise ScaffolderError(str(error), fix="Run `scaffold doctor` to see which pulumi is used.") from error

    def _refused(self, finished: Finished) -> ScaffolderError:
        said = [line.removeprefix("error: ") for line in finished.stderr.splitlines() if line.startswith("error: ")]
        told = "\n".join(said) or finished.stderr.strip() or f"exit code {finished.exit_code}"
        return ScaffolderError(
            f"pulumi {self._command.version} refused stack {self._config.stack!r}: {told}",
            fix=f"Correct {self._workspace.file.name} or the stack's settings.",
        )
