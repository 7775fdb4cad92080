"""Where there is no real engine, the tests that need it say so; in CI they fail."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.mark.parametrize(
    ("ci", "code", "last_words"),
    [
        ("", 0, "2 tests were skipped, since there is no pulumi command on this machine: `scaffold doctor"),
        ("true", 1, "there is no pulumi command on this machine, and in CI these tests must run"),
    ],
)
def test_a_missing_engine_is_told_plainly(tmp_path: Path, ci: str, code: int, last_words: str) -> None:
    environment = {
        **os.environ,
        "PATH": "/usr/bin:/bin",
        "SCAFFOLDER_CACHE": str(tmp_path),
        "PULUMI_HOME": str(tmp_path),
        "SCAFFOLDER_TEST_INSTALL_ENGINE": "",
        "CI": ci,
    }
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            str(TESTS / "test_real_simulate.py"),
            "-k",
            "exit_code_passes",
        ],
        cwd=TESTS.parent.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code, run.stdout
    assert last_words in run.stdout
    assert re.search(r"= the real engine was not tested =" if not ci else r"2 errors|ERROR", run.stdout)
