"""A slot for whoever must write something down in the transaction in which a job comes to rest."""

from collections.abc import Callable
from uuid import UUID

from apps.jobs.models import JobStatus

ENDINGS = frozenset(
    {JobStatus.AWAITING_REVIEW, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED}
)
"""The statuses in which machines have done all they will do by themselves."""

Listener = Callable[[UUID], None]

_listeners: tuple[Listener, ...] = ()


def on_ending(listener: Listener) -> None:
    """Have ``listener`` called with a job's id, once its ending and the event are written.

    A job that has no ``callback_url`` may be left out.

    It runs inside the engine's transaction: rows only. What it raises undoes the ending.
    """
    global _listeners  # noqa: PLW0603 - replaced whole; connected once at start-up
    if listener not in _listeners:
        _listeners = (*_listeners, listener)


def tell(job_id: UUID, status: str) -> None:
    """For ``engine.transitions`` alone, inside its transaction."""
    if status in ENDINGS:
        for listener in _listeners:
            listener(job_id)
