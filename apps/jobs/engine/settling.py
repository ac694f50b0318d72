"""What follows from a step's end: others become ready, and the job ends when nothing is left."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum

from apps.jobs.models import CacheEntry, Job, JobStatus, Step, StepStatus
from apps.jobs.pipelines import registry
from skyy.api.errors import Code, Problem

from . import doorbell
from .transitions import move_job, move_step

logger = logging.getLogger(__name__)

DONE = frozenset({StepStatus.SUCCEEDED, StepStatus.SKIPPED})
MOVING = frozenset(
    {StepStatus.READY, StepStatus.RUNNING, StepStatus.WAITING, StepStatus.UNCERTAIN}
    | {StepStatus.COMPENSATING}
)


def settle(job_id: UUID, *, heard: str | None = None) -> None:
    """Bring a job to where its steps have come; safe to call at any time, any number of times.

    Args:
        heard: queue whose worker calls and will claim again by itself: it needs one ring less.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        steps = list(job.steps.order_by("ordinal"))
        if job.status == JobStatus.CANCELLING:
            _settle_cancelling(job, steps)
        elif job.status in (JobStatus.PENDING, JobStatus.PROCESSING):
            _settle_running(job, steps, heard)


def _settle_cancelling(job: Job, steps: Sequence[Step]) -> None:
    running = False
    for step in steps:
        if step.status in (StepStatus.BLOCKED, StepStatus.READY, StepStatus.WAITING):
            move_step(step.pk, "cancel", job_id=job.pk, key=step.key)
        elif step.status == StepStatus.RUNNING:
            running = True
    if not running:
        move_job(job.pk, "cancel")


def _settle_running(job: Job, steps: Sequence[Step], heard: str | None) -> None:
    done = {step.key for step in steps if step.status in DONE}
    freed: Counter[str] = Counter()
    for step in steps:
        if step.status == StepStatus.BLOCKED and done.issuperset(step.needs):
            move_step(step.pk, "unblock", job_id=job.pk, key=step.key)
            freed[step.queue] += 1
    if heard is not None and heard in freed:
        freed[heard] -= 1
    doorbell.ring_all(freed)
    if freed or any(step.status in MOVING for step in steps):
        return
    if job.status == JobStatus.PENDING:
        move_job(job.pk, "start")
    stopped = [step for step in steps if step.status not in DONE | {StepStatus.BLOCKED}]
    if stopped:
        move_job(job.pk, "fail", error=stopped[0].error)
        _tell_of_failure(job)
    else:
        _finish(job, {step.key: step for step in steps})


def _tell_of_failure(job: Job) -> None:
    """A pipeline whose failure leaves something to record has ``failed(job)``."""
    failed = getattr(registry.get(job.kind), "failed", None)
    if failed is not None:
        failed(job)


def _finish(job: Job, steps: Mapping[str, Step]) -> None:
    facts = job.facts | _reused(steps)
    try:
        # A finish that fails takes back its own rows; the steps' results stay for a retry.
        with transaction.atomic():
            move = registry.get(job.kind).finish(job, steps)
            if not move_job(job.pk, move, facts=facts):
                raise RuntimeError(f"a job cannot {move} from {job.status}")
    except Problem as problem:
        move_job(job.pk, "fail", error=_error(problem.code, problem.message))
    except Exception:
        logger.exception("Job %s could not be finished", job.pk)
        words = "Its steps are done, but the results could not be recorded. Try it again."
        move_job(job.pk, "fail", error=_error(Code.SERVER_ERROR, words))


def _reused(steps: Mapping[str, Step]) -> dict[str, Any]:
    keys = [step.cache_key for step in steps.values() if step.from_cache]
    if not keys:
        return {}
    found = CacheEntry.objects.filter(key__in=keys).aggregate(n=Count("pk"), s=Sum("seconds"))
    return {"reused_steps": len(keys), "saved_seconds": round(found["s"] or 0.0, 3)}


def _error(code: Code, message: str) -> dict[str, str]:
    return {"code": code.value, "message": message}
