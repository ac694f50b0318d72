"""What follows from a step's end: others become ready, and the job ends when nothing is left."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum

from apps.jobs.models import CacheEntry, Job, JobStatus, Step, StepStatus
from apps.jobs.pipelines import registry
from skyy.api.errors import Code, Problem

from . import doorbell, remote
from .compensation import DONE, WayBack, begun, unwind
from .moves import MOVING, STEP_MOVES
from .standing import StepStanding, standing_of
from .transitions import move_job, move_step, move_steps
from .whole import whole

logger = logging.getLogger(__name__)

STRANDED = "stranded"
"""Fact of a job that something could not be undone of: the status in which that happened."""


class Unfinished(Exception):
    """A job's results could not be recorded, and the transaction in which that was tried must go.

    ``error`` is what the job is to fail with.
    """

    def __init__(self, error: dict[str, str]) -> None:
        super().__init__(error["message"])
        self.error = error


def settle(
    job_id: UUID,
    *,
    heard: str | None = None,
    locked: bool = False,
    over: bool = False,
    known: tuple[Job, list[Step]] | None = None,
    unfinished: Unfinished | None = None,
) -> None:
    """Bring a job to where its steps have come; safe to call at any time, any number of times.

    Args:
        heard: queue whose worker calls and will claim again by itself: it needs one ring less.
        locked: the caller's transaction holds the job's row already.
        over: nothing but the job's end is to be expected, and the caller begins anew where that
            raises ``Unfinished``. Others need a savepoint for it.
        known: the job and its steps, where the caller has just read them under the lock.
        unfinished: what it raised the time before.
    """
    # No savepoint: what it raises ends the caller's transaction too.
    with transaction.atomic(savepoint=False):
        if locked and not over and _goes_on(job_id, heard):
            return
        job, steps = known or whole(job_id)
        if job.status == JobStatus.CANCELLING:
            _settle_cancelling(job)
        elif job.status in (JobStatus.PENDING, JobStatus.PROCESSING):
            _settle_running(job, steps, heard, _Finish(over, unfinished))


def _goes_on(job_id: UUID, heard: str | None) -> bool:
    """Whether a job simply goes on: most steps are no job's last. Nothing is read but the DAG."""
    standing = standing_of(job_id)
    if standing.status not in (JobStatus.PENDING, JobStatus.PROCESSING) or begun(standing.steps):
        return False
    return _free(job_id, standing.steps, heard) or any(s.status in MOVING for s in standing.steps)


def _settle_cancelling(job: Job) -> None:
    running = False
    for step in job.steps.filter(compensates__isnull=True).order_by("ordinal"):
        if step.status == StepStatus.WAITING and remote.stop(job.pk):
            running = True
        elif step.status in STEP_MOVES["cancel"].sources - {StepStatus.RUNNING}:
            move_step(step.pk, "cancel", job_id=job.pk, key=step.key)
        elif step.status == StepStatus.RUNNING:
            running = True
    if running:
        return
    match unwind(job):
        case WayBack.OVER:
            move_job(job.pk, "cancel")
            _tell_of_failure(job)
        case WayBack.STRANDED:
            _strand(job)


@dataclass(frozen=True)
class _Finish:
    may_raise: bool
    unfinished: Unfinished | None


def _settle_running(job: Job, every: Sequence[Step], heard: str | None, finish: _Finish) -> None:
    steps = [step for step in every if step.compensates_id is None]
    if not begun(every):
        if _free(job.pk, steps, heard) or any(step.status in MOVING for step in steps):
            return
        if job.status == JobStatus.PENDING:
            move_job(job.pk, "start")
        if all(step.status in DONE for step in steps):
            _finish(job, {step.key: step for step in steps}, finish)
            return
    match unwind(job):
        case WayBack.OVER:
            move_job(job.pk, "fail", error=_cause(job))
            _tell_of_failure(job)
        case WayBack.STRANDED:
            _strand(job)


def _free(job_id: UUID, steps: Sequence[StepStanding] | Sequence[Step], heard: str | None) -> bool:
    """Make ready what waited for others; return whether there was any."""
    done = {step.key for step in steps if step.status in DONE}
    freed = [
        step for step in steps if step.status == StepStatus.BLOCKED and done.issuperset(step.needs)
    ]
    if freed:
        move_steps(job_id, {step.id: step.key for step in freed}, "unblock")
    ring_for((step.queue for step in freed), heard)
    return bool(freed)


def ring_for(queues: Iterable[str], heard: str | None) -> None:
    """Ring for steps that became ready, by their queues; one of ``heard`` needs none."""
    rings = Counter(queues)
    if heard is not None and heard in rings:
        rings[heard] -= 1
    doorbell.ring_all(rings)


def _cause(job: Job) -> Any:
    """What went wrong first, in the order of the plan."""
    ordinary = job.steps.filter(compensates__isnull=True, optional=False)
    stopped = ordinary.exclude(status__in=DONE | {StepStatus.BLOCKED})
    errors = [step.error for step in stopped.order_by("ordinal")]
    return next((error for error in errors if error is not None), None)


def _strand(job: Job) -> None:
    left = job.steps.filter(error__code=Code.COMPENSATION_FAILED.value).order_by("ordinal").first()
    error = None if left is None else left.error
    move_job(job.pk, "strand", error=error, facts=job.facts | {STRANDED: job.status})
    _tell_of_failure(job)


def _tell_of_failure(job: Job) -> None:
    """A pipeline that leaves something to record where it comes to nothing, by failure or because
    it was cancelled, has ``failed(job)``."""
    failed = getattr(registry.get(job.kind), "failed", None)
    if failed is not None:
        failed(job)


def _finish(job: Job, steps: Mapping[str, Step], finish: _Finish) -> None:
    if finish.unfinished is not None:
        move_job(job.pk, "fail", error=finish.unfinished.error)
        _tell_of_failure(job)
        return
    facts = job.facts | _reused(steps)
    try:
        # A finish that fails takes back its own rows; the steps' results stay for a retry.
        with nullcontext() if finish.may_raise else transaction.atomic():
            move = registry.get(job.kind).finish(job, steps)
            if not move_job(job.pk, move, facts=facts):
                raise RuntimeError(f"a job cannot {move} from {job.status}")
    except Problem as problem:
        error = _error(problem.code, problem.message)
    except Exception:
        logger.exception("Job %s could not be finished", job.pk)
        words = "Its steps are done, but the results could not be recorded. Try it again."
        error = _error(Code.SERVER_ERROR, words)
    else:
        return
    if finish.may_raise:
        raise Unfinished(error)
    move_job(job.pk, "fail", error=error)
    _tell_of_failure(job)


def _reused(steps: Mapping[str, Step]) -> dict[str, Any]:
    keys = [step.cache_key for step in steps.values() if step.from_cache]
    if not keys:
        return {}
    found = CacheEntry.objects.filter(key__in=keys).aggregate(n=Count("pk"), s=Sum("seconds"))
    return {"reused_steps": len(keys), "saved_seconds": round(found["s"] or 0.0, 3)}


def _error(code: Code, message: str) -> dict[str, str]:
    return {"code": code.value, "message": message}
