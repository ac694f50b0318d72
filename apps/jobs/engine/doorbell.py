"""Tells workers that there is something to claim. A lost ring costs seconds, never work."""

import threading
import time
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

MOST = 32
"""Rings for one occasion: more workers than this wake each other."""

ROLL_UP_INTERVAL = 0.25
"""Seconds a change in a batch waits for others."""

_SLACK = 0.05
_asked: dict[UUID, float] = {}
_lock = threading.Lock()


def ring(queue: str, times: int = 1) -> None:
    """Wake up to ``times`` workers of a queue once the present transaction is committed."""
    from apps.jobs.actors import WORK

    def send() -> None:
        for _ in range(min(times, MOST)):
            WORK[queue].send()

    if times > 0:
        transaction.on_commit(send, robust=True)


def ring_all(ready: Mapping[str, int]) -> None:
    """Ring for several queues: how many steps are ready, by queue."""
    for queue, times in ready.items():
        ring(queue, times)


def ring_later(queue: str, seconds: float) -> None:
    """Wake one worker of a queue after a while."""
    from apps.jobs.actors import WORK

    transaction.on_commit(
        lambda: WORK[queue].send_with_options(delay=int(seconds * 1000) + 10), robust=True
    )


def ask_roll_up(batch_id: UUID) -> None:
    """Have a batch's counts made soon after the present transaction is committed.

    A batch is counted at most four times a second: what changes meanwhile is counted together.
    """
    transaction.on_commit(lambda: _send_roll_up(batch_id), robust=True)


def _send_roll_up(batch_id: UUID) -> None:
    from apps.jobs.actors import roll_up

    now = time.monotonic()
    with _lock:
        if _asked.get(batch_id, 0.0) > now:
            return
        if len(_asked) > 1000:
            _asked.clear()
        # Whoever asks before the count surely has not begun is counted with it.
        _asked[batch_id] = now + ROLL_UP_INTERVAL - _SLACK
    roll_up.send_with_options(args=(str(batch_id),), delay=int(ROLL_UP_INTERVAL * 1000))
