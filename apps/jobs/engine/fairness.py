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

# The highest priority and who has something ready there. A skip scan: from each owner the index is
# entered again behind them.
OWNERS = f"""
    top(priority) AS (
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
"""  # noqa: S608 - statuses of our own

RUNNING = f"""(
    SELECT COUNT(*) FROM jobs_step
    WHERE status = '{StepStatus.RUNNING.value}' AND queue = %(queue)s AND owner = owners.owner
)"""  # noqa: S608 - statuses of our own

_TURNS = f"""
    WITH RECURSIVE {OWNERS}
    SELECT (SELECT priority FROM top), owners.owner, {RUNNING}
    FROM owners WHERE owners.owner IS NOT NULL
"""  # noqa: S608 - texts of our own

ABOVE_ALL = 1 << 15
"""More than any priority (a small integer)."""

MOST_REMEMBERED = 200
"""Users of whom a process remembers when it served them last, per queue."""

_served: dict[str, dict[UUID, int]] = {}
_numbers = count(1)
_lock = threading.Lock()


def turns(queue: str) -> Iterator[tuple[int, UUID]]:
    """Yield (priority, owner) in the order in which a queue's ready steps are to be claimed.

    Nothing where the queue is held. The owners of a lower priority are asked for only when nothing
    of a higher one could be claimed.
    """
    below = ABOVE_ALL
    remembered = dict(remembered_of(queue))
    while found := ask(_TURNS, {"queue": queue, "below": below}):
        below = found[0][0]
        owners = [(running, as_uuid(owner)) for _, owner, running in found]
        for _running, _turn, owner in sorted(
            (running, remembered.get(owner, 0), owner) for running, owner in owners
        ):
            yield below, owner


def served(queue: str, owner: UUID) -> None:
    """Remember whom this process served last: it decides between users who are equal otherwise."""
    with _lock:
        mine = _served.setdefault(queue, {})
        # Behind all others: who stands in front was served longest ago.
        mine.pop(owner, None)
        mine[owner] = next(_numbers)
        if len(mine) > MOST_REMEMBERED:
            del mine[next(iter(mine))]


def remembered_of(queue: str) -> list[tuple[UUID, int]]:
    """Return whom this process served, with numbers that grow with time."""
    with _lock:
        return list(_served.get(queue, {}).items())
