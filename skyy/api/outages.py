"""What stands for the database or Redis being away, as against a fault of ours."""

import logging
import sqlite3
from typing import Any

from django.db import InterfaceError, OperationalError

from .errors import Code, Problem

REDIS_AWAY: tuple[type[Exception], ...] = ()
try:
    from redis import exceptions as redis_exceptions
except ImportError:
    # Only production has Redis's client installed.
    pass
else:
    REDIS_AWAY = (redis_exceptions.ConnectionError, redis_exceptions.TimeoutError)

logger = logging.getLogger(__name__)

GOING_OR_FULL = ("08", "53", "57P")
"""SQLSTATE of PostgreSQL, by their beginnings: connection, no resources left, shutting down."""

FILE_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
"""What may pass without anybody changing the program."""


def is_outage(error: BaseException | None) -> bool:
    """Whether the same thing would have worked with database and Redis in place."""
    return isinstance(error, REDIS_AWAY) or _is_database_away(error)


def outage(error: BaseException | None) -> Problem | None:
    """Return what to tell of an outage, and note it in one line; None for any other error."""
    if not is_outage(error):
        return None
    logger.warning("Away: %s: %s", type(error).__name__, error)
    return Problem(
        Code.SERVICE_UNAVAILABLE,
        "Skyy cannot reach its records just now. What is done is kept; try again in a moment.",
    )


def _is_database_away(error: BaseException | None) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause: Any = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        # The lower eight bits are the kind; the rest says where it happened.
        return code is not None and code & 0xFF in FILE_AWAY
    state = getattr(cause, "sqlstate", None)
    # Without a state the server did not answer at all.
    return state is None or state.startswith(GOING_OR_FULL)
