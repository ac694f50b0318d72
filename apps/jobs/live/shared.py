"""Reads that many sockets share: ten browsers on a job that all come back read it once."""

import threading
import time
from uuid import UUID

from apps.jobs.models import Job

from .catch_up import Message, catch_up

LIFETIME = 2.0
"""Seconds; only those who come at the same time share. Progress is no older than this."""

MOST = 1000

Key = tuple[UUID, int, int | None]
Told = tuple[list[Message], int]

_lock = threading.Lock()
_kept: dict[Key, tuple[float, Told]] = {}


def shared_catch_up(job: Job, *, after: int | None) -> Told:
    """Do as ``catch_up``, for a row of the job that was read just now.

    What stands at a number never changes, so whoever has read that number may take what another
    found at it.
    """
    key = (job.pk, job.last_event, after)
    now = time.monotonic()
    with _lock:
        made, told = _kept.get(key, (0.0, None))
        if told is not None and now - made < LIFETIME:
            return told
    fresh = catch_up(job, after=after)
    with _lock:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = (now, fresh)
    return fresh
