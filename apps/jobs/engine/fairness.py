"""Whose turn it is: nobody's batch holds back another's single job.

Of the highest priority the user with the fewest running steps is served first; between equals the
one whom this process has not served for longest. Every question is answered from the claim index:
one look per user who has something ready, however many steps that is.
"""

import threading
from collections.abc import Iterator
from itertools import count
from uuid import UUID

from apps.jobs.models import StepStatus

from .prepared import as_uuid, ask

_READY = f"queue = %(queue)s AND status = '{StepStatus.READY.value}' AND NOT held"

# The highest priority, who has something ready there, and how many of their steps run. A skip scan:
# from each owner the index is entered again behind them.
_TURNS = f"""
    WITH RECURSIVE top(priority) AS (
        SELECT priority FROM jobs_step WHERE {_READY} AND priority < %(below)s
        AND NOT EXISTS (SELECT 1 FROM jobs_queuehold WHERE queue = %(queue)s)
        ORDER BY priority DESC LIMIT 1
    ), owners(owner) AS (
        SELECT (
            SELECT owner FROM jobs_step WHERE {_READY} AND priority = (SELECT priority FROM top)
            ORDER BY owner LIMIT 1
        )
        UNION ALL
        SELECT (
            SELECT owner FROM jobs_step
            WHERE {_READY} AND priority = (SELECT priority FROM top) AND owner > owners.owner
            ORDER BY owner LIMIT 1
        ) FROM owners WHERE owners.owner IS NOT NULL
    )
    SELECT (SELECT priority FROM top), owners.owner, (
        SELECT COUNT(*) FROM jobs_step
        WHERE status = '{StepStatus.RUNNING.value}' AND queue = %(queue)s AND owner = owners.owner
    ) FROM owners WHERE owners.owner IS NOT NULL
"""  # noqa: S608 - statuses of our own

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
    below = ABOVE_ALL
    while found := ask(_TURNS, {"queue": queue, "below": below}):
        below = found[0][0]
        owners = [(running, as_uuid(owner)) for _priority, owner, running in found]
        for _running, _turn, owner in sorted(
            (running, _served.get((queue, owner), 0), owner) for running, owner in owners
        ):
            yield below, owner


def served(queue: str, owner: UUID) -> None:
    """Remember whom this process served last: it decides between users who are equal otherwise."""
    with _lock:
        if len(_served) > 10_000:
            _served.clear()
        _served[queue, owner] = next(_numbers)
