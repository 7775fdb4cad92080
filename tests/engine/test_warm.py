"""A program that is run several times with its SDK imported once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
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
        until(Path(found).exists)
        yield found


def until(come: Callable[[], object]) -> None:
    """Wait for something that comes in a moment, and leave the processor to what brings it."""
    while not come():
        time.sleep(0.01)


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
        pid = started(tmp_path / "pid")
        run.end()
        waiting.join()
    assert codes == [1]
    until(lambda: not runs(pid))


def started(file: Path) -> str:
    """The process id that a program writes into a file when it has begun."""
    until(lambda: file.exists() and file.read_text())
    return file.read_text()


def runs(pid: str) -> bool:
    return subprocess.run(["ps", "-p", pid], capture_output=True, check=False).returncode == 0


def test_a_run_does_what_it_has_to_do_at_its_end(address: str, tmp_path: Path) -> None:
    program = f"""
        import atexit, pathlib, time
        atexit.register(lambda: (time.sleep(0.5), pathlib.Path({str(tmp_path / "late")!r}).touch()))
        """
    with engine_for(write_project(tmp_path / "project", program)) as (request, *_):
        assert WarmRun(address, request, dict(os.environ)).wait() == 0
    assert (tmp_path / "late").exists()


def test_nothing_that_runs_outlives_the_warm_program(tmp_path: Path) -> None:
    program = f"""
        import os, pathlib, time
        pathlib.Path({str(tmp_path / "pid")!r}).write_text(str(os.getpid()))
        time.sleep(600)
        """
    with engine_for(write_project(tmp_path / "project", program)) as (request, *_):
        with WarmProgram(PYTHON, folder=tmp_path, imports=[]) as warmed:
            (address,) = warmed.variables.values()
            until(Path(address).exists)
            run = WarmRun(address, request, dict(os.environ))
            pid = started(tmp_path / "pid")
        assert not runs(pid)
        assert run.wait() == 1


def test_the_end_of_one_run_is_not_taken_for_that_of_the_next(tmp_path: Path) -> None:
    program = f"""
        import os, pathlib, pulumi, time
        pathlib.Path({str(tmp_path / "pid")!r}).write_text(str(os.getpid()))
        time.sleep(int(os.environ["SECONDS"]))
        """
    folder = write_project(tmp_path / "project", program)
    with engine_for(folder) as (request, *_), WarmProgram(PYTHON, folder=tmp_path, imports=[]) as warmed:
        (address,) = warmed.variables.values()
        until(Path(address).exists)
        first = WarmRun(address, request, {**os.environ, "SECONDS": "600"})
        pid = started(tmp_path / "pid")
        assert warmed._process
        # Three things at once for it to find: the first run is dead, another is asked for, and the first is given up.
        warmed._process.send_signal(signal.SIGSTOP)
        os.kill(int(pid), signal.SIGKILL)
        until(lambda: state(pid).startswith("Z"))
        second = WarmRun(address, request, {**os.environ, "SECONDS": "0"})
        first.end()
        warmed._process.send_signal(signal.SIGCONT)
        assert (first.wait(), second.wait()) == (1, 0)


def state(pid: str) -> str:
    return subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True, check=False).stdout


def test_one_that_still_imports_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with WarmProgram(PYTHON, folder=tmp_path, imports=["slow"]) as program:
        (address,) = program.variables.values()
        until(Path(address).exists)
    assert program._process
    assert program._process.returncode == -signal.SIGTERM


def test_a_program_that_kills_itself_has_no_answer(address: str, tmp_path: Path) -> None:
    with engine_for(write_project(tmp_path / "project", "import os; os.kill(os.getpid(), 9)")) as (request, *_):
        assert WarmRun(address, request, dict(os.environ)).wait() == 1


def test_without_a_warm_program_there_is_no_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert warm.begin({}, {}) is None
    monkeypatch.setenv(warm.VARIABLE, str(tmp_path / "gone"))
    assert warm.begin({}, {}) is None
