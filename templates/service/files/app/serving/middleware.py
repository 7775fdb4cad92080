"""What is done around every request: its identity, its log line, and who may send it."""

from __future__ import annotations

import hmac
import logging
import re
import time
import uuid
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import logs, telemetry
from .errors import error_response

_LOG = logging.getLogger("serving.request")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,128}")


class RequestContext:
    """Gives each request an id, which the answer and every log line carry, and logs how it went."""

    def __init__(self, app: ASGIApp, health_path: str) -> None:
        self._app = app
        self._health_path = health_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        logs.request_id.set(given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex)
        logs.trace.set(telemetry.trace_of(headers.get("traceparent", "")))
        status, answered, started = int(HTTPStatus.INTERNAL_SERVER_ERROR), False, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], True
                MutableHeaders(scope=message)["x-request-id"] = logs.request_id.get()
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            _LOG.exception("unexpected error")
            if answered:
                raise
            message = "The service failed; its logs have the request id."
            await error_response(500, "internal", message)(scope, receive, send_with_id)
        finally:
            # A probe every few seconds says nothing while it succeeds.
            quiet = scope["path"] == self._health_path and status < HTTPStatus.INTERNAL_SERVER_ERROR
            extra = {
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "duration_ms": round((time.perf_counter() - started) * 1000, 2),
            }
            _LOG.log(logging.DEBUG if quiet else logging.INFO, "request", extra=extra)


class FrontDoorOnly:
    """Serves only what came through one Azure Front Door; the platform's own health probes come without it.

    https://learn.microsoft.com/azure/frontdoor/origin-security#front-door-identifier
    """

    def __init__(self, app: ASGIApp, front_door_id: str, health_path: str) -> None:
        self._app = app
        self._id = front_door_id.encode()
        self._health_path = health_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] == "http" and scope["path"] != self._health_path:
            given = Headers(scope=scope).get("x-azure-fdid", "")
            if not hmac.compare_digest(given.encode("latin-1"), self._id):
                response = error_response(403, "forbidden", "Call the service by its public address.")
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)
