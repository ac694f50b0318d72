"""Tells workers that there is something to claim. A lost ring costs seconds, never work."""

import threading
import time
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from dramatiq import Message

from apps.jobs.models import Queue
from skyy.broker import broker

CONTROL = "control"
"""Queue of the small chores that must not wait behind steps."""

ROLL_UP = "roll_up"
POLL = "poll_call"
WORK: Mapping[str, str] = {Queue.CPU: "work_cpu", Queue.GPU: "work_gpu", Queue.IO: "work_io"}
"""Names of the actors, by what they hear."""

MOST = 32
"""Rings for one occasion: more workers than this wake each other."""

ROLL_UP_INTERVAL = 0.25
"""Seconds a change in a batch waits for others."""

_SLACK = 0.05
_asked: dict[UUID, float] = {}
_lock = threading.Lock()


def ring(queue: str, times: int = 1) -> None:
    """Wake up to ``times`` workers of a queue once the present transaction is committed."""

    def send() -> None:
        for _ in range(min(times, MOST)):
            _send(WORK[queue], queue)

    if times > 0:
        transaction.on_commit(send, robust=True)


def ring_all(ready: Mapping[str, int]) -> None:
    """Ring for several queues: how many steps are ready, by queue."""
    for queue, times in ready.items():
        ring(queue, times)


def ring_later(queue: str, seconds: float) -> None:
    """Wake one worker of a queue after a while."""
    transaction.on_commit(
        lambda: _send(WORK[queue], queue, delay=int(seconds * 1000) + 10), robust=True
    )


def ask_poll(call_id: UUID) -> None:
    """Have a provider's call asked about once the present transaction is committed."""
    transaction.on_commit(lambda: _send(POLL, CONTROL, str(call_id)), robust=True)


def ask_roll_up(batch_id: UUID) -> None:
    """Have a batch's counts made soon after the present transaction is committed.

    A batch is counted at most four times a second: what changes meanwhile is counted together.
    """
    transaction.on_commit(lambda: _send_roll_up(batch_id), robust=True)


def _send_roll_up(batch_id: UUID) -> None:
    now = time.monotonic()
    with _lock:
        if _asked.get(batch_id, 0.0) > now:
            return
        if len(_asked) > 1000:
            _asked.clear()
        # Whoever asks before the count surely has not begun is counted with it.
        _asked[batch_id] = now + ROLL_UP_INTERVAL - _SLACK
    _send(ROLL_UP, CONTROL, str(batch_id), delay=int(ROLL_UP_INTERVAL * 1000))


def _send(actor: str, queue: str, *args: str, delay: int | None = None) -> None:
    """Send by name: the actors import the engine, so the engine does not import them."""
    message: Message[None] = Message(
        queue_name=queue, actor_name=actor, args=args, kwargs={}, options={}
    )
    broker.enqueue(message, delay=delay)
