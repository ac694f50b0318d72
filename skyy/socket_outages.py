"""Sockets during an outage: closed with a code that says to come back, not with a fault."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from skyy.api.outages import outage

AWAY = 4503
"""Close code: database or Redis cannot be reached; connect again, or ask by polling meanwhile."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


class CloseWhenAway:
    """ASGI middleware for sockets. Any other error goes on to the server."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        said: set[str] = set()

        async def noted(message: Message) -> None:
            said.add(message["type"])
            await send(message)

        try:
            await self._application(scope, receive, noted)
        except Exception as error:
            if outage(error) is None:
                raise
            if "websocket.close" in said:
                return
            if "websocket.accept" not in said:
                # A close code reaches the browser only over a connection that was accepted.
                offered = list(scope.get("subprotocols") or ())
                await send({"type": "websocket.accept", "subprotocol": (offered or [None])[0]})
            await send({"type": "websocket.close", "code": AWAY})
