"""What a prediction request may say."""

from __future__ import annotations

import asyncio
import json

from starlette.requests import Request

MAX_TEXTS = 32
MAX_CHARACTERS = 4096


class BadRequestError(Exception):
    """A request the caller has to change: the HTTP status, a code for programs, a sentence for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


async def read_body(request: Request, limit: int, timeout_seconds: float) -> bytes:
    """The body of a JSON request, of at most `limit` bytes and sent within the time."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise BadRequestError(415, "unsupported_media_type", "Send the request as application/json.")
    body = bytearray()
    try:
        async with asyncio.timeout(timeout_seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise BadRequestError(413, "body_too_large", f"Send at most {limit} bytes.")
    except TimeoutError:
        raise BadRequestError(408, "request_timeout", f"Send the request within {timeout_seconds:g} seconds.") from None
    return bytes(body)


def parse_texts(body: bytes) -> list[str]:
    """The texts of `{"texts": ["...", ...]}`."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequestError(400, "invalid_json", "The body is no JSON document.") from None
    texts = data.get("texts") if isinstance(data, dict) and data.keys() == {"texts"} else None
    if not isinstance(texts, list) or not 1 <= len(texts) <= MAX_TEXTS:
        message = f'Send {{"texts": [...]}} with 1 to {MAX_TEXTS} texts, and nothing else.'
        raise BadRequestError(422, "invalid_texts", message)
    for index, text in enumerate(texts):
        if not isinstance(text, str) or not text.strip() or len(text) > MAX_CHARACTERS:
            message = f"texts[{index}] must be a text of 1 to {MAX_CHARACTERS} characters."
            raise BadRequestError(422, "invalid_text", message)
    return texts
