"""Any template, any edits, any newer version: no edit is lost, twice is once, and an undo brings back bytes and modes."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.tree import File, Tree
from tests.newcommand import run_scaffold, unchanged
from tests.updates import entries, write

MANIFEST = 'name = "demo"\nversion = "{}"\ndescription = "A demo."\n'
PATHS = ("README.md.j2", "a", "a.d/b.j2", "bin/run", "deep/er/c", "data.bin", "other")
LINES = (
    "one\n",
    "two\n",
    "for <{ name }>\n",
    "\n",
    "<% if 'gcp' in clouds %>\n",
    "<% endif %>\n",
    "three\r\n",
    "no end",
)
OWN = "own/notes"
LATER = "later-"  # and a path: a line that only the newer template has


@st.composite
def contents(draw: st.DrawFn, path: str) -> File:
    executable = draw(st.booleans())
    if path.endswith(".bin"):
        return File(b"\0" + draw(st.binary(max_size=4)), executable)
    lines = draw(st.lists(st.sampled_from(LINES[:4] + LINES[6:]), max_size=9))
    if path.endswith(".j2") and draw(st.booleans()):
        lines = [LINES[4], *lines, "\n", LINES[5]]
    return File("".join(lines).encode(), executable)


@st.composite
def templates(draw: st.DrawFn) -> dict[str, File]:
    paths = draw(st.sets(st.sampled_from(PATHS), min_size=1))
    return {path: draw(contents(path)) for path in sorted(paths)}


@st.composite
def newer(draw: st.DrawFn, old: Tree) -> dict[str, File]:
    """A later version: files stay, change, go, get another name, or are new."""
    files = {}
    for path, file in old.items():
        what = draw(st.sampled_from(["stays", "stays", "changes", "grows", "goes", "moves"]))
        if what == "changes":
            files[path] = draw(contents(path))
        elif what == "grows":
            files[path] = File(file.content + f"\n{LATER}{path}\n".encode(), file.executable)
        elif what == "moves":
            files[f"moved/{path}"] = file
        elif what == "stays":
            files[path] = file
    return {**draw(templates()), **files} if draw(st.booleans()) else files


Edit = Callable[[Path, str], None]


def insert(place: Path, token: str) -> None:
    lines = place.read_bytes().splitlines(keepends=True)
    middle = len(lines) // 2
    place.write_bytes(b"".join([*lines[:middle], f"{token}\n".encode(), *lines[middle:]]))


def prepend(place: Path, token: str) -> None:
    place.write_bytes(f"{token}\n".encode() + place.read_bytes())


def append(place: Path, token: str) -> None:
    place.write_bytes(place.read_bytes() + f"\n{token}".encode())


def replace(place: Path, token: str) -> None:
    place.write_bytes(token.encode())


def turn_ends(place: Path, token: str) -> None:
    prepend(place, token)
    place.write_bytes(place.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def no_text(place: Path, token: str) -> None:
    place.write_bytes(b"\0" + token.encode())


def folder(place: Path, token: str) -> None:
    place.unlink()
    place.mkdir()
    (place / "inner").write_text(token)


def link(place: Path, token: str) -> None:
    place.unlink()
    place.symlink_to(token)


TOKENS: tuple[Edit, ...] = (insert, prepend, append, replace, turn_ends, no_text, folder, link)


def version(folder: Path, number: str, files: Tree) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, {"template.toml": File(MANIFEST.format(number).encode())})
    (folder / "files").mkdir()
    write(folder / "files", files)


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, File], dict[str, File], Mapping[str, str]]:
    old = draw(templates())
    edits = [edit.__name__ for edit in TOKENS]
    chosen = {path: draw(st.sampled_from(["", "", "delete", "mode", *edits])) for path in old}
    return old, draw(newer(old)), chosen


def told(output: str) -> list[str]:
    """What an update says it does, without how to go on from there."""
    return [line for line in output.splitlines() if line.startswith(("  ", "demo", "Up to date"))]


def left_out(output: str) -> list[str]:
    """The paths of which it is said that the user's side stays."""
    return [line[4:].partition("  ")[0] for line in output.splitlines() if line.startswith(("  ! ", "  . "))]


@pytest.mark.parametrize("style", ["inline", "rej"])
@settings(max_examples=settings.default.max_examples * 6 // 10)
@given(case=cases())
def test_no_edit_is_lost(
    style: str,
    case: tuple[Tree, Tree, Mapping[str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    old, new, chosen = case
    scratch = tmp_path_factory.mktemp("t")
    template, project = scratch / "demo", scratch / "project"
    version(template, "1.0.0", old)
    made = run_scaffold("new", "sentiment", "--cloud", "gcp", "--template", template, "--no-git", "--output", project)
    assert made.exit_code == 0, made.output
    tokens, deleted = [], []
    numbers = itertools.count()
    for source, what in chosen.items():
        place = project / source.removesuffix(".j2")
        if what == "delete":
            place.unlink()
            deleted.append(source.removesuffix(".j2"))
        elif what == "mode":
            place.chmod(0o644 if place.stat().st_mode & 0o100 else 0o755)
        elif what:
            tokens.append(f"token-{next(numbers)}-")
            next(edit for edit in TOKENS if edit.__name__ == what)(place, tokens[-1])
    write(project, {OWN: File(b"mine\n")})
    before = entries(project)

    version(template, "1.1.0", new)
    foreseen = run_scaffold("update", project, "--conflict", style, "--dry-run")
    assert entries(project) == before
    result = run_scaffold("update", project, "--conflict", style)
    assert result.exit_code in {0, 13}, result.output
    assert (foreseen.exit_code, told(foreseen.output)) == (result.exit_code, told(result.output))
    after = {path: content for path, (_, content) in entries(project).items() if not path.startswith(".scaffold")}
    for token in tokens:
        assert any(token.encode() in content for content in after.values()), (token, result.output)
    for path in deleted:
        assert path not in after
    assert after[OWN] == b"mine\n"
    for path in (path for path, file in new.items() if f"{LATER}{path}".encode() in file.content):
        there = any(f"{LATER}{path}".encode() in content for content in after.values())
        assert there or path.removesuffix(".j2") in left_out(result.output), (path, result.output)
    assert (result.exit_code == 13) == ("  ! " in result.output)

    with unchanged(project):
        assert run_scaffold("update", project).exit_code == 0
    assert run_scaffold("update", project, "--undo").exit_code == 0
    assert entries(project) == before
