"""docs/extend.md does what it says: every command is run, every file written, and what is printed compared."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.newcommand import files_below

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "examples/acme-platform"
PAGE = (REPOSITORY / "docs/extend.md").read_text()
# What is shown of these is that they do not exit with 0: a refusal, and a project that is behind.
EXIT_CODES = {"scaffold new sentiment --cloud gcp --template \"git+file://$PWD/acme-platform@v0.1.0\"": 1, "scaffold status": 10}  # fmt: skip


@dataclass(frozen=True)
class Block:
    """A fenced block of the page: its language, the file that it is, and its text."""

    language: str
    file: str
    text: str


def blocks() -> Iterator[Block]:
    for language, file, text in re.findall(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        yield Block(language, file, text)


def commands(text: str) -> list[tuple[str, str]]:
    """Each command of a console block, with what it prints."""
    return [(command, printed) for command, printed in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)]


def pattern(printed: str) -> str:
    """What is printed, where `...` on a line of its own is any lines, and within a line anything."""
    return "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n"
        for line in printed.splitlines()
    )


def test_every_block_is_understood() -> None:
    assert {block.language for block in blocks()} == {"console", "toml", "markdown", "python"}
    assert all((block.language == "console") != bool(block.file) for block in blocks())
    assert PAGE.count("```") == 2 * len(list(blocks()))


def test_each_file_is_named_to_the_reader() -> None:
    for block in blocks():
        if block.file:
            before = PAGE[: PAGE.index(f"```{block.language} file={block.file}\n")].rpartition("```")[2]
            assert f"`{block.file.removeprefix('../')}`" in before


def test_the_example_is_what_the_page_makes() -> None:
    shown = {block.file: block.text for block in blocks() if block.file and not block.file.startswith("..")}
    written = {path: content.decode() for path, content in files_below(EXAMPLE).items()}
    assert {path: written[path] for path in shown} == shown
    assert sorted(written.keys() - shown.keys()) == [".github/workflows/template.yml", "README.md"]


def test_the_page_can_be_followed(tmp_path: Path) -> None:
    here = tmp_path
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTEST_"))},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(tmp_path),
        "CI": "true",
    }
    for block in blocks():
        if block.file:
            path = here / block.file if not block.file.startswith("..") else tmp_path / Path(block.file).name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text)
            continue
        for command, printed in commands(block.text):
            done = subprocess.run(
                ["bash", "-c", f"cd {shlex.quote(str(here))} && {command} && pwd > {tmp_path}/.pwd"],
                env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                check=False,
            )  # fmt: skip
            assert done.returncode == EXIT_CODES.get(command, 0), f"{command}\n{done.stdout}"
            assert not printed or re.fullmatch(pattern(printed), done.stdout), f"{command}\n{done.stdout}"
            if done.returncode == 0:
                here = Path((tmp_path / ".pwd").read_text().strip())
    made = {
        path: content
        for path, content in files_below(tmp_path / "acme-platform").items()
        if path != "snapshots/gcp.json"
    }
    assert sorted(made) == sorted(files_below(EXAMPLE))
