"""The best ready step of one user, with its job, which is locked."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from apps.jobs.models import Job, Step, StepStatus

from .prepared import ask, on_postgres
from .rows import columns, instance, names


def ready(queue: str | None = None, now: datetime | None = None) -> QuerySet[Step]:
    """Steps that may be claimed now, of one queue or all, unless their job says otherwise.

    In no order: that of steps is by their jobs' age, and all jobs there are would be looked at.
    """
    found = Step.objects.filter(
        Q(ready_at__isnull=True) | Q(ready_at__lte=Now() if now is None else now),
        status=StepStatus.READY,
        held=False,
    )
    return (found if queue is None else found.filter(queue=queue)).order_by()


def best(queue: str, priority: int, owner: UUID, now: datetime | None) -> Step | None:
    """Return the oldest job's first ready step; call it in the transaction that claims it.

    Of the job, not of the step, the row is locked: that is the order in which moves lock. A job
    that somebody else holds is passed over.

    Args:
        now: stands in for the database's clock in ``ready_at``.
    """
    if not on_postgres():
        mine = ready(queue, now).filter(priority=priority, owner=owner)
        return mine.order_by("job_id", "ordinal").select_related("job__batch").first()
    params = {"queue": queue, "priority": priority, "owner": owner, "now": now}
    for among in (AMONG, ""):
        for row in ask(_text(among), params):
            return made(row)
    return None


AMONG = "LIMIT 64"
"""How many steps are looked at before the jobs of all of them count as held by others.

Without a limit the planner takes the inner question for one that wants all its rows, and sorts
every ready step of the user to hand out one.
"""


def best_of(priority: str, owner: str, among: str = AMONG) -> str:
    """Return the part of a statement that finds and locks: steps ``s``, jobs ``j``; limit it to 1.

    One step after the other is taken from the claim index and its job looked up. As a plain join it
    would be the planner's choice to walk along all jobs there ever were.
    """
    return f"""
        FROM (
            SELECT * FROM jobs_step
            WHERE queue = %(queue)s AND priority = {priority} AND owner = {owner}
            AND status = '{StepStatus.READY.value}' AND NOT held AND (ready_at IS NULL
                OR ready_at <= COALESCE(%(now)s::timestamptz, STATEMENT_TIMESTAMP()))
            ORDER BY job_id, ordinal {among}
        ) s CROSS JOIN LATERAL (
            SELECT * FROM jobs_job WHERE id = s.job_id FOR NO KEY UPDATE SKIP LOCKED
        ) j
    """  # noqa: S608 - names of columns and statuses of our own


PAUSED = "(SELECT b.paused FROM jobs_job b WHERE b.id = j.batch_id)"
"""Of the batch of a job ``j``; null where it is in none."""


@cache
def _text(among: str) -> str:
    return f"""
        SELECT {columns(Step, "s")}, {columns(Job, "j")}, {PAUSED}
        {best_of("%(priority)s", "%(owner)s", among)} LIMIT 1
    """


def made(row: Sequence[Any]) -> Step:
    """Return a step with its job from all columns of both, ``paused`` of its batch, and more."""
    split = len(names(Step))
    end = split + len(names(Job))
    step, job = instance(Step, list(row[:split])), instance(Job, list(row[split:end]))
    if job.batch_id is not None:
        job.batch = Job.from_db(DEFAULT_DB_ALIAS, ["id", "paused"], [job.batch_id, row[end]])
    step.job = job
    return step
