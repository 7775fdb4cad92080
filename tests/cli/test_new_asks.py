"""`scaffold new` in a terminal: what it asks, and that it asks nothing elsewhere."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.newcommand import APART, run_scaffold

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")

DOWN, ENTER, SPACE, BACKSPACE, CTRL_C = "\x1b[B", "\r", " ", "\x7f", "\x03"
PATIENCE_SECONDS = 300


class Terminal:
    """A `scaffold new` in a terminal, typed to as by a user."""

    def __init__(self, folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        environment = {**os.environ, **APART, "TERM": "xterm", "COLUMNS": "200", "LINES": "50", **(env or {})}
        if not (env or {}).get("CI"):
            environment.pop("CI")
        self._main, end = pty.openpty()
        command = [sys.executable, "-m", "scaffolder", "new", *arguments]
        self._process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=end, stdout=end, stderr=end, start_new_session=True
        )
        os.close(end)
        self.shown = ""

    def see(self, text: str) -> None:
        """Wait until `text` is shown; what was shown before it is forgotten."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while text not in self._plain():
            assert time.monotonic() < deadline, f"{text!r} was never shown, but: {self._plain()}"
            if not self._read():
                raise AssertionError(f"it ended without {text!r}: {self._plain()}")
        self.shown = ""

    def type(self, *keys: str) -> None:
        for key in keys:
            os.write(self._main, key.encode())

    def end(self) -> tuple[int, str]:
        """Wait for the end; give the exit code and what was shown since."""
        while self._read():
            pass
        return self._process.wait(PATIENCE_SECONDS), self._plain()

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
        os.close(self._main)

    def _read(self) -> bool:
        if not select.select([self._main], [], [], 1)[0]:
            return True
        try:
            data = os.read(self._main, 65536)
        except OSError:  # what Linux says when the other end is closed
            return False
        if b"\x1b[6n" in data:
            os.write(self._main, b"\x1b[1;1R")  # where the cursor is, which the prompt asks a terminal
        self.shown += data.decode(errors="replace")
        return bool(data)

    def _plain(self) -> str:
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\r", "", self.shown)


@pytest.fixture
def terminal(tmp_path: Path):  # noqa: ANN201 - a function that opens a terminal
    opened: list[Terminal] = []

    def run(*arguments: str, env: Mapping[str, str] | None = None) -> Terminal:
        opened.append(Terminal(tmp_path, *arguments, env=env))
        return opened[-1]

    yield run
    for one in opened:
        one.close()


def answers(folder: Path) -> dict:
    return json.loads((folder / ".scaffold/answers.json").read_text())


def test_everything_is_asked_and_defaults_are_taken(tmp_path: Path, terminal) -> None:  # noqa: ANN001
    one = terminal()
    one.see("What is the service called?")
    one.type("sentiment", ENTER)
    one.see("Which clouds does it run on?")
    one.type(DOWN, SPACE, ENTER)
    one.see("Which environments?")
    one.type(ENTER)
    one.see("Where on gcp?")
    one.type(ENTER)
    one.see("Which image, by digest?")
    one.type(ENTER)
    code, shown = one.end()
    assert code == 0, shown
    assert answers(tmp_path / "sentiment") == {
        "name": "sentiment",
        "clouds": ["gcp"],
        "environments": ["dev", "prod"],
        "regions": {},
        "settings": {},
        "overrides": {},
    }


def test_other_choices_are_kept(tmp_path: Path, terminal) -> None:  # noqa: ANN001
    one = terminal("sentiment")
    one.see("Which clouds does it run on?")
    one.type(SPACE, DOWN, DOWN, SPACE, ENTER)
    one.see("Which environments?")
    one.type(DOWN, SPACE, ENTER)
    one.see("Where on aws?")
    one.type(DOWN, ENTER)
    one.see("Which regions of aws?")
    one.type(DOWN, SPACE, ENTER)
    one.see("Where on azure?")
    one.type(ENTER)
    one.see("Which image, by digest?")
    one.type(ENTER)
    code, shown = one.end()
    assert code == 0, shown
    found = answers(tmp_path / "sentiment")
    assert found["clouds"] == ["aws", "azure"]
    assert found["environments"] == ["dev", "staging", "prod"]
    assert found["regions"] == {"aws": ["us-east-1", "us-east-2"]}


def test_a_wrong_answer_is_told_as_it_is_typed(tmp_path: Path, terminal) -> None:  # noqa: ANN001
    one = terminal("--cloud", "gcp", "--env", "dev", "--region", "us-east1")
    one.see("What is the service called?")
    one.type("Senti")
    one.see("'Senti' cannot be a service's name. Allowed: 2 to 40 lower-case letters")
    one.type(*[BACKSPACE] * 5, "sentiment", ENTER)
    one.see("Which image, by digest?")
    one.type("sentiment:latest")
    one.see('"sentiment:latest" cannot be used. Allowed: registry/name@sha256:')
    one.type(*[BACKSPACE] * 16, ENTER)
    code, shown = one.end()
    assert code == 0, shown
    assert answers(tmp_path / "sentiment")["settings"] == {}


def test_no_cloud_is_no_answer(tmp_path: Path, terminal) -> None:  # noqa: ANN001
    one = terminal("sentiment", "--env", "dev")
    one.see("Which clouds does it run on?")
    one.type(ENTER)
    one.see("Choose at least one, with the space bar.")
    one.type(CTRL_C)
    assert one.end()[0] == 130
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_nothing(tmp_path: Path, terminal) -> None:  # noqa: ANN001
    one = terminal()
    one.see("What is the service called?")
    one.type(CTRL_C)
    code, shown = one.end()
    assert code == 130
    assert "Stopped." in shown
    assert "Traceback" not in shown
    assert list(tmp_path.iterdir()) == []


def test_a_name_and_a_cloud_are_enough(tmp_path: Path, terminal) -> None:  # noqa: ANN001
    code, shown = terminal("sentiment", "--cloud", "gcp").end()
    assert code == 0, shown
    assert "?" not in shown
    assert (tmp_path / "sentiment/Pulumi.yaml").is_file()


@pytest.mark.parametrize(
    ("arguments", "env"), [(["--no-input"], {}), ([], {"CI": "true"}), ([], {"CI": "1"}), (["--json"], {})]
)
def test_nothing_is_asked_where_nobody_can_answer(
    arguments: Sequence[str],
    env: Mapping[str, str],
    tmp_path: Path,
    terminal,  # noqa: ANN001
) -> None:
    code, shown = terminal(*arguments, env=env).end()
    assert code == 2
    assert "Missing argument 'NAME'" in shown
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_asked_in_a_pipe() -> None:
    result = run_scaffold("new", "--cloud", "gcp", env={"CI": ""})
    assert result.exit_code == 2
    assert "Missing argument 'NAME'" in result.stderr
