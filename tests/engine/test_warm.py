"""A program that is run several times with its SDK imported once."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffolder.engine import warm
from scaffolder.engine.interpreter import Interpreter
from scaffolder.engine.warm import WarmProgram, WarmRun
from tests.engine.test_runner import engine_for
from tests.projects import write_project

PYTHON = Interpreter(python=Path(sys.executable), site_packages=(), is_project=False)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with WarmProgram(PYTHON, folder=tmp_path, imports=["json:JSONDecoder", "no_such_module"]) as program:
        (found,) = program.variables.values()
        while not Path(found).exists():
            pass
        yield found


def test_each_run_is_a_program_of_its_own(address: str, tmp_path: Path) -> None:
    program = """
        import os, sys, pulumi
        sys.modules["json"].runs = getattr(sys.modules["json"], "runs", 0) + 1
        pulumi.export("seen", [sys.modules["json"].runs, os.environ["GREETING"], "PATH" in os.environ, os.getppid()])
        """
    folder = write_project(tmp_path / "project", program)
    seen = []
    for greeting in ("hi", "ho"):
        with engine_for(folder) as (request, _, deployment):
            assert WarmRun(address, request, {"GREETING": greeting}).wait() == 0
            seen.append(deployment.registrations.all()[0].outputs["seen"])
    assert [one[:3] for one in seen] == [[1, "hi", False], [1, "ho", False]]
    assert seen[0][3] == seen[1][3] != os.getpid()


def test_the_exit_code_and_the_report_come_back(address: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    with engine_for(write_project(tmp_path / "project", "raise ValueError('no')"), report_file=str(report)) as (
        asked,
        *_,
    ):
        assert WarmRun(address, asked, dict(os.environ)).wait() == 32
    assert '"message": "no"' in report.read_text()


def test_a_run_that_is_ended_leaves_no_process(address: str, tmp_path: Path) -> None:
    program = f"""
        import os, pathlib, time
        pathlib.Path({str(tmp_path / "pid")!r}).write_text(str(os.getpid()))
        time.sleep(60)
        """
    with engine_for(write_project(tmp_path / "project", program)) as (request, *_):
        run = WarmRun(address, request, dict(os.environ))
        codes: list[int] = []
        waiting = threading.Thread(target=lambda: codes.append(run.wait()))
        waiting.start()
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            pass
        run.end()
        waiting.join()
    assert codes == [1]
    pid = (tmp_path / "pid").read_text()
    while subprocess.run(["ps", "-p", pid], capture_output=True, check=False).returncode == 0:
        pass


def test_a_program_that_kills_itself_has_no_answer(address: str, tmp_path: Path) -> None:
    with engine_for(write_project(tmp_path / "project", "import os; os.kill(os.getpid(), 9)")) as (request, *_):
        assert WarmRun(address, request, dict(os.environ)).wait() == 1


def test_without_a_warm_program_there_is_no_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert warm.begin({}, {}) is None
    monkeypatch.setenv(warm.VARIABLE, str(tmp_path / "gone"))
    assert warm.begin({}, {}) is None
