"""Statements of our own to PostgreSQL: the engine is not asked about itself."""

from typing import Any

import psycopg


class Tables:
    """Asks on a connection of its own each time, since the server comes and goes."""

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return all rows.

        Raises:
            psycopg.Error: the server is away.
        """
        with psycopg.connect(self._url, autocommit=True, connect_timeout=3) as database:
            return database.execute(sql, values or None).fetchall()  # type: ignore[arg-type]

    def one(self, sql: str, *values: Any) -> Any:
        """Return the only value."""
        ((value,),) = self.ask(sql, *values)
        return value
