"""How messages are written: one line or one JSON object each, with what they belong to, never with
a secret."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from .redaction import redacted

_bound: ContextVar[dict[str, str] | None] = ContextVar("skyy_log_context", default=None)


@contextmanager
def bound(**ids: object) -> Iterator[None]:
    """Have every message inside say what it belongs to: ``bound(request=…)``, ``bound(job=…)``."""
    token = _bound.set(context() | {name: str(value) for name, value in ids.items()})
    try:
        yield
    finally:
        _bound.reset(token)


def context() -> dict[str, str]:
    """Return what messages written now belong to."""
    return _bound.get() or {}


class LineFormatter(logging.Formatter):
    """``moment LEVEL logger: message (request …, job …)``; a traceback follows on its own lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record."""
        # Whoever can put a line break into a message could write lines of their own.
        message = _one_line(record.getMessage())
        ids = ", ".join(f"{name} {value}" for name, value in context().items())
        line = f"{_moment(record)} {record.levelname} {record.name}: {message}"
        parts = [f"{line} ({ids})" if ids else line, *_traceback(self, record)]
        return redacted("\n".join(parts))


class JsonFormatter(logging.Formatter):
    """One object a line: when, how bad, who says it, what, what it belongs to, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the JSON text of a record."""
        said: dict[str, Any] = {
            "at": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": redacted(record.getMessage()),
            "process": record.process,
            "thread": record.threadName,
            **context(),
        }
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            said["status"] = status
        traceback = _traceback(self, record)
        if traceback:
            said["exception"] = redacted("\n".join(traceback))
        return json.dumps(said, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    found = []
    if record.exc_info:
        found.append(formatter.formatException(record.exc_info))
    elif record.exc_text:
        found.append(record.exc_text)
    if record.stack_info:
        found.append(formatter.formatStack(record.stack_info))
    return found
