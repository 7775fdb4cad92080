"""What the checks of the simulated clouds cost an offline preview on the real engine.

    python benchmarks/checks.py [--runs 5] [--stack prod-aws ...]

Whole processes, in turn, in one run, so that what else the machine does meets both alike; the ratios are of the
medians. The figures to reach: a stack's preview takes at most 1.2 times that of the same program with checks switched
off, and in the preview of 500 resources the checks are under a third of the time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from scaffolder.simulator.judge import VARIABLE

ROOT = Path(__file__).resolve().parents[1]
STACKS = ("prod-aws", "prod-gcp", "prod-azure")
ONE_STACK, SHARE = 1.2, 1 / 3

# Buckets, queues, topics, log groups and parameters: as many inputs as such things have, and 500 of them.
MANY = """
import pulumi_aws as aws

TAGS = {"team": "search", "environment": "dev", "cost-centre": "1234"}
for number in range(100):
    name = f"thing-{number}"
    bucket = aws.s3.Bucket(name, force_destroy=True, tags=TAGS)
    aws.sqs.Queue(name, visibility_timeout_seconds=60, message_retention_seconds=86400, tags=TAGS)
    aws.sns.Topic(name, display_name=name, tags=TAGS)
    aws.cloudwatch.LogGroup(name, retention_in_days=30, tags=TAGS)
    aws.ssm.Parameter(name, type="String", value=bucket.arn, description=name, tags=TAGS)
"""


def preview(folder: Path, stack: str, *, checks: bool) -> None:
    """Run one preview on the real engine, quietly."""
    subprocess.run(
        [sys.executable, "-m", "scaffolder", "preview", folder, "--engine", "pulumi", "--json", "--stack", stack],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, VARIABLE: "on" if checks else "off"},
    )


def medians(folder: Path, stack: str, runs: int) -> Mapping[bool, float]:
    """The median wall time with checks and without, run in turn after one run that is not counted."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for run in range(runs + 1):
        for checks, found in times.items():
            started = time.perf_counter()
            preview(folder, stack, checks=checks)
            if run:
                found.append(time.perf_counter() - started)
    return {checks: statistics.median(found) for checks, found in times.items()}


def one_stack(stack: str, runs: int) -> None:
    """A reference stack against itself without checks."""
    found = medians(ROOT, stack, runs)
    print(
        f"preview of {stack} {found[True]:.2f} s, without checks {found[False]:.2f} s: "
        f"ratio {found[True] / found[False]:.2f} (at most {ONE_STACK})"
    )


def many_resources(runs: int) -> None:
    """500 resources: what of the preview's time the checks are."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "Pulumi.yaml").write_text("name: many\nruntime: python\n")
        (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n")
        (folder / "__main__.py").write_text(MANY)
        found = medians(folder, "dev", runs)
    share = 1 - found[False] / found[True]
    print(
        f"preview of 500 resources {found[True]:.2f} s, without checks {found[False]:.2f} s: "
        f"the checks are {share:.0%} of it (at most {SHARE:.0%})"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--stack", action="append", help="only these stacks, without the 500 resources")
    arguments = parser.parse_args()
    for stack in arguments.stack or STACKS:
        one_stack(stack, arguments.runs)
    if not arguments.stack:
        many_resources(arguments.runs)


if __name__ == "__main__":
    main()
