"""A move as one statement of PostgreSQL: for ``engine.transitions`` alone.

The statement locks the job, then updates the step under its condition, then takes the event's
number and writes the event: each part reads what the one before it returned, so the order holds.
It sees the step as it was when the statement began. Where it then waited for the job's lock, a step
that has come to a fitting status meanwhile is refused; who is refused asks again under the lock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model
from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.jobs.models import Job, Step
from skyy.identifiers import new_id

from .moves import Move
from .prepared import Row, Statement, ask, ask_together


@dataclass(frozen=True)
class Numbered:
    """An event that was written, and whom it concerns."""

    step: UUID | None
    number: int
    created_at: datetime
    team: UUID
    user: UUID | None
    batch: UUID | None
    calls_back: bool = False


def steps(
    job_id: UUID,
    step_ids: Sequence[UUID],
    move: Move,
    *,
    claim_no: int | None,
    written: Mapping[str, Any],
    told: Mapping[str, Any],
) -> list[Numbered]:
    """Make a move of some of a job's steps; return the events of those that made it.

    Args:
        written: other columns.
        told: the events' data beside the step's id and key.
    """
    return steps_then(
        job_id, step_ids, move, claim_no=claim_no, written=written, told=told, then=()
    )[0]


def steps_then(
    job_id: UUID,
    step_ids: Sequence[UUID],
    move: Move,
    *,
    claim_no: int | None,
    written: Mapping[str, Any],
    told: Mapping[str, Any],
    then: Sequence[Statement],
) -> tuple[list[Numbered], list[list[Row]]]:
    """As ``steps``, with other statements sent along in the same transaction; return their rows."""
    now = timezone.now()
    params = {
        "job": job_id,
        "steps": list(step_ids),
        "events": [new_id() for _ in step_ids],
        "told": Jsonb(dict(told)),
        "now": now,
        "claim_no": claim_no,
    }
    text = _steps_text(move, shape_of(written), claim_no is not None)
    sent = (text, params | values_of(Step, written))
    found, *others = ask_together(sent, *then) if then else [ask(*sent)]
    return [Numbered(step, number, now, *whom) for step, number, *whom in found], others


def job(
    job_id: UUID, move: Move, *, written: Mapping[str, Any], told: Mapping[str, Any]
) -> Numbered | None:
    """Make a move of a job; return its event where it was made."""
    now = timezone.now()
    params = {"job": job_id, "event": new_id(), "told": Jsonb(dict(told)), "now": now}
    text = _job_text(move, shape_of(written))
    for number, *whom in ask(text, params | values_of(Job, written)):
        return Numbered(None, number, now, *whom)
    return None


Shape = tuple[tuple[str, bool], ...]
"""Names of columns, and whether what is written counts from the database's clock."""


def shape_of(written: Mapping[str, Any]) -> Shape:
    """Return what decides the text of a statement that writes this."""
    return tuple((name, isinstance(value, timedelta)) for name, value in written.items())


def values_of(model: type[Model], written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that ``sets_of`` names."""
    return {
        f"new_{name}": value
        if isinstance(value, timedelta)
        else _column(model, name).get_db_prep_save(value, connection)
        for name, value in written.items()
    }


def _column(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def sets_of(model: type[Model], move: Move, shape: Shape) -> str:
    """Return what stands behind SET."""
    sets = [f"status = '{move.target}'"]
    for name, from_now in shape:
        since = "STATEMENT_TIMESTAMP() + " if from_now else ""
        sets.append(f"{_column(model, name).column} = {since}%(new_{name})s")
    return ", ".join(sets)


def sources_of(move: Move) -> str:
    """Return the statuses that a move starts from, as a list of SQL."""
    return ", ".join(f"'{source}'" for source in sorted(move.sources))


@cache
def _steps_text(move: Move, shape: Shape, fenced: bool) -> str:
    sets = sets_of(Step, move, shape)
    if move.takes_claim:
        sets += ", claim_no = step.claim_no + 1"
    fence = "AND step.claim_no = %(claim_no)s" if fenced else ""
    return f"""
        WITH job AS MATERIALIZED (
            SELECT id FROM jobs_job WHERE id = %(job)s FOR NO KEY UPDATE
        ), moved AS (
            UPDATE jobs_step AS step SET {sets} FROM job
            WHERE step.id = ANY(%(steps)s::uuid[]) AND step.job_id = job.id
            AND step.status IN ({sources_of(move)}) {fence}
            RETURNING step.id, step.key, step.ordinal
        ), placed AS (
            SELECT id, key, row_number() OVER (ORDER BY ordinal) AS place FROM moved
        ), counted AS (
            SELECT count(*) AS moves FROM moved
        ), numbered AS (
            UPDATE jobs_job SET last_event = last_event + moves FROM counted
            WHERE jobs_job.id = %(job)s AND moves > 0
            RETURNING last_event - moves AS before, team_id, created_by_id, batch_id
        ), told AS (
            INSERT INTO jobs_event (id, job_id, number, type, data, created_at)
            SELECT (%(events)s::uuid[])[place], %(job)s, before + place, 'step.status',
                jsonb_build_object('step', id, 'key', key) || %(told)s, %(now)s
            FROM placed, numbered
        )
        SELECT id, before + place, team_id, created_by_id, batch_id FROM placed, numbered
        ORDER BY place
    """  # noqa: S608 - names of columns and statuses of our own


@cache
def _job_text(move: Move, shape: Shape) -> str:
    return f"""
        WITH moved AS (
            UPDATE jobs_job SET {sets_of(Job, move, shape)}, last_event = last_event + 1
            WHERE id = %(job)s AND status IN ({sources_of(move)})
            RETURNING id, last_event, team_id, created_by_id, batch_id, callback_url <> '' AS calls
        ), told AS (
            INSERT INTO jobs_event (id, job_id, number, type, data, created_at)
            SELECT %(event)s, id, last_event, 'job.status', %(told)s, %(now)s FROM moved
        )
        SELECT last_event, team_id, created_by_id, batch_id, calls FROM moved
    """  # noqa: S608 - names of columns and statuses of our own
