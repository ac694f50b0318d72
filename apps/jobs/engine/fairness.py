"""Whose turn it is: nobody's batch holds back another's single job.

Of the highest priority the user with the fewest running steps is served first; between equals the
one whom this process has not served for longest. Every question is answered from the claim index:
one look per user who has something ready, however many steps that is.
"""

import threading
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection

from apps.jobs.models import QueueHold, Step, StepStatus

_READY = f"queue = %(queue)s AND status = '{StepStatus.READY.value}' AND NOT held"

_NEXT_PRIORITY = """
    SELECT priority FROM {steps} WHERE {ready} AND priority < %(priority)s
    ORDER BY priority DESC LIMIT 1
"""

# A skip scan: from each owner the index is entered again behind them.
_OWNERS = """
    WITH RECURSIVE owners(owner) AS (
        SELECT (
            SELECT owner FROM {steps} WHERE {ready} AND priority = %(priority)s
            ORDER BY owner LIMIT 1
        )
        UNION ALL
        SELECT (
            SELECT owner FROM {steps}
            WHERE {ready} AND priority = %(priority)s AND owner > owners.owner
            ORDER BY owner LIMIT 1
        ) FROM owners WHERE owners.owner IS NOT NULL
    )
    SELECT owners.owner, COALESCE(busy.steps, 0) FROM owners LEFT JOIN (
        SELECT owner, COUNT(*) AS steps FROM {steps}
        WHERE status = '{running}' AND queue = %(queue)s GROUP BY owner
    ) AS busy ON busy.owner = owners.owner WHERE owners.owner IS NOT NULL
"""

ABOVE_ALL = 1 << 15
"""More than any priority (a small integer)."""

_served: dict[tuple[str, UUID], int] = {}
_numbers = count(1)
_lock = threading.Lock()


def turns(queue: str) -> Iterator[tuple[int, UUID]]:
    """Yield (priority, owner) in the order in which a queue's ready steps are to be claimed.

    Nothing where the queue is held. The owners of a lower priority are asked for only when nothing
    of a higher one could be claimed.
    """
    if QueueHold.objects.filter(pk=queue).exists():
        return
    below = ABOVE_ALL
    while True:
        found = _ask(_NEXT_PRIORITY, queue, below)
        if not found:
            return
        below = found[0][0]
        owners = [
            (running, _served.get((queue, owner), 0), owner)
            for owner, running in _owners(queue, below)
        ]
        for _running, _turn, owner in sorted(owners):
            yield below, owner


def served(queue: str, owner: UUID) -> None:
    """Remember whom this process served last: it decides between users who are equal otherwise."""
    with _lock:
        if len(_served) > 10_000:
            _served.clear()
        _served[queue, owner] = next(_numbers)


def _owners(queue: str, priority: int) -> Iterator[tuple[UUID, int]]:
    """Yield who has something ready, and how many of their steps run."""
    field = Step._meta.get_field("owner")
    for owner, running in _ask(_OWNERS, queue, priority):
        yield field.to_python(owner), running


def _ask(sql: str, queue: str, priority: int) -> list[tuple[Any, ...]]:
    text = sql.format(steps=Step._meta.db_table, ready=_READY, running=StepStatus.RUNNING.value)
    with connection.cursor() as cursor:
        cursor.execute(text, {"queue": queue, "priority": priority})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
