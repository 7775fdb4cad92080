"""The embedded engine: previews a project's stacks with no `pulumi` command, no account and no network."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING

from scaffolder.engine.failures import raise_for_missing_package, setting
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
    workspace: Workspace, stacks: Sequence[str], *, on_resource: OnResource = lambda _stack, _urn: None
) -> list[Preview]:
    """What each stack's program would do, in the order asked; the programs run side by side."""
    started = time.perf_counter()
    configs = [workspace.stack_config(stack) for stack in stacks]
    interpreter = find_interpreter(workspace)
    groups = _groups(workspace, configs)
    with ExitStack() as cleanup:
        # First of all, so that the programs' imports and ours overlap.
        processes = [cleanup.enter_context(ProgramProcess(interpreter, runs=len(group))) for _, group in groups]
        for process, (cloud, _) in zip(processes, groups, strict=True):
            process.preload(likely_imports(workspace, cloud=cloud))
        sessions = _sessions(workspace, configs, interpreter, on_resource, cleanup)
        previews: dict[str, Preview] = {}

        def run(process: ProgramProcess, group: Sequence[StackConfig]) -> None:
            for ended in process.run([sessions[config.stack].request() for config in group]):
                raise_for_missing_package(ended, workspace, own_interpreter=interpreter.is_project)
                stack = group[ended.index].stack
                previews[stack] = sessions[stack].preview(ended, started=started, note=interpreter.note)

        _side_by_side(
            [partial(run, process, group) for process, (_, group) in zip(processes, groups, strict=True)], cleanup
        )
    return [previews[stack] for stack in stacks]


def _groups(workspace: Workspace, configs: Sequence[StackConfig]) -> list[tuple[str, list[StackConfig]]]:
    """The stacks that share a process, by cloud: those of one cloud import the same SDK."""
    clouds = [setting(config.values, workspace.name, "cloud") for config in configs]
    if not CAN_FORK:
        return [(cloud, [config]) for cloud, config in zip(clouds, configs, strict=True)]
    groups: dict[str, list[StackConfig]] = {}
    for cloud, config in zip(clouds, configs, strict=True):
        groups.setdefault(cloud, []).append(config)
    return list(groups.items())


def _sessions(
    workspace: Workspace,
    configs: Sequence[StackConfig],
    interpreter: Interpreter,
    on_resource: OnResource,
    cleanup: ExitStack,
) -> Mapping[str, Session]:
    # gRPC takes long to import; by now the programs are importing too.
    from scaffolder.engine.session import Session
    from scaffolder.simulator.cloud import SimulatedCloud
    from scaffolder.simulator.constraints.own import check_own
    from scaffolder.simulator.constraints.store import FOLDER, ConstraintStore
    from scaffolder.simulator.judge import checks_wanted
    from scaffolder.simulator.schema import SchemaStore

    schemas, own = SchemaStore(interpreter.site_packages, cache_dir()), workspace.root / FOLDER
    check_own(own, schemas)
    cloud = SimulatedCloud(schemas, checks=checks_wanted(), constraints=ConstraintStore(own))
    sessions = {}
    for config in configs:
        session = Session(workspace, config, cloud, on_resource=partial(on_resource, config.stack))
        sessions[config.stack] = cleanup.enter_context(closing(session))
    return sessions


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
