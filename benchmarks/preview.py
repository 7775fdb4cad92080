"""How long `scaffold preview` takes with the embedded engine, held against importing the same SDK modules.

    python benchmarks/preview.py [--runs 5] [--stack dev-aws ...]

Whole processes, in turn, in one run, so that what else the machine does meets all of them alike; the ratios are of
the medians. The three figures to reach (issue 3): one stack at most 1.3 times the bare import of what it imports, six
stacks on three clouds at most 1.2 times the sum of the three imports, and linear growth from 1 to 10 regions.
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
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CLOUDS = ("aws", "gcp", "azure")
ONE_STACK, ALL_STACKS = 1.3, 1.2
REGIONS = (
    "us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-central-1", "eu-north-1",
    "ap-southeast-1", "ap-northeast-1",
)  # fmt: skip
IMAGE = f"registry.example.com/app@sha256:{'0' * 64}"

# Loaded by every Python that has its folder on the path: tells, at its end, which SDK modules really ran.
SPY = """
import atexit, json, os, sys, types

def tell():
    names = [n for n, m in sys.modules.items() if n.startswith("pulumi") and type(m) is types.ModuleType
             and getattr(m, "__file__", None)]
    with open(os.environ["SPY"], "w") as file:
        json.dump(names, file)

if "runner.py" in " ".join(sys.argv) or any("runner.py" in a for a in getattr(sys, "orig_argv", [])):
    atexit.register(tell)
"""


def preview(stacks: Sequence[str], *, folder: Path = ROOT, environment: Mapping[str, str] | None = None) -> None:
    """Run one preview, quietly."""
    chosen = [argument for stack in stacks for argument in ("--stack", stack)]
    command = [sys.executable, "-m", "scaffolder", "preview", str(folder), "--engine", "embedded", "--json", *chosen]
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
    )


def imported_modules(stack: str) -> list[str]:
    """The SDK modules that the stack's program imports, in the order it did."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "modules.json"
        (Path(folder) / "sitecustomize.py").write_text(SPY)
        preview([stack], environment={"PYTHONPATH": folder, "SPY": str(told)})
        return json.loads(told.read_text())


def bare_import(modules: Sequence[str]) -> None:
    """Import these in an interpreter that does nothing else."""
    # Reading an attribute loads what the SDKs leave for later.
    code = "import sys, importlib\nfor n in sys.argv[1:]: importlib.import_module(n).__name__"
    subprocess.run([sys.executable, "-c", code, *modules], check=True)


def medians(tasks: Mapping[str, Callable[[], None]], runs: int) -> dict[str, float]:
    """The median wall time of each, run in turn after one run that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for run in range(runs + 1):
        for name, task in tasks.items():
            started = time.perf_counter()
            task()
            if run:
                times[name].append(time.perf_counter() - started)
    return {name: statistics.median(values) for name, values in times.items()}


def one_stack(stacks: Sequence[str], modules: Mapping[str, Sequence[str]], runs: int) -> None:
    """Each stack against the bare import."""
    for stack in stacks:
        found = medians(
            {"preview": lambda s=stack: preview([s]), "import": lambda s=stack: bare_import(modules[s])}, runs
        )
        report(
            f"preview of {stack}",
            found["preview"],
            f"import of {len(modules[stack])} modules",
            found["import"],
            ONE_STACK,
        )


def all_stacks(modules: Mapping[str, Sequence[str]], runs: int) -> None:
    """Six stacks against the sum of three imports."""
    every = [f"{environment}-{cloud}" for environment in ("dev", "prod") for cloud in CLOUDS]
    tasks: dict[str, Callable[[], None]] = {"preview": lambda: preview(every)}
    tasks |= {cloud: lambda c=cloud: bare_import(modules[f"dev-{c}"]) for cloud in CLOUDS}
    found = medians(tasks, runs)
    report("preview of six stacks", found["preview"], "the three imports", sum(found[c] for c in CLOUDS), ALL_STACKS)


def growth(runs: int) -> None:
    """One, five and ten regions of a stack: the time each further region adds."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        shutil.copytree(ROOT / "stacks", project / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "Pulumi.yaml", project)
        settings = yaml.safe_load((ROOT / "stacks" / "Pulumi.dev-aws.yaml").read_text())["config"]
        counts = (1, 5, 10)
        for count in counts:
            config = {**settings, "regions": list(REGIONS[:count]), "image": IMAGE}
            (project / "stacks" / f"Pulumi.bench-{count}.yaml").write_text(yaml.safe_dump({"config": config}))
        found = medians({str(n): lambda n=n: preview([f"bench-{n}"], folder=project) for n in counts}, runs)
    one, five, ten = (found[str(count)] for count in counts)
    early, late = (five - one) / 4, (ten - five) / 5
    print(f"growth  1 region {one:.2f} s, 5 regions {five:.2f} s, 10 regions {ten:.2f} s:", end=" ")
    print(f"{early * 1000:.0f} ms a region at first, {late * 1000:.0f} ms later")


def report(what: str, seconds: float, yardstick: str, floor: float, limit: float) -> None:
    """One line: both medians, their ratio, and the ratio to reach."""
    print(f"{what} {seconds:.2f} s, {yardstick} {floor:.2f} s: ratio {seconds / floor:.2f} (at most {limit})")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--stack", action="append", help="only these stacks, each by itself")
    arguments = parser.parse_args()
    stacks = arguments.stack or [f"dev-{cloud}" for cloud in CLOUDS]
    modules = {stack: imported_modules(stack) for stack in stacks}
    one_stack(stacks, modules, arguments.runs)
    if not arguments.stack:
        all_stacks(modules, arguments.runs)
        growth(arguments.runs)


if __name__ == "__main__":
    main()
