"""Running again what failed of a job, and what rests upon something that was undone."""

from typing import Any
from uuid import UUID

from django.db import transaction

from apps.jobs.models import Job, JobStatus, Step, StepFile, StepStatus

from . import doorbell
from .compensation import DONE, STOPPED, failed
from .settling import settle
from .transitions import move_job, move_step

_ANEW: dict[str, Any] = {
    "attempts": 0,
    "losses": 0,
    "progress": 0.0,
    "result": {},
    "seconds": None,
    "from_cache": False,
    "cache_key": "",
    "held": False,
}


def retry_job(job_id: UUID, data: dict[str, str]) -> bool:
    """Start a failed job again; return whether this call did.

    Not where something could not be undone: it would be done twice.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
        every = list(job.steps.order_by("ordinal"))
        if job.status != JobStatus.FAILED or failed(every):
            return False
        move_job(job_id, "retry", data=data)
        steps = [step for step in every if step.compensates_id is None]
        again = _to_run_again(steps)
        done = {step.key for step in steps if step.status in DONE and step not in again}
        StepFile.objects.filter(step__in=again).delete()
        for step in again:
            _run_again(step, job.priority, ready=done.issuperset(step.needs))
        # Where every step had succeeded, only the finish is made again.
        settle(job_id)
    return True


def _to_run_again(steps: list[Step]) -> list[Step]:
    """Return what stopped or was undone, and what was made from what was undone."""
    again: list[Step] = []
    undone: set[str] = set()
    for step in steps:
        rests_on_undone = step.status in DONE and not undone.isdisjoint(step.needs)
        if step.status == StepStatus.COMPENSATED or rests_on_undone:
            undone.add(step.key)
        if step.key in undone or step.status in STOPPED:
            again.append(step)
    return again


def _run_again(step: Step, priority: int, *, ready: bool) -> None:
    move = "retry" if step.status in STOPPED else "redo"
    if not ready:
        move += "_later"
    move_step(step.pk, move, job_id=step.job_id, key=step.key, priority=priority, **_ANEW)
    if ready:
        doorbell.ring(step.queue)
