"""Refuses request bodies that are too large before they fill the disk.

Django reads a body whole, into a temporary file, before any view can refuse it.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    ASGISendEvent,
    Scope,
)

from skyy.api.errors import STATUS, Code
from skyy.identifiers import new_id

# What a multipart body holds besides its files.
SLACK = 1_000_000


class BodyLimit:
    """ASGI middleware.

    Args:
        largest: of one request body, in bytes.
        permitted: how many bytes a path takes by a signature of its own, or ``None``.
    """

    def __init__(
        self,
        application: ASGI3Application,
        largest: int,
        permitted: Callable[[str], int | None] = lambda _path: None,
    ) -> None:
        self._application = application
        self._largest = largest
        self._permitted = permitted

    async def __call__(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        permitted = self._permitted(scope["path"])
        largest = (self._largest if permitted is None else permitted) + SLACK
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared[:20]) > largest:
            await _refuse(send, largest)
            return
        await self._counted(scope, receive, send, largest)

    async def _counted(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable, largest: int
    ) -> None:
        """A body without a length is counted as it comes, and cut off where it is too much."""
        taken = 0
        begun = False

        async def counting() -> ASGIReceiveEvent:
            nonlocal taken
            event = await receive()
            if event["type"] == "http.request":
                taken += len(event.get("body", b""))
            return {"type": "http.disconnect"} if taken > largest else event

        async def sending(event: ASGISendEvent) -> None:
            nonlocal begun
            begun = True
            await send(event)

        await self._application(scope, counting, sending)
        if taken > largest and not begun:
            await _refuse(send, largest)


async def _refuse(send: ASGISendCallable, largest: int) -> None:
    message = f"A request may hold at most {(largest - SLACK) // 1_000_000} MB. Nothing was kept."
    error: dict[str, Any] = {"code": Code.REQUEST_TOO_LARGE.value, "message": message, "fields": {}}
    meta = {"timestamp": datetime.now(UTC).isoformat(), "request_id": str(new_id())}
    body = json.dumps({"data": None, "error": error, "meta": meta}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send(
        {
            "type": "http.response.start",
            "status": STATUS[Code.REQUEST_TOO_LARGE],
            "headers": headers,
            "trailers": False,
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
