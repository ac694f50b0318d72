"""Django's cache on Redis, which may be away: rate limits then let pass, pages go on."""

import logging
import time
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

QUIET_SECONDS = 2.0
"""So long after Redis did not answer nobody asks it: a page asks several times."""


class ForgivingClient(RedisCacheClient):
    """Answers as an empty cache would while Redis does not answer."""

    _quiet_until = 0.0

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return bool(self._ask(super().add, True, key, value, timeout))

    def get(self, key: Any, default: Any) -> Any:
        return self._ask(super().get, default, key, default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._ask(super().set, None, key, value, timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        return bool(self._ask(super().touch, False, key, timeout))

    def delete(self, key: Any) -> bool:
        return bool(self._ask(super().delete, False, key))

    def has_key(self, key: Any) -> bool:
        return bool(self._ask(super().has_key, False, key))

    def incr(self, key: Any, delta: int) -> Any:
        return self._ask(super().incr, max(delta, 0), key, delta)

    def _ask(self, call: Any, otherwise: Any, *args: Any) -> Any:
        if time.monotonic() < self._quiet_until:
            return otherwise
        try:
            return call(*args)
        except redis.RedisError as error:
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            logger.warning("Redis is away, so nothing is counted: %s", error)
            return otherwise


class ForgivingRedisCache(RedisCache):
    """The cache of the production setting."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        # A page must not wait for somebody who is away.
        patience = {
            "socket_timeout": 2.0,
            "socket_connect_timeout": 1.0,
            "retry": Retry(NoBackoff(), 1),
        }
        super().__init__(server, params | {"OPTIONS": patience | params.get("OPTIONS", {})})
        self._class = ForgivingClient
