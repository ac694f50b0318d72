"""A claim as one statement of PostgreSQL: for ``engine.transitions`` alone.

It asks whose turn it is, locks the job of that user's best ready step unless somebody else holds
it, starts the job where it has not begun, claims the step, writes the numbered events and reads
what the step is to be given. Where anything stands in the way (the job may not go on, the step was
taken meanwhile, it undoes another) it changes nothing and says so: who asked decides step by step.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.jobs.models import Job, JobStatus, Step, StepStatus
from skyy.identifiers import new_id

from .best import PAUSED, best_of, made
from .fairness import OWNERS, RUNNING
from .moves import JOB_MOVES, STEP_MOVES
from .one_statement import Numbered
from .prepared import ask
from .taken import Taken


def written(taken: Taken) -> Numbered:
    """Return the event of a claim, and whom it concerns."""
    step, job = taken.step, taken.step.job
    return Numbered(step.pk, taken.number, taken.at, job.team_id, job.created_by_id, job.batch_id)


def take(
    queue: str,
    *,
    worker: str,
    lease: timedelta,
    served: Sequence[tuple[UUID, int]],
    now: datetime | None,
    told: tuple[dict[str, Any], dict[str, Any]],
) -> Taken | None:
    """Claim the best ready step; None where that takes more than one statement.

    Args:
        served: users and when this process served them: it decides between equals.
        now: stands in for the database's clock in ``ready_at``.
        told: data of the events of the job's start and of the claim, without the step's names.
    """
    at = timezone.now()
    starts, claims = told
    params = {
        "queue": queue,
        "below": 1 << 15,
        "served": [owner for owner, _ in served],
        "turns": [turn for _, turn in served],
        "now": now,
        "at": at,
        "worker": worker,
        "lease": lease,
        "start_event": new_id(),
        "claim_event": new_id(),
        "starts": Jsonb(starts | {"started_at": at.isoformat()}),
        "claims": Jsonb(claims),
    }
    for *row, number, needed, last in ask(_text(), params):
        if number is None:
            return None
        step = made(row)
        started = step.job.status == JobStatus.PENDING
        return Taken(step, number, at, started, [tuple(one) for one in needed or ()], last)
    return None


def _columns(model: type[Model], name: str) -> str:
    # As columns of a part of the statement that has both they need names of their own.
    fields = model._meta.concrete_fields
    return ", ".join(f"{name}.{field.column} {name}{n}" for n, field in enumerate(fields))


def _place(model: type[Model], name: str, column: str) -> str:
    columns = [field.column for field in model._meta.concrete_fields]
    return f"{name}{columns.index(column)}"


@cache
def _text() -> str:
    # In the update the status is asked for in a way that no index answers: in a new house, whose
    # tables have no statistics, the plan would be to walk along all ready steps.
    start, claim = JOB_MOVES["start"], STEP_MOVES["claim"]
    (pending,), (ready,) = start.sources, claim.sources
    assert (start.stamps, claim.stamps) == (("started_at",), ("started_at",))
    step, number = _place(Step, "s", "id"), _place(Step, "s", "claim_no")
    job, key, needs = (_place(Step, "s", name) for name in ("job_id", "key", "needs"))
    was, usual = (_place(Job, "j", name) for name in ("status", "priority"))
    return f"""
        WITH RECURSIVE {OWNERS}, turn AS (
            SELECT owners.owner FROM owners
            LEFT JOIN unnest(%(served)s::uuid[], %(turns)s::int[]) AS served(owner, turn)
            ON served.owner = owners.owner
            WHERE owners.owner IS NOT NULL
            ORDER BY {RUNNING}, COALESCE(served.turn, 0), owners.owner LIMIT 1
        ), best AS MATERIALIZED (
            SELECT {_columns(Step, "s")}, {_columns(Job, "j")}, {PAUSED} AS halted,
            j.status IN ('{JobStatus.PENDING.value}', '{JobStatus.PROCESSING.value}')
            AND NOT j.paused AND s.compensates_id IS NULL AS free
            {best_of("(SELECT priority FROM top)", "(SELECT owner FROM turn)")} LIMIT 1
        ), it AS MATERIALIZED (
            SELECT {step} AS step, {job} AS job, {key} AS key, {number} AS number,
            {usual} AS usual, {was} = '{pending}' AS starts, free AND halted IS NOT TRUE AS goes
            FROM best
        ), moved AS (
            UPDATE jobs_step AS s SET status = '{claim.target}', claim_no = s.claim_no + 1,
            claimed_by = %(worker)s, progress = 0, started_at = %(at)s, priority = it.usual,
            lease_until = STATEMENT_TIMESTAMP() + %(lease)s
            FROM it WHERE s.id = (SELECT step FROM it) AND goes AND s.claim_no = it.number
            AND CASE WHEN s.held THEN false ELSE s.status = '{ready}' END RETURNING s.id
        ), numbered AS (
            UPDATE jobs_job AS j SET last_event = j.last_event + 1 + it.starts::int,
            status = CASE WHEN it.starts THEN '{start.target}' ELSE j.status END,
            started_at = CASE WHEN it.starts THEN %(at)s ELSE j.started_at END
            FROM it, moved WHERE j.id = it.job RETURNING j.last_event
        ), told AS (
            INSERT INTO jobs_event (id, job_id, number, type, data, created_at)
            SELECT %(claim_event)s::uuid, job, last_event, 'step.status',
            jsonb_build_object('step', step, 'key', key) || %(claims)s, %(at)s
            FROM it, numbered UNION ALL
            SELECT %(start_event)s, job, last_event - 1, 'job.status', %(starts)s, %(at)s
            FROM it, numbered WHERE starts
        )
        SELECT best.*, (SELECT last_event FROM numbered), CASE WHEN {needs} <> '[]' THEN (
            SELECT json_agg(json_build_array(n.key, n.result, f.name, f.blob_id)
                ORDER BY n.key, f.name)
            FROM jobs_step n LEFT JOIN jobs_stepfile f ON f.step_id = n.id
            WHERE n.job_id = {job} AND {needs} ? n.key
            AND n.status = '{StepStatus.SUCCEEDED.value}') END, (
            SELECT n.id FROM jobs_step n WHERE n.job_id = {job} AND n.id <> {step}
            AND n.status NOT IN ('{StepStatus.SUCCEEDED.value}', '{StepStatus.SKIPPED.value}')
            ORDER BY n.key LIMIT 1) IS NULL
        FROM best
    """  # noqa: S608 - names of columns and statuses of our own
