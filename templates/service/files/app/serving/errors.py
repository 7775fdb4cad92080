"""The one form of every error answer."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse

from . import logs


def error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error as `{"error": {"code", "message", "request_id"}}`: a code for programs, a sentence for people."""
    error = {"code": code, "message": message, "request_id": logs.request_id.get()}
    return JSONResponse({"error": error}, status_code=status, headers=headers)
