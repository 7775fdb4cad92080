"""The embedded engine: previews a project's stacks with no `pulumi` command, no account and no network."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING

from scaffolder.engine.failures import raise_for_missing_package, setting
from scaffolder.engine.grpc_log import quiet_grpc
from scaffolder.engine.interpreter import find_interpreter
from scaffolder.engine.preload import likely_imports
from scaffolder.engine.preview import Preview
from scaffolder.engine.program import CAN_FORK, ProgramProcess
from scaffolder.engine.workspace import Workspace
from scaffolder.paths import cache_dir

if TYPE_CHECKING:
    from scaffolder.engine.config import StackConfig
    from scaffolder.engine.interpreter import Interpreter
    from scaffolder.engine.session import Session

# Told the stack and the URN whenever a program registers a resource.
OnResource = Callable[[str, str], None]


def preview_embedded(
    workspace: Workspace,
    stacks: Sequence[str],
    *,
    on_resource: OnResource = lambda _stack, _urn: None,
    timeout: float | None = None,
) -> list[Preview]:
    """What each stack's program would do, in the order asked; the programs run side by side.

    A program that runs for more than `timeout` seconds has failed.
    """
    runs = [(workspace, stack) for stack in stacks]
    return preview_runs(runs, find_interpreter(workspace), on_resource=on_resource, timeout=timeout)


def preview_runs(
    runs: Sequence[tuple[Workspace, str]],
    interpreter: Interpreter,
    *,
    on_resource: OnResource = lambda _stack, _urn: None,
    deployed: bool = False,
    timeout: float | None = None,
) -> list[Preview]:
    """What stacks of several versions of a project would do, in the order asked, all with the same interpreter.

    With `deployed` every resource counts as there already: its outputs are made up, and nothing is unknown.
    """
    started = time.perf_counter()
    configs = [workspace.stack_config(stack) for workspace, stack in runs]
    groups = _groups([workspace for workspace, _ in runs], configs)
    with ExitStack() as cleanup:
        # First of all, so that the programs' imports and ours overlap.
        processes = [cleanup.enter_context(ProgramProcess(interpreter, runs=len(group))) for _, group in groups]
        for process, (cloud, group) in zip(processes, groups, strict=True):
            process.preload(likely_imports(runs[group[-1]][0], cloud=cloud))
        sessions = _sessions(runs, configs, interpreter, on_resource, cleanup, deployed=deployed)
        previews: dict[int, Preview] = {}

        def run(process: ProgramProcess, group: Sequence[int]) -> None:
            for ended in process.run([{**sessions[number].request(), "timeout": timeout} for number in group]):
                number = group[ended.index]
                raise_for_missing_package(ended, runs[number][0], own_interpreter=interpreter.is_project)
                previews[number] = sessions[number].preview(ended, started=started, note=interpreter.note)

        _side_by_side(
            [partial(run, process, group) for process, (_, group) in zip(processes, groups, strict=True)], cleanup
        )
    return [previews[number] for number in range(len(runs))]


def _groups(workspaces: Sequence[Workspace], configs: Sequence[StackConfig]) -> list[tuple[str, list[int]]]:
    """The runs that share a process, by cloud: those of one cloud import the same SDK."""
    clouds = [
        setting(config.values, workspace.name, "cloud") for workspace, config in zip(workspaces, configs, strict=True)
    ]
    if not CAN_FORK:
        return [(cloud, [number]) for number, cloud in enumerate(clouds)]
    groups: dict[str, list[int]] = {}
    for number, cloud in enumerate(clouds):
        groups.setdefault(cloud, []).append(number)
    return list(groups.items())


def _sessions(
    runs: Sequence[tuple[Workspace, str]],
    configs: Sequence[StackConfig],
    interpreter: Interpreter,
    on_resource: OnResource,
    cleanup: ExitStack,
    *,
    deployed: bool,
) -> Sequence[Session]:
    quiet_grpc()
    # gRPC takes long to import; by now the programs are importing too.
    from scaffolder.engine.session import Session
    from scaffolder.simulator.cloud import SimulatedCloud
    from scaffolder.simulator.constraints.own import check_own
    from scaffolder.simulator.constraints.store import FOLDER, ConstraintStore
    from scaffolder.simulator.judge import checks_wanted
    from scaffolder.simulator.schema import SchemaStore

    # The first run is of the project itself; what its platform team allows holds for all of them.
    schemas, own = SchemaStore(interpreter.site_packages, cache_dir()), runs[0][0].root / FOLDER
    check_own(own, schemas)
    cloud = SimulatedCloud(schemas, checks=checks_wanted(), constraints=ConstraintStore(own))
    return [
        cleanup.enter_context(
            closing(
                Session(workspace, config, cloud, on_resource=partial(on_resource, config.stack), deployed=deployed)
            )
        )
        for (workspace, _), config in zip(runs, configs, strict=True)
    ]


def _side_by_side(tasks: Sequence[Callable[[], None]], cleanup: ExitStack) -> None:
    """Run the tasks at once; when one fails, or the user interrupts, end the programs of all and pass it on."""
    if len(tasks) == 1:
        tasks[0]()
        return
    executor = ThreadPoolExecutor(max_workers=len(tasks))
    futures = [executor.submit(task) for task in tasks]
    try:
        for future in as_completed(futures):
            future.result()
    except BaseException:
        cleanup.close()
        raise
    finally:
        executor.shutdown()
