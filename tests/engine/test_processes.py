"""Programs that are run to their end, and never left to themselves."""

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scaffolder.engine.processes import Running, run_collecting


def test_ctrl_c_that_comes_while_a_program_starts_ends_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[subprocess.Popen[str]] = []
    begin = subprocess.Popen

    def begin_and_interrupt(*arguments: Any, **options: Any) -> subprocess.Popen[str]:
        process = begin(*arguments, **options)
        started.append(process)
        os.kill(os.getpid(), signal.SIGINT)
        return process

    monkeypatch.setattr("scaffolder.engine.processes.subprocess.Popen", begin_and_interrupt)
    with pytest.raises(KeyboardInterrupt):
        run_collecting(["sleep", "60"], cwd=tmp_path, env=dict(os.environ), on_line=print, running=Running())
    assert started[0].poll() == -signal.SIGINT
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
