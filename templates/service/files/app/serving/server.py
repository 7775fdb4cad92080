"""The server process: starts before the model is loaded, and stops without losing a request."""

from __future__ import annotations

import asyncio
import logging
import socket
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from .service import Service

_LOG = logging.getLogger(__name__)


class DrainingServer(uvicorn.Server):
    """On SIGTERM it first reports itself unhealthy, goes on serving while load balancers turn away, then finishes."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        config = service.config
        self._service = service
        self._loop: asyncio.AbstractEventLoop | None = None
        super().__init__(
            uvicorn.Config(
                app,
                host="0.0.0.0",  # noqa: S104 - a container is reached from outside itself
                port=config.port,
                log_config=None,
                access_log=False,
                server_header=False,
                # Longer than a load balancer keeps an idle connection, or it would use one that is just being closed.
                timeout_keep_alive=int(config.timeout_seconds) + 75,
                timeout_graceful_shutdown=int(config.timeout_seconds) + 1,
            )
        )

    async def work(self) -> None:
        """Serve until told to stop. A model that cannot be loaded ends the process, so that the rollout sees it."""
        self._loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.serve())
            await self._service.start()
            _LOG.info("ready")

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the port."""
        await super().startup(sockets)
        ports = [listener.getsockname()[1] for server in self.servers for listener in server.sockets]
        _LOG.info("listening", extra={"port": ports[0] if ports else None})

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - a signal handler's signature
        """Drain at the first signal, stop at the second."""
        if self._service.draining or self._loop is None:
            self.should_exit = True
            return
        self._service.draining = True
        self._loop.call_soon_threadsafe(self._drain)

    def _drain(self) -> None:
        _LOG.info("draining", extra={"seconds": self._service.config.drain_seconds})
        asyncio.get_running_loop().call_later(self._service.config.drain_seconds, self._stop)

    def _stop(self) -> None:
        self.should_exit = True
