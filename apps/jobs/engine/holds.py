"""What must not begin: steps of paused jobs and batches.

A ready step whose job may not go on is met by a claim once. It is held then, which takes it out of
the claim index: a paused batch of any size costs the others nothing. Queues are held as a whole,
by a row of their own (``QueueHold``).
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from apps.jobs.models import Job, JobStatus, Step, StepStatus

from . import doorbell

RUNNABLE = (JobStatus.PENDING, JobStatus.PROCESSING)

_GOES_ON = Q(
    Q(job__batch__isnull=True) | Q(job__batch__paused=False),
    job__status__in=RUNNABLE,
    job__paused=False,
)
_UNDOES = Q(compensates__isnull=False, job__status=JobStatus.CANCELLING)

FIRST = UUID(int=0)
_last_looked_at = FIRST


def may_begin(step: Step) -> bool:
    """Whether a ready step's job lets it begin. Undoing goes on while a job is cancelled."""
    job = step.job
    if job.status == JobStatus.CANCELLING:
        return step.compensates_id is not None
    paused = job.paused or (job.batch is not None and job.batch.paused)
    return job.status in RUNNABLE and not paused


def hold(step: Step) -> None:
    """Take what is ready of a job out of the claim index; call it under the job's lock."""
    Step.objects.filter(job=step.job_id, status=StepStatus.READY).update(held=True)


def release(job_id: UUID) -> None:
    """Put a job's steps back into the claim index and ring for them."""
    with transaction.atomic():
        Job.objects.select_for_update(no_key=True).get(pk=job_id)
        held = Step.objects.filter(job=job_id, held=True)
        queues = list(held.values_list("queue", flat=True))
        held.update(held=False)
        for queue in set(queues):
            doorbell.ring(queue, queues.count(queue))


def release_due(limit: int = 500, *, batch_id: UUID | None = None) -> int:
    """Release the steps of jobs that may go on, of one batch or all; return how many jobs.

    Each job in a transaction of its own. Of all, at most ``limit`` jobs with held steps are looked
    at, beginning where this process's last look ended: what is paused for weeks is not read every
    few seconds. What is left is the next sweep's.
    """
    held = Step.objects.filter(held=True)
    if batch_id is not None:
        due = held.filter(_GOES_ON | _UNDOES, job__batch=batch_id)
        jobs = list(due.order_by("job_id").values_list("job_id", flat=True).distinct()[:limit])
    else:
        looked_at = _next(held, limit)
        due = held.filter(_GOES_ON | _UNDOES, job__in=looked_at)
        jobs = list(due.order_by("job_id").values_list("job_id", flat=True).distinct())
    for job_id in jobs:
        release(job_id)
    return len(jobs)


def _next(held: QuerySet[Step], limit: int) -> list[UUID]:
    global _last_looked_at  # noqa: PLW0603 - a place to go on from; any other is as good
    ids = held.order_by("job_id").values_list("job_id", flat=True).distinct()
    found = list(ids.filter(job_id__gt=_last_looked_at)[:limit])
    found += ids.filter(job_id__lte=_last_looked_at)[: limit - len(found)]
    _last_looked_at = found[-1] if found else FIRST
    return found
