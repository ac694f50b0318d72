"""Sockets over real transactions: what commits is broadcast, and read by other threads."""

import asyncio
import json
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client
from rest_framework_simplejwt.tokens import AccessToken

from apps.accounts.models import User
from skyy.asgi import application

WAIT = 5.0
"""Seconds until a message that must come is given up; nothing waits that long when it works."""


@pytest.fixture(autouse=True)
def _real_database(transactional_db: None) -> None:
    """Other threads read what these tests write."""


@pytest.fixture
def in_thread() -> Callable[..., Any]:
    """Call something that touches the database from an async test."""
    return lambda function, *args, **kwargs: database_sync_to_async(function)(*args, **kwargs)


class Socket:
    """A client that is connected: the ASGI side of a websocket, without a server."""

    def __init__(self, path: str, headers: list[tuple[bytes, bytes]], offered: list[str]) -> None:
        address, _, query = path.partition("?")
        scope = {
            "type": "websocket",
            "path": address,
            "query_string": query.encode(),
            "headers": headers,
            "subprotocols": offered,
        }
        self._server = ApplicationCommunicator(application, scope)

    async def open(self) -> None:
        await self._server.send_input({"type": "websocket.connect"})
        answer = await self._server.receive_output(WAIT)
        assert answer["type"] == "websocket.accept"

    async def close(self) -> None:
        await self._server.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._server.wait(WAIT)

    async def raw(self) -> dict[str, Any]:
        """The next message, ticks too."""
        message: dict[str, Any] = json.loads((await self._server.receive_output(WAIT))["text"])
        return message

    async def next(self) -> dict[str, Any]:
        """The next message but ticks."""
        async with asyncio.timeout(WAIT):
            while True:
                output = await self._server.receive_output(WAIT)
                assert output["type"] == "websocket.send", output
                message: dict[str, Any] = json.loads(output["text"])
                if message["type"] != "tick":
                    return message

    async def close_code(self) -> int:
        """Read on until the server closes."""
        async with asyncio.timeout(WAIT):
            while True:
                output = await self._server.receive_output(WAIT)
                if output["type"] == "websocket.close":
                    return int(output["code"])

    async def send(self, message: Any) -> None:
        await self.send_raw(text=json.dumps(message))

    async def send_raw(self, **frame: str | bytes) -> None:
        await self._server.send_input({"type": "websocket.receive", **frame})

    async def quiet(self) -> bool:
        """Whether nothing but ticks is on its way."""
        while not await self._server.receive_nothing(0.1):
            output = await self._server.receive_output(WAIT)
            if json.loads(output.get("text", "{}")).get("type") != "tick":
                return False
        return True


@pytest.fixture
def connect() -> Callable[..., Any]:
    """Open a socket as somebody, by session or (``token``) by subprotocol."""

    @asynccontextmanager
    async def open_socket(path: str, user: User | None = None, token: str = "") -> Any:
        headers = [(b"origin", b"http://localhost")]
        if user is not None:
            client = Client()
            await database_sync_to_async(client.force_login)(user)
            cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies['sessionid'].value}"
            headers.append((b"cookie", cookie.encode()))
        socket = Socket(path, headers, ["bearer", token] if token else [])
        await socket.open()
        try:
            yield socket
        finally:
            await socket.close()

    return open_socket


@pytest.fixture
def token() -> Callable[[User], str]:
    return lambda user: str(AccessToken.for_user(user))
