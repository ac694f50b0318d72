"""A websocket without a server: the application's own side of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client

from apps.accounts.models import User
from skyy.asgi import application

SOON = 5.0
"""Seconds until an answer that must come is given up."""


def communicator(
    path: str, *, cookie: str = "", origin: str = "http://localhost", token: str = ""
) -> ApplicationCommunicator:
    """A client that has not connected yet."""
    headers = [(b"origin", origin.encode())] if origin else []
    if cookie:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode()))
    address, _, query = path.partition("?")
    scope = {
        "type": "websocket",
        "path": address,
        "query_string": query.encode(),
        "headers": headers,
        "subprotocols": ["bearer", token] if token else [],
    }
    return ApplicationCommunicator(application, scope)


@asynccontextmanager
async def opened(path: str, person: User | None) -> AsyncIterator[Any]:
    """A socket that the server accepted, as somebody or nobody."""
    cookie = ""
    if person is not None:
        client = Client()
        await database_sync_to_async(client.force_login)(person)
        cookie = client.cookies["sessionid"].value
    socket = communicator(path, cookie=cookie)
    await socket.send_input({"type": "websocket.connect"})
    answer = await socket.receive_output(SOON)
    assert answer["type"] == "websocket.accept"
    try:
        yield socket
    finally:
        await socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await socket.wait(SOON)
