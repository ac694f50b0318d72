"""What both sockets do alike: let people in, tick, send what is new in order, let go."""

import asyncio
import contextlib
import json
import logging
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from apps.accounts.models import User
from apps.accounts.permissions import Action, may
from apps.jobs import broadcast
from skyy.api.outages import is_outage, outage
from skyy.socket_outages import AWAY

from .catch_up import Message
from .identity import BEARER, person

logger = logging.getLogger(__name__)

TICK_SECONDS = 30.0
"""How often permission, groups and numbers are looked at again."""

JITTER = 0.2
"""Sockets that were opened together do not tick together."""

READERS = 4
"""Threads in which a process's sockets read."""

TICK: Message = {"type": "tick"}
"""Says that the line is alive and the client up to date."""

SIGNED_OUT = 4401
FORBIDDEN = 4403
GONE = 4404
"""Close codes: 4000 and the HTTP status of the same answer (4503: ``AWAY``)."""

BROKEN = 1011
"""The protocol's own code for a fault on our side."""

Reading = Callable[[User], list[Message]]

_readers = ThreadPoolExecutor(READERS, "skyy-socket")
_random = random.Random()  # noqa: S311 - spreads ticks, keeps no secret


class Refused(Exception):
    """This socket may not be open (any longer); ``code`` is the close code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """Base of the sockets.

    Messages of the channel layer are hints. ``refresh`` reads the truth from the database and
    returns what the client has not heard; it is called on connecting, when a hint shows a gap,
    when the client asks and at every tick. One at a time, so that numbers go out in order.
    """

    def open(self, user: User) -> list[Message]:
        """Return the first messages; called in a database thread. Raises ``Refused``."""
        raise NotImplementedError

    def refresh(self, user: User) -> list[Message]:
        """Return what is new since the last call; called in a database thread."""
        raise NotImplementedError

    def groups_for(self, user: User) -> Iterable[str]:
        """Return the channel layer's groups to listen to; called in a database thread."""
        raise NotImplementedError

    def groups_at_once(self) -> set[str]:
        """Return the groups that can be joined before anything is read: then one read is enough."""
        return set()

    async def connect(self) -> None:
        broadcast.bind_loop(asyncio.get_running_loop())
        self._turn = asyncio.Lock()
        self._joined: set[str] = set()
        self._ticking: asyncio.Task[None] | None = None
        self._let_go = False
        offered = list(self.scope.get("subprotocols") or ())
        # A close code reaches the browser only over a connection that was accepted.
        await self.accept(BEARER if offered[:1] == [BEARER] else None)
        if await self.tell(self.open):
            # Who came back knowing everything is told that nothing happened meanwhile.
            await self.send_json(TICK)
            self._ticking = asyncio.create_task(self._tick())

    async def disconnect(self, code: int) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
        for group in self._joined:
            await self._leave(group)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        if isinstance(content, dict) and content.get("type") == "resync":
            await self.tell(self.open)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        # What is not JSON is nothing we know, and no reason to fall over.
        with contextlib.suppress(ValueError, RecursionError):
            await self.receive_json(json.loads(text_data or ""))

    async def tell(self, read: Reading) -> bool:
        """Check permission, join, read, send; return whether the socket stays open."""
        async with self._turn:
            try:
                # Before reading: what happens in between is then heard as a hint.
                await self._join(self._joined | self.groups_at_once())
                groups, messages = await _in_thread(self._read, read)
                while messages is None:
                    await self._join(groups)
                    groups, messages = await _in_thread(self._read, read)
            except Refused as refused:
                return await self._close(refused.code)
            except Exception as error:
                if outage(error) is None:
                    raise
                return await self._close(AWAY)
            for message in messages:
                await self.send_json(message)
            return True

    async def hear(self, message: Message) -> None:
        """Send what came through the layer; nothing to a socket that was told to close."""
        if not self._let_go:
            await self.send_json(message)

    async def _close(self, code: int) -> bool:
        self._let_go = True
        await self.close(code)
        return False

    def _read(self, read: Reading) -> tuple[set[str], list[Message] | None]:
        """The groups a person may listen to and, where all are joined already, what is read."""
        user, groups = self._admit()
        return groups, read(user) if groups == self._joined else None

    def _admit(self) -> tuple[User, set[str]]:
        user = person(self.scope)
        if user is None:
            raise Refused(SIGNED_OUT)
        if not may(user, Action.CREATE_JOBS):
            raise Refused(FORBIDDEN)
        return user, set(self.groups_for(user))

    async def _join(self, wanted: set[str]) -> None:
        # Joining again is harmless, and an emptied layer has forgotten us.
        for group in self._joined - wanted:
            await self._leave(group)
        self._joined = wanted
        for group in wanted:
            await self.channel_layer.group_add(group, self.channel_name)

    async def _leave(self, group: str) -> None:
        try:
            await self.channel_layer.group_discard(group, self.channel_name)
        except Exception as error:
            # Whose layer is away is heard of by nobody.
            if not is_outage(error):
                raise

    async def _tick(self) -> None:
        try:
            while True:
                await asyncio.sleep(TICK_SECONDS * _random.uniform(1 - JITTER, 1 + JITTER))
                if not await self.tell(self.refresh):
                    return
                # Clients take silence for a dead line.
                await self.send_json(TICK)
        except Exception:
            logger.exception("A socket's tick broke; the client will connect again")
            await self.close(BROKEN)


async def _in_thread(
    function: Callable[[Reading], tuple[set[str], list[Message] | None]], read: Reading
) -> tuple[set[str], list[Message] | None]:
    return await database_sync_to_async(function, thread_sensitive=False, executor=_readers)(read)
