"""One stack's preview: a server of the engine's protocol, and the `Preview` of what the program told it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
from pulumi.runtime.proto import engine_pb2_grpc, resource_pb2_grpc

from scaffolder import __version__
from scaffolder.engine.config import StackConfig
from scaffolder.engine.deployment import Deployment
from scaffolder.engine.engine_service import EngineService
from scaffolder.engine.failures import failure_of, problem_of, setting
from scaffolder.engine.monitor import ORGANIZATION, Monitor
from scaffolder.engine.preview import Preview, in_tree_order, problems_in_order
from scaffolder.engine.program import Ended
from scaffolder.engine.registrations import STACK_TYPE
from scaffolder.engine.transforms import CHANNEL_OPTIONS
from scaffolder.engine.whole_program import program_findings
from scaffolder.engine.workspace import Workspace
from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.problems import in_stable_order

CLOUDS = ("aws", "gcp", "azure")
# As many resource operations at once as Pulumi's own default.
_PARALLEL = 16


class Session:
    """Serves one program's run. Use it as a context."""

    def __init__(
        self,
        workspace: Workspace,
        config: StackConfig,
        cloud: SimulatedCloud,
        *,
        on_resource: Callable[[str], None],
        deployed: bool = False,
    ) -> None:
        self.workspace = workspace
        self.config = config
        self._deployment = Deployment(
            project=workspace.name,
            root=workspace.root,
            folder=workspace.program_dir,
            config=config,
            cloud=cloud,
            on_resource=on_resource,
            deployed=deployed,
        )
        self._monitor = Monitor(self._deployment)
        self._engine = EngineService()
        self._server = grpc.server(ThreadPoolExecutor(max_workers=2 * _PARALLEL), options=CHANNEL_OPTIONS)
        resource_pb2_grpc.add_ResourceMonitorServicer_to_server(self._monitor, self._server)
        engine_pb2_grpc.add_EngineServicer_to_server(self._engine, self._server)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()

    def close(self) -> None:
        """Stop serving."""
        self._server.stop(grace=None)
        self._deployment.callbacks.close()

    def request(self) -> Mapping[str, Any]:
        """What the runner needs to run this stack's program."""
        return {
            "monitor": self.address,
            "engine": self.address,
            "project": self.workspace.name,
            "stack": self.config.stack,
            "organization": ORGANIZATION,
            "root_directory": str(self.workspace.root),
            "program": str(self.workspace.main),
            "directory": str(self.workspace.program_dir),
            "config": dict(self.config.values),
            "config_secret_keys": sorted(self.config.secret_keys),
            "dry_run": True,
            "parallel": _PARALLEL,
        }

    def preview(self, ended: Ended, *, started: float, note: str = "") -> Preview:
        """What the program would do, now that it has ended."""
        if self._monitor.crash:
            raise self._monitor.crash
        everything = self._deployment.registrations.all()
        failure = failure_of(ended, self.workspace)
        problems = [*in_stable_order(self._deployment.problems), *self._engine.problems, *self.config.problems]
        if failure:
            said = problem_of(failure, self.workspace, stack=self.config.stack, others=problems, printed=ended.output)
            problems.append(said)
        resources = in_tree_order([known.resource for known in everything])
        findings = program_findings(
            resources, self.config.values, root=self.workspace.root, answered=self._deployment.answered
        )
        problems += findings.problems
        stack = next((known for known in everything if known.resource.type == STACK_TYPE), None)
        cloud = setting(self.config.values, self.workspace.name, "cloud")
        ours = cloud in CLOUDS
        return Preview(
            project=self.workspace.name,
            stack=self.config.stack,
            cloud=cloud if ours else "",
            environment=setting(self.config.values, self.workspace.name, "environment") if ours else "",
            engine="embedded",
            engine_version=__version__,
            live=False,
            resources=resources,
            outputs=dict(stack.outputs) if stack else {},
            problems=problems_in_order(problems, resources),
            # A read changes nothing, and the real engine does not count it.
            changes=dict(sorted(Counter(one.operation for one in everything if one.operation != "read").items())),
            seconds=time.perf_counter() - started,
            failure=failure,
            output="\n".join(part for part in (ended.output, *self._engine.lines) if part),
            notes=tuple(line for line in (*self.config.notes, note) if line),
            positions={known.resource.urn: known.position for known in everything if known.position},
            outside=findings.outside,
        )
