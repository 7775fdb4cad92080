"""The runner on its own, as the language host of the real engine uses it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import engine_pb2_grpc, resource_pb2_grpc

from scaffolder.engine.config import StackConfig
from scaffolder.engine.deployment import Deployment
from scaffolder.engine.engine_service import EngineService
from scaffolder.engine.monitor import Monitor
from scaffolder.engine.program import RUNNER
from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.schema import SchemaStore
from tests.projects import write_project


def run_once(folder: Path, **more: Any) -> tuple[int, EngineService, Deployment]:
    with engine_for(folder, **more) as (request, engine, deployment):
        command = [sys.executable, str(RUNNER), "--once", "-"]
        ended = subprocess.run(command, input=json.dumps(request), text=True, capture_output=True, check=False)
    return ended.returncode, engine, deployment


@contextmanager
def engine_for(folder: Path, **more: Any) -> Iterator[tuple[dict[str, Any], EngineService, Deployment]]:
    """An engine for one program, and the request that has it run."""
    config = StackConfig(stack="dev", values={"demo:size": "5"})
    cloud = SimulatedCloud(SchemaStore([], None))
    deployment = Deployment(project="demo", root=folder, config=config, cloud=cloud, on_resource=lambda _urn: None)
    engine = EngineService()
    server = grpc.server(ThreadPoolExecutor())
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(Monitor(deployment), server)
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    request = {
        "monitor": address,
        "engine": address,
        "project": "demo",
        "stack": "dev",
        "root_directory": str(folder),
        "program": str(folder),
        "directory": str(folder),
        "config": dict(config.values),
        "dry_run": True,
        "parallel": 4,
        **more,
    }
    try:
        yield request, engine, deployment
    finally:
        server.stop(grace=None)


def test_a_program_runs_where_pulumi_runs_it(tmp_path: Path) -> None:
    program = """
        import os, sys, pulumi
        pulumi.export("seen", [os.getcwd(), sys.argv, pulumi.Config().get("size"), "runner" in sys.modules])
        """
    code, _, deployment = run_once(write_project(tmp_path, program), arguments=["--x"])
    assert code == 0
    [stack] = deployment.registrations.all()
    assert stack.outputs == {"seen": [str(tmp_path), [str(tmp_path), "--x"], "5", False]}


def test_the_program_does_not_see_scaffolders_own_modules(tmp_path: Path) -> None:
    code, engine, _ = run_once(write_project(tmp_path, "import workspace\n"), announce=True)
    assert code == 32
    assert "No module named 'workspace'" in engine.problems[0].message


def test_a_module_of_the_programs_own_may_have_the_name_of_one_of_ours(tmp_path: Path) -> None:
    files = {"config.py": "VALUE = 7\n"}
    program = "import config, pulumi\npulumi.export('x', config.VALUE)\n"
    code, _, deployment = run_once(write_project(tmp_path, program, files=files))
    assert (code, deployment.registrations.all()[0].outputs) == (0, {"x": 7})


@pytest.mark.parametrize(
    ("program", "code", "message"),
    [
        (
            "x = 1\nraise ValueError('no')\n",
            32,
            "Program failed with an unhandled exception:\nTraceback (most recent call last):\n"
            "  File \"{root}/__main__.py\", line 2, in <module>\n    raise ValueError('no')\nValueError: no",
        ),
        ("import pulumi\nraise pulumi.RunError('enough')\n", 1, "enough"),
    ],
)
def test_errors_are_announced_as_pulumis_host_does(program: str, code: int, message: str, tmp_path: Path) -> None:
    exit_code, engine, _ = run_once(write_project(tmp_path, program), announce=True)
    assert exit_code == code
    assert [problem.message for problem in engine.problems] == [message.format(root=tmp_path)]


def test_the_exit_code_of_the_program_is_kept(tmp_path: Path) -> None:
    assert run_once(write_project(tmp_path, "import sys\nsys.exit(3)\n"))[0] == 3


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
@pytest.mark.parametrize(
    ("program", "place"),
    [
        # The program itself sends the signal, so that it comes at the same place on every machine.
        ("import signal\ndef wait():\n    signal.raise_signal(signal.SIGALRM)\nwait()\n", ("wait", 3)),
        (
            "import asyncio, signal, pulumi\n"
            "async def never():\n"
            "    asyncio.get_running_loop().call_soon(signal.raise_signal, signal.SIGALRM)\n"
            "    await asyncio.Future()\n"
            'pulumi.export("never", pulumi.Output.from_input(never()))\n',
            ("never", 4),
        ),
        (
            "import signal\ntry:\n    signal.raise_signal(signal.SIGALRM)\nexcept Exception:\n    pass\n",
            ("<module>", 3),
        ),
    ],
    ids=["in a function", "in a coroutine", "behind except Exception"],
)
def test_a_program_that_takes_too_long_tells_where_it_was(program: str, place: tuple[str, int], tmp_path: Path) -> None:
    write_project(tmp_path, program)
    code, _, _ = run_once(tmp_path, timeout=600, report_file=str(tmp_path / "report.json"))
    told = json.loads((tmp_path / "report.json").read_text())
    innermost = told["frames"][-1]
    assert (code, told["type"], told["message"]) == (32, "", "it had not ended after 600 seconds.")
    assert (innermost["function"], innermost["line"]) == place


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_a_program_without_end_is_ended(tmp_path: Path) -> None:
    write_project(tmp_path, "while True:\n    try:\n        while True: pass\n    except Exception: pass\n")
    code, _, _ = run_once(tmp_path, timeout=0.1, report_file=str(tmp_path / "report.json"))
    assert (code, json.loads((tmp_path / "report.json").read_text())["message"]) == (
        32,
        "it had not ended after 0.1 seconds.",
    )
