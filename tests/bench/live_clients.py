"""A thousand browsers in a process of their own: they follow jobs and keep what they are told.

Spoken to by lines: ``connect``, ``cut`` (every connection is dropped and made again at once),
``delays`` (seconds from writing an event to having it, since last asked), ``states FILE``. Each is
answered by a line of JSON.
"""

import asyncio
import contextlib
import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from .measuring import quantile

AGAIN = 0.2
"""Seconds until a connection that was refused is tried again."""

PATIENCE = 120.0
"""Seconds until everybody must be in."""


class Follower:
    """One browser on one job's page."""

    def __init__(self, address: str, cookie: str) -> None:
        self.address = address
        self.cookie = cookie
        self.state: dict[str, Any] | None = None
        self.up = asyncio.Event()
        self.delays: list[float] = []
        self.tries = 0
        self._socket: ClientConnection | None = None

    async def follow(self) -> None:
        """Stay connected, come back with the number known, fold what is told."""
        while True:
            after = "" if self.state is None else f"?after={self.state['number']}"
            self.tries += 1
            with contextlib.suppress(OSError, ConnectionClosed, InvalidHandshake, InvalidMessage):
                async with connect(
                    self.address + after,
                    origin=f"http://{self.address.split('/')[2]}",
                    additional_headers={"Cookie": self.cookie},
                    open_timeout=60,
                    ping_interval=None,
                    proxy=None,
                ) as socket:
                    self._socket = socket
                    async for text in socket:
                        self._heard(json.loads(text))
            self.up.clear()
            await asyncio.sleep(AGAIN)

    def cut(self) -> None:
        """Drop the line without a word."""
        self.up.clear()
        if self._socket is not None:
            self._socket.transport.abort()

    def _heard(self, message: dict[str, Any]) -> None:
        from apps.jobs import events

        if message["type"] == "snapshot":
            self.state = message["job"]
        elif message["type"] == "event":
            assert self.state is not None
            event = message["event"]
            written = datetime.fromisoformat(event["created_at"]).timestamp()
            self.delays.append(time.time() - written)
            # Raises where one is missing: then this browser falls silent, and it shows.
            self.state = events.fold(self.state, {"number": message["number"], **event})
        elif message["type"] == "tick":
            self.up.set()


async def main() -> None:
    """Read wishes until there are no more."""
    plan = json.loads(Path(sys.argv[1]).read_text())
    followers = [Follower(one["address"], one["cookie"]) for one in plan]
    tasks: list[asyncio.Task[None]] = []
    while wish := (await asyncio.to_thread(sys.stdin.readline)).split():
        began = time.monotonic()
        said: dict[str, Any] = {}
        if wish[0] == "connect":
            tasks = [asyncio.create_task(one.follow()) for one in followers]
        if wish[0] == "cut":
            for one in followers:
                one.tries = 0
                one.cut()
        if wish[0] in ("connect", "cut"):
            # Whoever cannot come in ends the bench: an error tells more than silence.
            async with asyncio.timeout(PATIENCE):
                for one in followers:
                    await one.up.wait()
            said = {
                "seconds": time.monotonic() - began,
                "tries": sum(one.tries for one in followers),
            }
        if wish[0] == "delays":
            delays = sorted(delay for one in followers for delay in one.delays)
            for one in followers:
                one.delays.clear()
            said = {"number": len(delays)}
            said |= {name: quantile(delays, at) for name, at in (("p50", 0.5), ("p99", 0.99))}
        if wish[0] == "states":
            Path(wish[1]).write_text(json.dumps([one.state for one in followers]))
        sys.stdout.write(json.dumps(said | {"cpu": time.process_time()}) + "\n")
        sys.stdout.flush()
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skyy.settings.production")
    django.setup()
    asyncio.run(main())
