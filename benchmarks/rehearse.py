"""How long `scaffold rehearse` takes, held against as many bare engine calls.

    python benchmarks/rehearse.py [--runs 3] [--stack prod-aws ...]

The floor is `pulumi preview` of an empty program, once for each engine call of the rehearsal: what the engine, its
plugins and the language host take to come and go. Whole processes, in turn, in one run. The figure to reach: a
two-region prod stack under 60 s on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scaffolder.engine.interpreter import find_interpreter
from scaffolder.engine.pulumi_command import find_pulumi
from scaffolder.engine.throwaway import Surroundings
from scaffolder.engine.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
STACKS = ("prod-aws", "prod-gcp", "prod-azure")
MOST_SECONDS = 60


def rehearsal(stack: str) -> dict[str, Any]:
    """Rehearse a stack; the document it prints."""
    command = [sys.executable, "-m", "scaffolder", "rehearse", ROOT, "--stack", stack, "--json"]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(ended.stdout)


def empty_project(folder: Path) -> tuple[list[str], dict[str, str]]:
    """A project whose program is empty: the command that previews it, and its environment."""
    (folder / "Pulumi.yaml").write_text("name: empty\nruntime: python\n")
    (folder / "__main__.py").write_text("")
    command = find_pulumi()
    assert command, "scaffold doctor --install-pulumi gets the engine"
    workspace = Workspace.find(folder)
    surroundings = Surroundings(
        folder / "around", command=command, interpreter=find_interpreter(workspace), plugins_on_path=False
    )
    surroundings.add_stack("empty", "dev")
    arguments = ["preview", "--json", "--stack", "dev", "--non-interactive"]
    return [str(command.path), *arguments], surroundings.environment(os.environ)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--stack", action="append", help="only these stacks")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command, environment = empty_project(folder)

        def bare() -> float:
            started = time.perf_counter()
            subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
            return time.perf_counter() - started

        bare()
        for stack in arguments.stack or STACKS:
            took, floors, calls = [], [], 0
            for _ in range(arguments.runs):
                floors.append(bare())
                started = time.perf_counter()
                document = rehearsal(stack)
                took.append(time.perf_counter() - started)
                calls = sum(bool(step["commands"]) for step in document["steps"])
            seconds, floor = statistics.median(took), calls * statistics.median(floors)
            print(
                f"rehearsal of {stack} {seconds:.1f} s (at most {MOST_SECONDS}), "
                f"{calls} previews of an empty program {floor:.1f} s: ratio {seconds / floor:.1f}"
            )


if __name__ == "__main__":
    main()
