"""The HTTP API: a health check and `POST /v1/predict`."""

from __future__ import annotations

import dataclasses
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .errors import error_response
from .middleware import FrontDoorOnly, RequestContext
from .payload import BadRequestError, parse_texts, read_body
from .service import OverloadedError, Service


def make_app(service: Service) -> Starlette:
    """The application that serves `service`."""
    config = service.config

    async def health(_: Request) -> Response:
        if service.ready:
            return JSONResponse({"status": "ok"})
        return error_response(503, "not_ready", "Draining." if service.draining else "The model is being loaded.")

    async def predict(request: Request) -> Response:
        texts = parse_texts(await read_body(request, config.max_body_bytes, config.timeout_seconds))
        predictions = await service.predict(texts)
        version = service.model.version if service.model else ""
        return JSONResponse(
            {"predictions": [dataclasses.asdict(prediction) for prediction in predictions], "model": version}
        )

    async def bad_request(_: Request, error: BadRequestError) -> Response:
        return error_response(error.status, error.code, str(error))

    async def overloaded(_: Request, __: Exception) -> Response:
        message = "This replica has as many requests as it takes; try again."
        return error_response(503, "overloaded", message, {"retry-after": "1"})

    async def timed_out(_: Request, __: Exception) -> Response:
        return error_response(504, "timeout", f"The model took longer than {config.timeout_seconds:g} seconds.")

    async def not_served(_: Request, error: HTTPException) -> Response:
        return error_response(error.status_code, "not_served", error.detail, error.headers)

    async def gone(_: Request, __: Exception) -> Response:
        return error_response(499, "client_closed_request", "The caller left before the request was whole.")

    middleware = [Middleware(RequestContext, health_path=config.health_path)]
    if config.front_door_id:
        middleware.append(Middleware(FrontDoorOnly, front_door_id=config.front_door_id, health_path=config.health_path))
    # Each handler takes its own kind of error, which Starlette's type for it cannot say.
    handlers: dict[Any, Any] = {
        BadRequestError: bad_request,
        OverloadedError: overloaded,
        TimeoutError: timed_out,
        HTTPException: not_served,
        ClientDisconnect: gone,
    }
    return Starlette(
        routes=[
            Route(config.health_path, health, methods=["GET"]),
            Route("/v1/predict", predict, methods=["POST"]),
        ],
        middleware=middleware,
        exception_handlers=handlers,
    )
