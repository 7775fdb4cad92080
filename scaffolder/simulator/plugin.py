"""The simulated clouds as a Pulumi resource provider: `python -m scaffolder.simulator.plugin NAME`."""

from __future__ import annotations

import os
import signal
import sys
import sysconfig
import threading
from collections.abc import Sequence
from concurrent import futures
from pathlib import Path
from typing import Any, Final

import grpc

from scaffolder.paths import cache_dir
from scaffolder.simulator import faults, problem_log, protos, state
from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.constraints import store
from scaffolder.simulator.faults import Faults, read_faults
from scaffolder.simulator.judge import checks_wanted
from scaffolder.simulator.kept import KeptCloud
from scaffolder.simulator.provider import SimulatedProvider
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.state import CloudState

_rpc: Any = protos.load("provider_pb2_grpc")

SDK_PATHS_VARIABLE: Final = "SCAFFOLDER_SDK_PATHS"
# Another seed gives other ids and addresses.
SEED_VARIABLE: Final = "SCAFFOLDER_SEED"
_WORKERS: Final = 16
_ORPHAN_CHECK_SECONDS: Final = 2.0
# The engine's own limit on a message, 400 MB: sdk/go/common/util/rpcutil of github.com/pulumi/pulumi.
_MESSAGE_BYTES: Final = 400 * 1024 * 1024


def kept_cloud_from_environment() -> KeptCloud | None:
    """Give the clouds' state and the failures that the environment names; None where no state is kept."""
    file, described = os.environ.get(state.VARIABLE), os.environ.get(faults.VARIABLE)
    if not file:
        return None
    kept = CloudState(Path(file))
    return KeptCloud(kept, Faults(read_faults(Path(described)), kept) if described else None)


def schema_store_from_environment() -> SchemaStore:
    """Give the schemas of the SDKs that `SCAFFOLDER_SDK_PATHS` names, else of this interpreter's own."""
    named = os.environ.get(SDK_PATHS_VARIABLE)
    paths = named.split(os.pathsep) if named else list({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    return SchemaStore([Path(path) for path in paths if path], cache_dir() / "schemas")


def serve(name: str) -> int:
    """Serve one provider until the engine ends it."""
    # An engine that was killed cannot say goodbye: leave when it is no longer our parent.
    parent = os.getppid()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    problems = os.environ.get(problem_log.VARIABLE)
    own = os.environ.get(store.VARIABLE)
    provider = SimulatedProvider(
        name,
        SimulatedCloud(
            schema_store_from_environment(),
            checks=checks_wanted(),
            constraints=store.ConstraintStore(Path(own) if own else None),
            seed=os.environ.get(SEED_VARIABLE, ""),
            kept=kept_cloud_from_environment(),
        ),
        problems_file=Path(problems) if problems else None,
    )
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=_WORKERS),
        options=[("grpc.max_receive_message_length", _MESSAGE_BYTES), ("grpc.max_send_message_length", _MESSAGE_BYTES)],
    )
    _rpc.add_ResourceProviderServicer_to_server(provider, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while not stop.wait(_ORPHAN_CHECK_SECONDS) and os.getppid() == parent:
        pass
    server.stop(grace=None)
    return 0


def main(arguments: Sequence[str]) -> int:
    """Start the provider named first; further arguments (the engine's address) are not needed."""
    if not arguments:
        sys.stderr.write("usage: python -m scaffolder.simulator.plugin NAME\n")
        return 2
    return serve(arguments[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
