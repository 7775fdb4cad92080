"""A stack's whole life, rehearsed step by step on the real engine."""

from __future__ import annotations

import tempfile
from pathlib import Path

from scaffolder.engine.failures import setting
from scaffolder.engine.interpreter import find_interpreter
from scaffolder.engine.preload import likely_imports
from scaffolder.engine.processes import Running
from scaffolder.engine.pulumi_command import find_pulumi
from scaffolder.engine.rehearsal.driver import Driver
from scaffolder.engine.rehearsal.failing import Failures
from scaffolder.engine.rehearsal.life import Life, Scene, Wanted
from scaffolder.engine.rehearsal.stage import Stage, Watcher
from scaffolder.engine.rehearsal.timeline import Rehearsal
from scaffolder.engine.warm import WarmProgram
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from scaffolder.simulator.plugin import SEED_VARIABLE

__all__ = ["Wanted", "Watcher", "rehearse"]


def rehearse(workspace: Workspace, stack: str, wanted: Wanted, watcher: Watcher | None = None) -> Rehearsal:
    """Rehearse a stack's whole life; nothing of it is left behind, whatever happens."""
    command = find_pulumi()
    if command is None:
        raise ScaffolderError(
            "A rehearsal needs the `pulumi` command, and there is none on this machine.",
            fix="Get it with `scaffold doctor --install-pulumi`.",
        )
    watcher = watcher or Watcher()
    config = workspace.stack_config(stack)
    interpreter = find_interpreter(workspace)
    imports = likely_imports(workspace, cloud=setting(config.values, workspace.name, "cloud"))
    with (
        tempfile.TemporaryDirectory(prefix="scaffolder-", ignore_cleanup_errors=True) as folder,
        WarmProgram(interpreter, folder=Path(folder), imports=imports) as program,
    ):
        variables = {**program.variables, **({SEED_VARIABLE: wanted.seed} if wanted.seed else {})}
        driver = Driver(
            workspace,
            config,
            command,
            interpreter,
            folder=Path(folder),
            running=Running(),
            variables=variables,
            on_resource=watcher.resource,
        )
        notes = [note for note in (*config.notes, interpreter.note) if note]
        scene = Scene(workspace=workspace, config=config, command=command, variables=variables, notes=notes)
        stage = Stage(driver, Failures(driver, wanted.fail), watcher, folder=Path(folder))
        return Life(scene, stage, wanted).rehearse()
