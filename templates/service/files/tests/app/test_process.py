"""The replica as the cloud runs it: a process with a port, told to stop by SIGTERM."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

APP = Path(__file__).parents[2] / "app"


@contextmanager
def running(**env: str) -> Generator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "serving"],
        cwd=APP,
        env={**os.environ, "PORT": "0", **env},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def log_line(process: subprocess.Popen[str], message: str) -> dict[str, object]:
    """The next line of the log with this message."""
    output: IO[str] | None = process.stdout
    assert output
    return next(entry for line in output if (entry := json.loads(line))["message"] == message)


def health(port: object) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(str(port)), timeout=10)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_starts_serves_drains_and_stops_clean() -> None:
    with running(SERVICE_DRAIN_SECONDS="60") as process:
        port = log_line(process, "listening")["port"]
        assert health(port) == 200
        process.send_signal(signal.SIGTERM)
        assert log_line(process, "draining")["seconds"] == 60
        assert health(port) == 503  # so that load balancers turn away, while it still serves
        process.send_signal(signal.SIGTERM)  # the second ends the wait
        assert log_line(process, "stopped")
        assert process.wait(30) == 0


def test_telemetry_is_sent_where_the_deployment_says() -> None:
    # Nobody listens there: what matters is that the service does not need the collector to serve.
    with running(OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9", OTEL_BSP_SCHEDULE_DELAY="100") as process:
        assert health(log_line(process, "listening")["port"]) == 200
