"""Waiting until a job rests."""

import threading
from collections.abc import Callable
from uuid import UUID

from apps.jobs import broadcast
from apps.jobs.models import Job, JobStatus

RESTING = frozenset(
    {
        JobStatus.AWAITING_APPROVAL,
        JobStatus.AWAITING_REVIEW,
        JobStatus.COMPLETED,
        JobStatus.FAILED,
        JobStatus.CANCELLED,
    }
)

TICK = 0.5
"""Seconds between two looks when nothing is heard: another process may do the work."""


def wait_until_resting(job_id: UUID, on_tick: Callable[[Job], None] | None = None) -> Job:
    """Wait until nothing of a job or batch moves by itself, and return it as it stands.

    Args:
        on_tick: called with the fresh row whenever something may have changed.
    """
    changed = threading.Event()

    def heard(told: UUID) -> None:
        if told == job_id:
            changed.set()

    with broadcast.listening(heard):
        while True:
            changed.clear()
            job = Job.objects.get(pk=job_id)
            if on_tick is not None:
                on_tick(job)
            if job.status in RESTING:
                return job
            changed.wait(TICK)
