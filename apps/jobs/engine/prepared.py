"""Statements that the engine sends for every step: written by hand, planned once per connection."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

Row = tuple[Any, ...]

LONGEST = 4096
"""Signs of a text that psycopg reads once (its ``MAX_CACHED_STATEMENT_LENGTH``)."""


def on_postgres() -> bool:
    """Whether one statement may do what takes several on SQLite."""
    return connection.vendor == "postgresql"


def ask(sql: str, params: Mapping[str, Any]) -> list[Row]:
    """Send a statement that returns rows, with parameters such as ``%(job)s``.

    On PostgreSQL they are bound by the server, which keeps the plan of a text it has seen some
    times. JSON comes as text.
    """
    if not on_postgres():
        params = {name: _plain(value) for name, value in params.items()}
    with _cursor() as cursor:
        cursor.execute(sql, dict(params))
        rows: list[Row] = cursor.fetchall()
        return rows


def ask_together(*statements: tuple[str, Mapping[str, Any]]) -> list[list[Row]]:
    """Send statements of PostgreSQL in one round trip and return the rows of each.

    Each sees what those before it did and waited for. Outside a transaction they are one by
    themselves: all are committed, or none.
    """
    connection.ensure_connection()
    cursors = []
    with connection.wrap_database_errors, connection.connection.pipeline():
        for sql, params in statements:
            cursors.append(_cursor())
            cursors[-1].execute(sql, dict(params))
    # What they returned came when the pipeline ended, with the commit.
    found = []
    for cursor in cursors:
        found.append(cursor.fetchall())
        cursor.close()
    return found


def in_one_line(sql: str) -> str:
    """Return a text without its indentation: psycopg keeps what it found out of short ones alone.

    Raises:
        ValueError: it is too long for that.
    """
    text = " ".join(sql.split())
    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} signs would be read anew for every step")
    return text


def as_uuid(value: Any) -> UUID:
    """Return an id as both databases give it: a UUID, or its digits."""
    return value if isinstance(value, UUID) else UUID(value)


def _plain(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else value


def _cursor() -> "CursorWrapper":
    # The ORM's own cursors put parameters into the text, which is planned anew each time; where
    # statements are logged for people, that is what they want to read.
    if not on_postgres() or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    bound: Any = ServerBindingCursor
    return connection.make_cursor(bound(connection.connection))
