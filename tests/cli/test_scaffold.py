"""The command as a whole: its help, its start, its exit codes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from scaffolder import __version__, cli
from scaffolder.cli import COMMANDS, scaffold
from scaffolder.errors import ScaffolderError
from tests.newcommand import refused, run_scaffold


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scaffolder", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"scaffolder {__version__}\n", "")


def test_help_lists_every_command() -> None:
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    commands = done.stdout.partition("Commands:\n")[2]
    assert [line.split()[0] for line in commands.splitlines() if line[2] != " "] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_where_the_table_says(name: str) -> None:
    command = scaffold.get_command(click.Context(scaffold), name)
    assert command is not None
    assert command.name == name
    assert run_scaffold(name, "--help").exit_code == 0


def test_starting_imports_nothing_slow() -> None:
    code = "import sys, scaffolder.cli; print(*sorted(name.partition('.')[0] for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "click" in loaded
    assert not loaded & {"jinja2", "yaml", "pulumi", "grpc", "questionary", "google", "tomllib", "subprocess"}


def test_new_imports_nothing_it_does_not_need() -> None:
    code = (
        "import sys; from scaffolder.cli import scaffold\n"
        "scaffold(['new', 'sentiment', '--cloud', 'gcp', '--dry-run'], standalone_mode=False)\n"
        "print('LOADED', *sorted(name.partition('.')[0] for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.partition("LOADED")[2].split())
    assert "jinja2" in loaded
    assert not loaded & {"yaml", "pulumi", "grpc", "questionary", "prompt_toolkit", "google", "zipfile"}


def test_an_unknown_command_is_a_usage_error_that_says_the_nearest() -> None:
    done = run("prevew")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "Error: No such command 'prevew'. Did you mean preview?"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):  # noqa: ANN201 - a function that takes what to raise
    """A command that raises what it is given."""

    def invoke(error: BaseException) -> tuple[int, str]:
        @click.command()
        def command() -> None:
            raise error

        monkeypatch.setitem(cli.COMMANDS, "failing", "Fail.")
        monkeypatch.setattr(cli.LazyGroup, "get_command", lambda self, ctx, name: command)  # noqa: ARG005
        result = CliRunner().invoke(scaffold, ["failing"])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stderr

    return invoke


def test_what_the_user_can_fix_is_told_without_a_traceback(failing) -> None:  # noqa: ANN001
    assert failing(ScaffolderError("It is so.", fix="Do this.")) == (1, "Error: It is so.\nFix: Do this.\n")


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_no_color_takes_the_colours_from_answers_and_errors(no_color: str, *, coloured: bool) -> None:
    for arguments in (["doctor"], ["explain", "nowhere"]):
        result = CliRunner().invoke(scaffold, arguments, env={"NO_COLOR": no_color}, color=True)
        assert ("\x1b[" in result.output) is coloured, arguments


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_ctrl_c_is_130(error: BaseException, failing) -> None:  # noqa: ANN001
    assert failing(error) == (130, "Stopped.\n")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (errno.ENAMETOOLONG, "Error: a/b: File name too long.\nFix: Give a shorter path.\n"),
        (errno.ENOSPC, "Error: a/b: No space left on device.\nFix: Free some space, and try again.\n"),
    ],
)
def test_what_a_machine_refuses_is_told_without_a_traceback(code: int, told: str, failing) -> None:  # noqa: ANN001
    assert failing(OSError(code, os.strerror(code), "a/b")) == (1, told)
    with pytest.raises(FileNotFoundError):
        failing(FileNotFoundError(errno.ENOENT, "No such file or directory", "a/b"))


def test_output_that_has_no_room_is_told(failing) -> None:  # noqa: ANN001
    assert failing(OSError(errno.ENOSPC, "No space left on device")) == (
        1,
        "Error: What is printed: No space left on device.\nFix: Free some space, and try again.\n",
    )
    with pytest.raises(PermissionError):
        failing(PermissionError(errno.EACCES, "Permission denied"))


@pytest.mark.skipif(sys.platform == "win32", reason="closes a descriptor as a shell does")
@pytest.mark.parametrize("descriptor", [0, 1, 2])
def test_a_stream_may_be_closed(descriptor: int, tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert run_scaffold("new", "sentiment", "--cloud", "gcp", "--no-git", "--output", made).exit_code == 0
    for command in ("status", "diff"):
        arguments = [sys.executable, "-m", "scaffolder", command]
        code = f"import os; os.close({descriptor}); os.execv({sys.executable!r}, {arguments!r})"
        done = subprocess.run([sys.executable, "-c", code], cwd=made, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [["preview"], ["diff"], ["explain"], ["template", "lint"]])
def test_a_path_that_is_too_long(command: list[str]) -> None:
    message, fix = refused(run_scaffold(*command, "a" * 300))
    assert message.endswith("...: File name too long.")
    assert fix == "Give a shorter path."


def test_anything_else_keeps_its_traceback(failing) -> None:  # noqa: ANN001
    with pytest.raises(ZeroDivisionError):
        failing(ZeroDivisionError())


@pytest.mark.parametrize(
    "command",
    [["status"], ["update"], ["update", "--undo"], ["add", "env", "qa"], ["remove", "feature", "waf"], ["preview"]],
)
def test_a_folder_that_is_not_there_is_told_the_same_everywhere(command: list[str]) -> None:
    message, fix = refused(run_scaffold(*command, "nowhere"))
    assert message == "There is no nowhere."
    assert fix.endswith(", or leave it out.")
