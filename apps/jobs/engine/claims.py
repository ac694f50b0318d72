"""Who runs a step: the best ready row, for as long as a lease lasts, under a fence that only grows.

Leases are kept by the database's clock: workers' own clocks may differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from apps.jobs.models import Job, JobStatus, Step, StepStatus

from . import fairness, holds
from .best import best
from .compensation import error_before
from .prepared import Row, on_postgres
from .transitions import move_job, move_step, take

LOSSES_BEFORE_ALONE = 3
"""After so many worker processes vanished around it, a step runs with no other beside it."""

LOSSES_BEFORE_BLAME = 10
"""After so many, a loss while it ran alone counts as an attempt: until then a machine that is often
restarted is the likelier cause, since a handler can end its own child process only."""

RESUMED = 1000
"""Priority of a step that was lost with its worker, above every ``Priority``: what was at work goes
on before anything else begins. There are no more of them than the worker had places."""

BEGUN = 0.001
"""Progress of a running step is at least this once its handler has begun."""


@dataclass(frozen=True)
class Claim:
    """A step and the fence under which it may be ended.

    ``needed``: key, result, file name and blob of what came first, where the claim read it.
    ``last``: nothing else of its job was open when it was claimed. ``in_a_row``: how many steps of
    the job its worker ended before it without asking whose turn it is.
    """

    step: Step
    claim_no: int
    worker: str
    needed: Sequence[Row] | None = None
    last: bool = False
    in_a_row: int = 0

    @property
    def job(self) -> Job:
        """The step's job, as it was when the claim was made."""
        return self.step.job

    @property
    def alone(self) -> bool:
        """Whether nothing else may run in the same worker process meanwhile."""
        return self.step.losses >= LOSSES_BEFORE_ALONE

    @property
    def suspected(self) -> bool:
        """Whether its worker's death would count against the step."""
        return self.step.losses >= LOSSES_BEFORE_BLAME


@dataclass(frozen=True)
class Standing:
    """Whether a claim still holds, and whether its job is being cancelled."""

    held: bool
    cancelling: bool


def claim(queue: str, *, limit: int = 1, worker: str, now: datetime | None = None) -> list[Claim]:
    """Claim up to ``limit`` of the best ready steps.

    Highest priority first; then the user served least (``fairness``); then the oldest job, in the
    order of its plan.

    Args:
        worker: name of who claims, for people.
        now: stands in for the database's clock in ``ready_at``.

    Each claim is a transaction of its own: two jobs' rows are never locked together.
    """
    claims: list[Claim] = []
    while len(claims) < limit:
        made = _claim_best(queue, worker, now)
        if made is None:
            break
        claims.append(made)
    return claims


def renew(claim: Claim, *, progress: float | None = None) -> bool:
    """Lengthen the lease; return whether the claim still holds."""
    written = {} if progress is None else {"progress": progress}
    return bool(_held(claim).update(lease_until=Now() + lease(), **written))


def acquit(claim: Claim) -> bool:
    """Take back the loss that was counted for this claim: its worker was late and has not vanished.

    Frozen past its lease, or cut off from the database: no sign against the step. Return whether
    one was counted.
    """
    counted = Step.objects.filter(
        pk=claim.step.pk, claim_no__gte=claim.claim_no, losses__gt=claim.step.losses
    )
    return bool(counted.update(losses=F("losses") - 1))


def look(claim: Claim) -> Standing:
    """Ask how a claim stands. What undoes a job is not cancelled with it."""
    status = _held(claim).values_list("job__status", flat=True).first()
    undoes = claim.step.compensates_id is not None
    cancelling = status == JobStatus.CANCELLING and not undoes
    return Standing(held=status is not None, cancelling=cancelling)


def _claim_best(queue: str, worker: str, now: datetime | None) -> Claim | None:
    if on_postgres():
        taken = take(queue, worker=worker, lease=lease(), now=now)
        if taken is not None:
            step = taken.step
            fairness.served(queue, step.owner)
            return _claim(step, worker, taken.needed, taken.last)
    for priority, owner in fairness.turns(queue):
        made = _claim_of(queue, priority, owner, worker, now)
        if made is not None:
            fairness.served(queue, owner)
            return made
    return None


def _claim_of(
    queue: str, priority: int, owner: UUID, worker: str, now: datetime | None
) -> Claim | None:
    while True:
        with transaction.atomic():
            step = best(queue, priority, owner, now)
            if step is None:
                return None
            if not holds.may_begin(step):
                holds.hold(step)
                continue
            if _take(step, worker):
                return _claim(step, worker)


def _claim(
    step: Step, worker: str, needed: Sequence[Row] | None = None, last: bool = False
) -> Claim:
    step.priority = step.job.priority
    return Claim(step, step.claim_no + 1, worker, needed, last)


def _take(step: Step, worker: str) -> bool:
    if step.job.status == JobStatus.PENDING:
        move_job(step.job_id, "start")
    won = move_step(
        step.pk,
        "claim",
        job_id=step.job_id,
        key=step.key,
        claim_no=step.claim_no,
        claimed_by=worker,
        lease_until=lease(),
        progress=0.0,
        priority=step.job.priority,
    )
    if won and step.compensates is not None:
        undone = step.compensates
        before = error_before(undone)
        move_step(undone.pk, "compensate", job_id=step.job_id, key=undone.key, error=before)
    return won


def place_of(step: Step, losses: int) -> int:
    """Return the priority at which a step that did not end is ready again.

    Not before all others if it was lost so often that it may be what takes workers down.
    """
    return RESUMED if 0 < losses < LOSSES_BEFORE_ALONE else step.priority


def _held(claim: Claim) -> QuerySet[Step]:
    return Step.objects.filter(pk=claim.step.pk, status=StepStatus.RUNNING, claim_no=claim.claim_no)


def lease() -> timedelta:
    """How long a claim holds without being renewed."""
    return timedelta(seconds=settings.CONFIGURATION.lease_seconds)
