"""Dramatiq on Redis, for messages that may be lost: doorbells.

Whoever rings is never kept waiting: while Redis is away, rings are dropped (workers look for
themselves), and a queue that nobody listens to does not grow without end.
"""

import logging
import threading
import time
from typing import Any

import redis
from dramatiq import Message, Middleware
from dramatiq.broker import MessageProxy
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.common import q_name
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 3.0
CONNECT_SECONDS = 1.0

QUIET_SECONDS = 2.0
"""Rings are dropped so long after Redis did not answer: thirty of them must not each wait."""

MOST_WAITING = 1000
"""Rings that lie in a queue; more would tell its workers nothing new."""

COUNT_SECONDS = 1.0
"""How long a count of a queue is believed."""


LISTEN_SECONDS = 1.0
"""How long a worker listens before it looks round again; shorter than ``ANSWER_SECONDS``."""


class DoorbellConsumer(_RedisConsumer):
    """Waits in Redis for the next ring, where Dramatiq's own asks twenty times a second.

    A ring is heard at once, and a worker with nothing to do does nothing.
    """

    def __next__(self) -> MessageProxy | None:
        if self._may_listen():
            # The head of the list put back where it was: a look that waits until there is one.
            heard = self.broker.client.blmove(
                self._key, self._key, LISTEN_SECONDS, src="LEFT", dest="LEFT"
            )
            if heard is not None:
                self.misses = 0
        message: MessageProxy | None = super().__next__()  # type: ignore[no-untyped-call]
        return message

    @property
    def _key(self) -> str:
        return f"{self.broker.namespace}:{self.queue_name}"

    def _may_listen(self) -> bool:
        if self.message_cache:
            return False
        if q_name(self.queue_name) != self.queue_name:
            # Delayed messages that are held here come due by this thread's own looking.
            return bool(self.outstanding_message_count == 0)
        return bool(self.outstanding_message_count < self.prefetch)


class DoorbellBroker(RedisBroker):
    """A broker whose ``enqueue`` neither raises nor waits when Redis is not there."""

    @property
    def consumer_class(self) -> type[DoorbellConsumer]:
        """What listens to a queue."""
        return DoorbellConsumer

    def __init__(self, url: str, middleware: list[Middleware]) -> None:
        client = redis.Redis.from_url(
            url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=CONNECT_SECONDS,
            retry=Retry(NoBackoff(), 1),
        )
        super().__init__(  # type: ignore[no-untyped-call]
            client=client, middleware=middleware, namespace="skyy"
        )
        self._quiet_until = 0.0
        self._full: dict[str, tuple[float, bool]] = {}
        self._lock = threading.Lock()

    def enqueue(self, message: Message[Any], *, delay: int | None = None) -> Message[Any]:
        """Send, or drop where that cannot help or cannot be done."""
        if time.monotonic() < self._quiet_until:
            return message
        try:
            if delay is None and self._is_full(message.queue_name):
                return message
            return super().enqueue(message, delay=delay)
        except redis.RedisError as error:
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            logger.warning("Redis is away, so workers look for themselves: %s", error)
            return message

    def _is_full(self, queue: str) -> bool:
        now = time.monotonic()
        with self._lock:
            until, full = self._full.get(queue, (0.0, False))
        if now >= until:
            waiting: Any = self.client.llen(f"{self.namespace}:{queue}")
            full = int(waiting) >= MOST_WAITING
            with self._lock:
                self._full[queue] = (now + COUNT_SECONDS, full)
        return full
