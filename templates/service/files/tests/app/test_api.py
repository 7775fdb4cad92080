"""What callers get: predictions, clear refusals, and a health check that tells the truth."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from serving.model import Prediction

Start = Callable[..., Any]
TEXTS = {"texts": ["Great quality and I love it", "It broke and the support was useless"]}


def test_it_predicts(replica: Start) -> None:
    client, service = replica()
    answer = client.post("/v1/predict", json=TEXTS)
    assert answer.status_code == 200
    assert [prediction["label"] for prediction in answer.json()["predictions"]] == ["positive", "negative"]
    assert answer.json()["model"] == service.model.version


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"content": b"{}", "headers": {"content-type": "text/plain"}}, 415, "unsupported_media_type"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400, "invalid_json"),
        ({"json": {"texts": ["x" * 4096] * 32}}, 413, "body_too_large"),
        ({"json": {}}, 422, "invalid_texts"),
        ({"json": {"texts": []}}, 422, "invalid_texts"),
        ({"json": {"texts": ["a"] * 33}}, 422, "invalid_texts"),
        ({"json": {"texts": ["a"], "more": 1}}, 422, "invalid_texts"),
        ({"json": {"texts": "a"}}, 422, "invalid_texts"),
        ({"json": {"texts": [" "]}}, 422, "invalid_text"),
        ({"json": {"texts": [1]}}, 422, "invalid_text"),
        ({"json": {"texts": ["x" * 4097]}}, 422, "invalid_text"),
    ],
)
def test_a_wrong_request_is_refused_with_the_reason(
    replica: Start, sent: dict[str, Any], status: int, code: str
) -> None:
    client, _ = replica(max_body_bytes=100_000)
    answer = client.post("/v1/predict", **sent)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v1/predict", 405), ("GET", "/nothing", 404)])
def test_what_is_not_served_is_refused_in_the_same_form(replica: Start, method: str, path: str, status: int) -> None:
    client, _ = replica()
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, "not_served")


def test_the_health_check_tells_when_it_can_serve(replica: Start) -> None:
    client, service = replica(health_path="/ready")
    assert client.get("/ready").status_code == 200
    service.draining = True
    assert client.get("/ready").status_code == 503
    service.draining, service.model = False, None
    assert client.get("/ready").status_code == 503


def test_it_still_serves_while_it_drains(replica: Start) -> None:
    client, service = replica()
    service.draining = True
    assert client.post("/v1/predict", json=TEXTS).status_code == 200


def test_more_than_its_share_is_turned_away_at_once(replica: Start) -> None:
    started, finish = threading.Event(), threading.Event()

    def slow(_: Sequence[str]) -> list[Prediction]:
        started.set()
        finish.wait(10)
        return [Prediction(label="positive", score=1)]

    client, service = replica(slow, concurrency=1)
    with ThreadPoolExecutor() as callers:
        first = callers.submit(client.post, "/v1/predict", json=TEXTS)
        assert started.wait(10)
        refused = client.post("/v1/predict", json=TEXTS)
        health = client.get("/health")
        finish.set()
        assert first.result().status_code == 200
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "overloaded")
    assert refused.headers["retry-after"] == "1"
    assert health.status_code == 200
    assert service.admission.in_work == 0


def test_a_model_that_takes_too_long_is_given_up_but_keeps_its_place(replica: Start) -> None:
    finish = threading.Event()

    def stuck(_: Sequence[str]) -> list[Prediction]:
        finish.wait(10)
        return []

    client, service = replica(stuck, timeout_seconds=0.05)
    answer = client.post("/v1/predict", json=TEXTS)
    assert (answer.status_code, answer.json()["error"]["code"]) == (504, "timeout")
    assert service.admission.in_work == 1
    finish.set()


def test_a_model_that_fails_is_an_error_with_an_id_and_no_more(
    replica: Start, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Sequence[str]) -> list[Prediction]:
        raise RuntimeError("weights are secret")

    client, service = replica(broken)
    answer = client.post("/v1/predict", json=TEXTS)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal")
    assert "secret" not in answer.text
    assert "weights are secret" in caplog.text
    assert service.admission.in_work == 0


def test_a_request_keeps_its_id_and_gets_one_line_in_the_log(replica: Start, caplog: pytest.LogCaptureFixture) -> None:
    client, _ = replica()
    caplog.set_level("INFO")
    answer = client.post("/v1/predict", json=TEXTS, headers={"x-request-id": "caller-given-1"})
    assert answer.headers["x-request-id"] == "caller-given-1"
    assert client.get("/health", headers={"x-request-id": "no\tid"}).headers["x-request-id"].isalnum()
    lines = [record for record in caplog.records if record.name == "serving.request"]
    assert [(vars(line)["method"], vars(line)["path"], vars(line)["status"]) for line in lines] == [
        ("POST", "/v1/predict", 200)
    ]


def test_behind_a_front_door_nobody_comes_in_by_another_way(replica: Start) -> None:
    client, _ = replica(front_door_id="our-own")
    assert client.post("/v1/predict", json=TEXTS).status_code == 403
    assert client.post("/v1/predict", json=TEXTS, headers={"x-azure-fdid": "another"}).status_code == 403
    assert client.post("/v1/predict", json=TEXTS, headers={"x-azure-fdid": "our-own"}).status_code == 200
    assert client.get("/health").status_code == 200


def test_a_log_line_is_json_with_the_trace() -> None:
    import logging

    from serving import logs, telemetry

    logs.trace.set(telemetry.trace_of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
    logs.request_id.set("r-1")
    record = logging.makeLogRecord(
        {"name": "x", "levelname": "WARNING", "msg": "%s left", "args": ("one",), "path": "/a"}
    )
    line = json.loads(logs.JsonFormatter().format(record))
    assert {key: line[key] for key in line if key != "time"} == {
        "severity": "WARNING",
        "message": "one left",
        "logger": "x",
        "request_id": "r-1",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "span_id": "b7ad6b7169203331",
        "path": "/a",
    }
