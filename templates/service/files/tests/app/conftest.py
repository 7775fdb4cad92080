"""A replica to ask: the real application, in this process, with the real model or a made-up one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pytest
from starlette.testclient import TestClient

from serving.api import make_app
from serving.config import Config
from serving.model import Model, Prediction, load
from serving.service import Service

Replica = tuple[TestClient, Service]


class Made(Model):
    """A model that does what a test says."""

    def __init__(self, predict: Callable[[Sequence[str]], list[Prediction]]) -> None:
        super().__init__(version="made-up", bias=0, weights={})
        object.__setattr__(self, "predict", predict)


@pytest.fixture
def replica() -> Iterator[Callable[..., Replica]]:
    """Starts a replica; `predict` stands in for the model, everything else is a setting."""
    with ExitStack() as stack:

        def start(predict: Callable[[Sequence[str]], list[Prediction]] | None = None, **config: Any) -> Replica:
            service = Service(Config(**config))
            service.model = Made(predict) if predict else load()
            return stack.enter_context(TestClient(make_app(service), raise_server_exceptions=False)), service

        yield start
