"""The best ready step of one user, with its job, which is locked."""

import json
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import JSONField, Model, Q, QuerySet
from django.db.models.functions import Now

from apps.jobs.models import Job, Step, StepStatus

from .prepared import Row, ask, on_postgres

ModelT = TypeVar("ModelT", bound=Model)


def ready(queue: str | None = None, now: datetime | None = None) -> QuerySet[Step]:
    """Steps that may be claimed now, of one queue or all, unless their job says otherwise."""
    found = Step.objects.filter(
        Q(ready_at__isnull=True) | Q(ready_at__lte=Now() if now is None else now),
        status=StepStatus.READY,
        held=False,
    )
    return found if queue is None else found.filter(queue=queue)


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
    for row in ask(_text(), params):
        return _made(row)
    return None


@cache
def _text() -> str:
    def columns(model: type[Model], name: str) -> str:
        return ", ".join(f"{name}.{field.column}" for field in model._meta.concrete_fields)

    return f"""
        SELECT {columns(Step, "step")}, {columns(Job, "job")}, batch.paused
        FROM jobs_step AS step JOIN jobs_job AS job ON job.id = step.job_id
        LEFT JOIN jobs_job AS batch ON batch.id = job.batch_id
        WHERE step.queue = %(queue)s AND step.priority = %(priority)s AND step.owner = %(owner)s
        AND step.status = '{StepStatus.READY.value}' AND NOT step.held
        AND (step.ready_at IS NULL
            OR step.ready_at <= COALESCE(%(now)s::timestamptz, STATEMENT_TIMESTAMP()))
        ORDER BY step.job_id, step.ordinal LIMIT 1
        FOR NO KEY UPDATE OF job SKIP LOCKED
    """  # noqa: S608 - names of columns and statuses of our own


def _made(row: Row) -> Step:
    *values, paused = row
    split = len(Step._meta.concrete_fields)
    step, job = _instance(Step, values[:split]), _instance(Job, values[split:])
    if job.batch_id is not None:
        job.batch = Job.from_db(DEFAULT_DB_ALIAS, ["id", "paused"], [job.batch_id, paused])
    step.job = job
    return step


def _instance(model: type[ModelT], values: list[Any]) -> ModelT:
    for place in _json(model):
        if values[place] is not None:
            values[place] = json.loads(values[place])
    return model.from_db(DEFAULT_DB_ALIAS, _names(model), values)


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _json(model: type[Model]) -> list[int]:
    fields = model._meta.concrete_fields
    return [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
