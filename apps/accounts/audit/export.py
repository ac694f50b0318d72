"""The log as CSV, row by row: it may be longer than memory."""

import csv
import io
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.db.models import Q, QuerySet

from apps.accounts.models import AuditEntry

BATCH = 500
COLUMNS = [
    "at",
    "happening",
    "person_id",
    "person",
    "role",
    "team_id",
    "door",
    "address",
    "request_id",
    "about_type",
    "about_id",
    "about_name",
    "before",
    "after",
    "erased",
]


def lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """Yield the head and then the rows, newest first, a batch of text at a time."""
    yield _text([COLUMNS])
    last: AuditEntry | None = None
    while batch := _next(entries, last):
        last = batch[-1]
        yield _text([_row(entry) for entry in batch])


async def lines_async(entries: QuerySet[AuditEntry]) -> AsyncIterator[str]:
    """The same for an asynchronous server, which would read a plain iterator whole."""
    source = lines(entries)

    def piece() -> str:
        return next(source, "")

    while text := await sync_to_async(piece)():
        yield text


def _next(entries: QuerySet[AuditEntry], last: AuditEntry | None) -> list[AuditEntry]:
    rest = entries.select_related("person").order_by("-at", "-id")
    if last is not None:
        # What is added meanwhile is newer: it moves nothing.
        rest = rest.filter(Q(at__lt=last.at) | Q(at=last.at, id__lt=last.pk))
    return list(rest[:BATCH])


def _row(entry: AuditEntry) -> list[Any]:
    values = {name: getattr(entry, name) for name in COLUMNS if name != "person"}
    values["at"] = entry.at.isoformat()
    values["person"] = entry.person.get_username() if entry.person else ""
    for name in ("before", "after"):
        values[name] = json.dumps(values[name], ensure_ascii=False) if values[name] else ""
    return [_harmless(values[name]) for name in COLUMNS]


def _harmless(value: Any) -> Any:
    """A spreadsheet takes what begins like a formula for one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _text(rows: list[list[Any]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
