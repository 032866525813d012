"""What the routes of the query server share: bodies with a bound, leaving clients, validators, the public address."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from graph_api.errors import DaumoiError
from graph_api.settings import Settings

T = TypeVar("T")

CLIENT_LEFT = 499
"""Status in the log of a request whose client left; nobody receives it."""


async def body_of(request: Request, settings: Settings) -> bytes:
    """The request's body. Raises DaumoiError when it is too large or too slow."""
    limit = settings.max_body_bytes
    too_large = DaumoiError("body_too_large", f"the body has more than {limit:,} bytes", "send less at once")
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise too_large
    parts, size = [], 0
    try:
        async with asyncio.timeout(settings.body_wait):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise too_large
                parts.append(part)
    except TimeoutError:
        raise DaumoiError(
            "body_too_slow", f"the body did not arrive within {settings.body_wait:g} s", "send it faster, or less of it"
        ) from None
    return b"".join(parts)


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of the work, which is cancelled as soon as the client leaves (ClientDisconnect then)."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        for unfinished in (task, gone):
            if not unfinished.done():
                unfinished.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def etag(*parts: str) -> str:
    """A weak validator (the server may compress the same answer) made of whatever the answer depends on."""
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def matches(request: Request, tag: str) -> bool:
    """Whether the client holds this answer already."""
    held = request.headers.get("if-none-match")
    if held is None:
        return False
    return held.strip() == "*" or tag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in held.split(","))


def not_modified(headers: dict[str, str]) -> Response:
    return Response(status_code=304, headers={key: value for key, value in headers.items() if key != "Content-Type"})


def public_url(request: Request, settings: Settings) -> str:
    """The server's address as clients see it, without a slash at its end."""
    return (settings.public_url or str(request.base_url)).rstrip("/")
