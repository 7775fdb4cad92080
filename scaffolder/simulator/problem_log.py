"""Problems on their way out of a plugin: one JSON document a line in a file that a preview reads afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from scaffolder.simulator.problems import Problem, in_stable_order
from scaffolder.simulator.wire import to_plain

# Names the file; while it is set, a failed check does not fail the resource, so that all problems are collected.
VARIABLE: Final = "SCAFFOLDER_PROBLEMS"


def append(path: Path, problems: Iterable[Problem]) -> None:
    """Add problems to the file; lines of several plugins do not mix, since each write is appended whole."""
    lines = [json.dumps(asdict(replace(problem, value=to_plain(problem.value)))) + "\n" for problem in problems]
    if lines:
        with path.open("a", encoding="utf-8") as file:
            file.write("".join(lines))


def read(path: Path) -> tuple[Problem, ...]:
    """Give the problems of a file, each once, in a stable order; none when there is no file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    # An engine may check a resource more than once.
    unique = sorted(set(lines))
    return in_stable_order(Problem(**json.loads(line)) for line in unique)
