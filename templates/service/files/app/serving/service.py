"""One replica's state: its model, whether it can serve, and the work it has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from . import model
from .admission import Admission
from .config import Config


class OverloadedError(Exception):
    """The replica has as much work as it takes."""


class Service:
    """Serves predictions: as many at the same time as asked, each within the time asked."""

    def __init__(self, config: Config, load: Callable[[], model.Model] = model.load) -> None:
        self.config = config
        self.model: model.Model | None = None
        self.draining = False
        self.admission = Admission(config.concurrency)
        self._load = load
        self._threads = ThreadPoolExecutor(max_workers=config.concurrency, thread_name_prefix="predict")

    @property
    def ready(self) -> bool:
        """Whether new requests should come here."""
        return self.model is not None and not self.draining

    async def start(self) -> None:
        """Load the model; the replica answers its health check with 503 until then."""
        self.model = await asyncio.get_running_loop().run_in_executor(self._threads, self._load)

    async def predict(self, texts: Sequence[str]) -> list[model.Prediction]:
        """The model's predictions.

        Raises:
            OverloadedError: the replica works on as many requests as it may, or has no model yet.
            TimeoutError: the model took too long. Its thread keeps the place until it is done.
        """
        if self.model is None or not self.admission.enter():
            raise OverloadedError
        work = asyncio.get_running_loop().run_in_executor(self._threads, self.model.predict, texts)
        work.add_done_callback(self._done)
        async with asyncio.timeout(self.config.timeout_seconds):
            return await asyncio.shield(work)

    def _done(self, work: asyncio.Future[list[model.Prediction]]) -> None:
        self.admission.leave()
        if not work.cancelled():
            work.exception()  # seen here too, for a caller that no longer waits
