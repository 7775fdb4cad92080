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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import IO, ClassVar

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


def ask(port: object, method: str, path: str, body: object = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(str(port)), timeout=10)
    try:
        connection.request(method, path, json.dumps(body), {"content-type": "application/json"})
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_starts_serves_drains_and_stops_clean() -> None:
    with running(SERVICE_DRAIN_SECONDS="60") as process:
        port = log_line(process, "listening")["port"]
        assert ask(port, "GET", "/health") == 200
        process.send_signal(signal.SIGTERM)
        assert log_line(process, "draining")["seconds"] == 60
        assert ask(port, "GET", "/health") == 503  # so that load balancers turn away, while it still serves
        process.send_signal(signal.SIGTERM)  # the second ends the wait
        assert log_line(process, "stopped")
        assert process.wait(30) == 0


class Collector(BaseHTTPRequestHandler):
    """Takes what OpenTelemetry sends, and notes where it was sent to."""

    paths: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the method it overrides
        pass


def test_traces_and_metrics_are_sent_to_the_collector_at_the_latest_when_it_stops() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as collector:
        Thread(target=collector.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{collector.server_port}"
        with running(OTEL_EXPORTER_OTLP_ENDPOINT=endpoint) as process:
            answer = ask(log_line(process, "listening")["port"], "POST", "/v1/predict", {"texts": ["good"]})
            assert answer == 200
            process.send_signal(signal.SIGTERM)
            assert log_line(process, "draining")
            process.send_signal(signal.SIGTERM)
            assert log_line(process, "stopped")
        collector.shutdown()
    assert {"/v1/traces", "/v1/metrics"} <= set(Collector.paths)


def test_it_serves_without_the_collector() -> None:
    with running(OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9") as process:
        assert ask(log_line(process, "listening")["port"], "GET", "/health") == 200
