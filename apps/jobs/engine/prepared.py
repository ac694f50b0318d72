"""Statements that the engine sends for every step: written by hand, planned once per connection."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

Row = tuple[Any, ...]


def on_postgres() -> bool:
    """Whether one statement may do what takes several on SQLite."""
    return connection.vendor == "postgresql"


Statement = tuple[str, Mapping[str, Any]]


def ask(sql: str, params: Mapping[str, Any]) -> list[Row]:
    """Send a statement that returns rows, with parameters such as ``%(job)s``.

    On PostgreSQL they are bound by the server, which keeps the plan of a text it has seen some
    times. JSON comes as text. ``sql`` is one of few texts: what is found out of it is kept.
    """
    with _sent(sql, params) as cursor:
        rows: list[Row] = cursor.fetchall()
        return rows


def ask_together(*statements: Statement) -> list[list[Row]]:
    """Send statements of PostgreSQL in one round trip and return the rows of each.

    Each sees what those before it did and waited for. Outside a transaction they are one by
    themselves: all are committed, or none.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        cursors = [_sent(sql, params) for sql, params in statements]
    # What they returned came when the pipeline ended, with the commit.
    found = []
    for cursor in cursors:
        found.append(cursor.fetchall())
        cursor.close()
    return found


def as_uuid(value: Any) -> UUID:
    """Return an id as both databases give it: a UUID, or its digits."""
    return value if isinstance(value, UUID) else UUID(value)


def _sent(sql: str, params: Mapping[str, Any]) -> "CursorWrapper":
    if not on_postgres():
        cursor = connection.cursor()
        cursor.execute(sql, {name: _plain(value) for name, value in params.items()})
    elif connection.queries_logged:
        # Where statements are logged for people, they want to read what was sent with them.
        cursor = connection.cursor()
        cursor.execute(sql, dict(params))
    else:
        text, names = _numbered(sql)
        cursor = _raw_cursor()
        sent: Any = text
        cursor.execute(sent, [params[name] for name in names])
    return cursor


def _plain(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else value


def _raw_cursor() -> "CursorWrapper":
    # The ORM's own cursors put parameters into the text, which is planned anew each time; psycopg's
    # others look for placeholders in it each time.
    from psycopg import RawCursor

    connection.ensure_connection()
    raw: Any = RawCursor
    return connection.make_cursor(raw(connection.connection))


@cache
def _numbered(sql: str) -> tuple[bytes, list[str]]:
    """Return the text with ``$1``, ``$2`` … and the names they stand for."""
    names: list[str] = []

    def place(found: "re.Match[str]") -> str:
        name = found[1]
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    text = re.sub(r"%\((\w+)\)s", place, " ".join(sql.split()))
    return text.encode(), names
