"""Connections that are tried before they are used, also after the server was restarted."""

from time import monotonic
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

LOOK_SECONDS = 0.5
"""How often somebody who waits looks whether there is anything to wait for."""

AWAY_SECONDS = 1.0
"""So long after a connection could not be made nobody waits for another."""

Connection = psycopg.Connection[Any]


class Pool(ConnectionPool[Connection]):
    """psycopg's pool, whose own check waits longer after every broken connection it meets: of a
    dozen that a restarted server has cut, a caller would meet every one. Here the first that is
    broken has all of them looked at. While no connection can be made, callers are told so when
    the pool has given up, not at the end of their own patience."""

    _failed_at = float("-inf")

    def reconnect_failed(self) -> None:
        """Called by the pool itself, when it gives up trying to connect."""
        self._failed_at = monotonic()
        super().reconnect_failed()

    def getconn(self, timeout: float | None = None) -> Connection:
        """Return a connection that answers.

        Raises:
            PoolTimeout: none was free in time, or none can be made.
        """
        began = monotonic()
        until = began + (self.timeout if timeout is None else timeout)
        while True:
            connection = self._next(began, until)
            try:
                self.check_connection(connection)
            except psycopg.Error:
                self.putconn(connection)
                self.check()
            else:
                return connection

    def _next(self, began: float, until: float) -> Connection:
        while True:
            left = until - monotonic()
            try:
                return super().getconn(max(0.0, min(LOOK_SECONDS, left)))
            except PoolTimeout:
                if left <= LOOK_SECONDS or self._failed_at > began - AWAY_SECONDS:
                    raise
