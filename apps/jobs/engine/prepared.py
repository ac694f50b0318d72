"""Statements that the engine sends for every step: written by hand, planned once per connection."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

Row = tuple[Any, ...]


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
