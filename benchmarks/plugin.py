"""How many resources a second a simulated cloud takes over gRPC.

    python benchmarks/plugin.py [--resources 400] [--runs 3]

A resource is a `Check` and a `Create`, as the engine asks for them, with checks on and the state kept in a file.
Beside it, in the same run, the floor: a server in Python that gives back the bytes of the same two requests. The figure
to reach is a hundred resources a second.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc

from scaffolder.simulator import protos
from scaffolder.simulator.wire import to_struct

PER_SECOND = 100
# As many as the engine asks at once, by default.
PARALLEL = 16
PB: Any = protos.load("provider_pb2")
SERVICE = "/pulumirpc.ResourceProvider/"
ECHO = """
import sys, threading
from concurrent import futures
import grpc

class Echo(grpc.GenericRpcHandler):
    def service(self, call):
        return grpc.unary_unary_rpc_method_handler(lambda request, context: request)

server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
server.add_generic_rpc_handlers((Echo(),))
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
threading.Event().wait()
"""
TAGS = {"team": "search", "environment": "dev", "cost-centre": "1234"}
KINDS = (
    ("aws:sqs/queue:Queue", {"visibilityTimeoutSeconds": 60, "messageRetentionSeconds": 86400, "tags": TAGS}),
    ("aws:s3/bucket:Bucket", {"forceDestroy": True, "tags": TAGS}),
    (
        "aws:lb/targetGroup:TargetGroup",
        {"port": 80, "protocol": "HTTP", "vpcId": "vpc-0123456789abcdef0", "tags": TAGS},
    ),
    ("aws:ecs/service:Service", {"cluster": "c", "desiredCount": 2, "launchType": "FARGATE", "tags": TAGS}),
)


@contextmanager
def server(command: list[str], **environment: str) -> Generator[grpc.Channel]:
    """A server in a process of its own, which says its port first."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    try:
        assert process.stdout is not None
        with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
            yield channel
    finally:
        process.terminate()
        process.wait()


def caller(channel: grpc.Channel) -> Callable[[str, bytes], bytes]:
    """Give a function that calls a method with the bytes of a request."""
    methods = {name: channel.unary_unary(SERVICE + name) for name in ("Check", "Create")}
    return lambda name, request: methods[name](request)


def make(call: Callable[[str, bytes], bytes], number: int, run: int) -> None:
    """Ask for one resource."""
    type_, inputs = KINDS[number % len(KINDS)]
    urn = f"urn:pulumi:dev::p::{type_}::thing-{run}-{number}"
    news = to_struct(inputs)
    call("Check", PB.CheckRequest(urn=urn, news=news).SerializeToString())
    call("Create", PB.CreateRequest(urn=urn, properties=news).SerializeToString())


def timed(call: Callable[[str, bytes], bytes], resources: int, run: int) -> float:
    """Give the resources a second, several asked for at once."""
    start = time.perf_counter()
    with ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(lambda number: make(call, number, run), range(resources)))
    return resources / (time.perf_counter() - start)


def main() -> None:
    """Measure both, in turn, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--resources", type=int, default=400)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    plugin = [sys.executable, "-m", "scaffolder.simulator.plugin", "aws"]
    with (
        tempfile.TemporaryDirectory(prefix="scaffolder-bench-") as folder,
        server(plugin, SCAFFOLDER_CLOUD_STATE=str(Path(folder) / "cloud.db")) as clouds,
        server([sys.executable, "-c", ECHO]) as echo,
    ):
        calls = {"simulated cloud": caller(clouds), "bare echo": caller(echo)}
        for call in calls.values():
            timed(call, len(KINDS), 0)
        speeds: dict[str, list[float]] = {name: [] for name in calls}
        for run in range(1, chosen.runs + 1):
            for name, call in calls.items():
                speeds[name].append(timed(call, chosen.resources, run))
    ours, floor = (statistics.median(speeds[name]) for name in calls)
    print(f"simulated cloud   {ours:7.0f} resources a second (to reach: {PER_SECOND})")
    print(f"bare echo         {floor:7.0f} resources a second")
    print(f"ratio             {floor / ours:7.1f} times the floor's time")


if __name__ == "__main__":
    main()
