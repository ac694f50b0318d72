"""The channel layer on Redis, with a door for threads: whoever only sends needs no event loop."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import redis
from channels_redis.pubsub import RedisPubSubChannelLayer  # type: ignore[import-untyped]
from redis.backoff import NoBackoff
from redis.retry import Retry

ANSWER_SECONDS = 3.0
CONNECT_SECONDS = 1.0

# One command for all: a client packs and reads each command, which costs more than the publishing.
_PUBLISH = "for i = 1, #ARGV, 2 do redis.call('PUBLISH', ARGV[i], ARGV[i + 1]) end"

Sending = tuple[Sequence[str], Mapping[str, Any]]
"""Groups, and what each of them is sent."""


class ChannelLayer(RedisPubSubChannelLayer):  # type: ignore[misc]
    """Redis' own publishing and subscribing.

    Args:
        hosts: one Redis: its address, or ``address`` and what else its clients take.
        prefix: what its names begin with.
    """

    def __init__(self, hosts: Sequence[str | dict[str, Any]], prefix: str = "asgi") -> None:
        super().__init__(hosts=list(hosts), prefix=prefix)
        # As the layer names a group's channel.
        self._group = f"{prefix}__group__"
        (host,) = hosts
        given = {"address": host} if isinstance(host, str) else dict(host)
        self._client = redis.Redis.from_url(
            given.pop("address"),
            retry=Retry(NoBackoff(), 1),
            **{"socket_timeout": ANSWER_SECONDS, "socket_connect_timeout": CONNECT_SECONDS} | given,
        )
        self._publish = self._client.register_script(_PUBLISH)

    def publish(self, sendings: Iterable[Sending]) -> None:
        """Send messages to groups in one round trip.

        Raises:
            redis.RedisError: Redis is away; some may have been sent.
        """
        told: list[str | bytes] = []
        for groups, message in sendings:
            content = self.serialize(dict(message))
            for group in groups:
                told += (self._group + group, content)
        self._publish(args=told)
