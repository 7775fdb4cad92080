"""Times `scaffold new` against copier and cookiecutter on templates with the same files: `python benchmarks/new.py`.

Every figure is of whole processes, from start to exit. The commands take turns within a round, so that a slow moment of
the machine falls on all of them; what is compared are the ratios within rounds. The peers' templates hold the very
files that `scaffold new` writes, less its record: what it renders they render, with the name as the only variable,
which is less work than ours; what it copies they copy. Neither of them makes a repository.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from scaffolder.generate import built_in_layers, plan_project
from scaffolder.project.answers import Answers
from scaffolder.project.record import FOLDER

NAME = "sentiment"
CLOUD = "gcp"
BIN = Path(sys.executable).parent

# What must hold of the medians: the first is at most so many times the second.
TARGETS = (("scaffold", "cookiecutter", 0.5), ("scaffold", "copier", 0.25), ("scaffold", "bare import", 1.5))

_DELIMITERS = {
    "variable_start_string": "<{",
    "variable_end_string": "}>",
    "block_start_string": "<%",
    "block_end_string": "%>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
}


def main() -> None:
    """Build the templates, time everything, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21, help="how often each command runs")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="scaffold-bench-") as scratch:
        times = measure(Path(scratch), rounds)
    print_report(times, rounds)


def measure(scratch: Path, rounds: int) -> Mapping[str, Sequence[float]]:
    """Time each command `rounds` times, in seconds, after one warm-up round that checks what they write."""
    files, rendered = project_files()
    build_cookiecutter(scratch / "cookiecutter", files, rendered)
    build_copier(scratch / "copier", files, rendered)
    out = scratch / "out"
    commands = {
        "bare import": [sys.executable, "-c", "import click, jinja2"],
        "scaffold": [BIN / "scaffold", "new", NAME, "--cloud", CLOUD, "--no-git"],
        "scaffold with git": [BIN / "scaffold", "new", NAME, "--cloud", CLOUD],
        "cookiecutter": [BIN / "cookiecutter", "--no-input", scratch / "cookiecutter", f"name={NAME}"],
        "copier": [BIN / "copier", "copy", "--quiet", "--defaults", "--data", f"name={NAME}", scratch / "copier", NAME],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(-1, rounds):
        names = list(commands)
        turned = names[number % len(names) :] + names[: number % len(names)]
        for name in turned:
            out.mkdir()
            seconds = run(commands[name], out, scratch / "home")
            if number < 0:
                check(name, out / NAME, files)
            else:
                times[name].append(seconds)
            shutil.rmtree(out)
    return times


def project_files() -> tuple[Mapping[str, bytes], set[str]]:
    """Every file of the project but its record, and which of them are rendered."""
    answers = Answers(name=NAME, clouds=[CLOUD])
    layers = built_in_layers(answers)
    project = plan_project(answers, layers)
    files = {path: file.content for path, file in project.tree.items() if not path.startswith(FOLDER)}
    copied = {path for layer in layers for path in (*layer.files, *layer.program)}
    return files, files.keys() - copied


def build_cookiecutter(folder: Path, files: Mapping[str, bytes], rendered: set[str]) -> None:
    """Write a cookiecutter template that makes `files`."""
    context = {
        "name": NAME,
        "_jinja2_env_vars": _DELIMITERS,
        "_copy_without_render": [f"*/{path}" for path in files if path not in rendered],
    }
    write(folder / "cookiecutter.json", json.dumps(context).encode())
    for path, content in files.items():
        text = content.replace(NAME.encode(), b"<{ cookiecutter.name }>") if path in rendered else content
        write(folder / "<{ cookiecutter.name }>" / path, text)


def build_copier(folder: Path, files: Mapping[str, bytes], rendered: set[str]) -> None:
    """Write a copier template that makes `files`."""
    settings = {"name": {"type": "str"}, "_templates_suffix": ".j2", "_envops": _DELIMITERS, "_subdirectory": "files"}
    write(folder / "copier.yml", json.dumps(settings).encode())
    for path, content in files.items():
        if path in rendered:
            write(folder / "files" / f"{path}.j2", content.replace(NAME.encode(), b"<{ name }>"))
        else:
            write(folder / "files" / path, content)


def write(path: Path, content: bytes) -> None:
    """Write a file and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def run(command: Sequence[str | Path], folder: Path, home: Path) -> float:
    """Run a command in `folder` to its end; give the seconds it took."""
    home.mkdir(exist_ok=True)
    # Compiled files are kept, as in any installation; the user's own configuration is out of the way.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "CI": "true"}
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    seconds = time.perf_counter() - started
    assert done.returncode == 0, done.stderr.decode()
    return seconds


def check(name: str, made: Path, files: Mapping[str, bytes]) -> None:
    """See that a command made the project; else its time means nothing."""
    if name == "bare import":
        return
    found = {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    found = {path: content for path, content in found.items() if not path.startswith((FOLDER, ".git/"))}
    assert found == files, f"{name} makes other files: {sorted(found.items() ^ files.items())[:3]}"


def print_report(
    times: Mapping[str, Sequence[float]], rounds: int, targets: Sequence[tuple[str, str, float]] = TARGETS
) -> None:
    """Print the medians, and the ratios that were to be reached."""
    print(f"{rounds} rounds, whole processes, in milliseconds")
    print(f"  {'':<20}{'median':>8}{'fastest':>9}")
    for name, seconds in times.items():
        print(f"  {name:<20}{statistics.median(seconds) * 1000:>8.0f}{min(seconds) * 1000:>9.0f}")
    print("Ratios (median of those within a round)")
    for name, other, most in targets:
        ratio = statistics.median(mine / theirs for mine, theirs in zip(times[name], times[other], strict=True))
        verdict = "reached" if ratio <= most else "missed"
        print(f"  {name} / {other:<14}{ratio:>6.2f}   at most {most}: {verdict}")


if __name__ == "__main__":
    main()
