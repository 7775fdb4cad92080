"""What gRPC itself logs to the terminal."""

from __future__ import annotations

import os


def quiet_grpc() -> None:
    """Let gRPC log errors alone; that a policy pack or a program goes away is no news. Called before it is imported."""
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
