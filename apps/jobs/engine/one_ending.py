"""A step's success and what follows for its job, as one statement of PostgreSQL: for
``engine.transitions`` alone.

The job is locked by a statement before it, sent along with it: this one begins under the lock and
sees all that was done before. It succeeds the step and makes ready what waited for it, with their
numbered events, where the job simply goes on. Where it does not (it is over, it is cancelled, it is
on its way back) nothing is changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.jobs.models import JobStatus, Step, StepStatus
from skyy.identifiers import new_id

from .moves import MOVING, STEP_MOVES
from .one_statement import Numbered, Shape, sets_of, shape_of, sources_of, values_of
from .prepared import ask_together, in_one_line

MOST_FREED = 5
"""Steps that one ending makes ready here; a wider fan-out takes the longer way."""

_LOCK = "SELECT id FROM jobs_job WHERE id = %(job)s FOR NO KEY UPDATE"


@dataclass(frozen=True)
class Ended:
    """The events: of the step's success (none under a claim that is over), and of those made ready,
    with their keys and queues."""

    own: Numbered | None
    freed: list[tuple[str, str, Numbered]]


def succeed(
    job_id: UUID,
    step_id: UUID,
    key: str,
    *,
    claim_no: int,
    written: Mapping[str, Any],
    told: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> Ended | None:
    """Succeed a step and go on; None where the job does not simply go on.

    Args:
        written: other columns of the step.
        told: data of the events of its success and of those made ready, without the steps' names.
    """
    now = timezone.now()
    params = {
        "job": job_id,
        "step": step_id,
        "key": key,
        "claim_no": claim_no,
        "now": now,
        "events": [new_id() for _ in range(1 + MOST_FREED)],
        "succeeds": Jsonb(dict(told[0])),
        "frees": Jsonb(dict(told[1])),
        **values_of(Step, written),
    }
    _, rows = ask_together((_LOCK, {"job": job_id}), (_text(shape_of(written)), params))
    if not rows:
        return None
    own, freed = None, []
    for pk, name, queue, number, *whom in rows:
        if pk is None:
            continue
        event = Numbered(pk, number, now, *whom)
        if pk == step_id:
            own = event
        else:
            freed.append((name, queue, event))
    return Ended(own, freed)


@cache
def _text(shape: Shape) -> str:
    succeed, unblock = STEP_MOVES["succeed"], STEP_MOVES["unblock"]
    assert not unblock.stamps
    assert not unblock.clears
    done = f"'{StepStatus.SUCCEEDED.value}', '{StepStatus.SKIPPED.value}'"
    undoing = f"'{StepStatus.COMPENSATING.value}', '{StepStatus.COMPENSATED.value}'"
    moving = ", ".join(f"'{status.value}'" for status in sorted(MOVING))
    return in_one_line(f"""
        WITH others AS MATERIALIZED (
            SELECT id, key, ordinal, status, needs, queue, compensates_id FROM jobs_step
            WHERE job_id = %(job)s AND id <> %(step)s
        ), free AS (
            SELECT id, key, ordinal, queue FROM others
            WHERE status IN ({sources_of(unblock)}) AND needs <@ (
                SELECT COALESCE(jsonb_agg(key), '[]') || to_jsonb(%(key)s::text)
                FROM others WHERE status IN ({done}))
        ), goes AS MATERIALIZED (
            SELECT id FROM jobs_job WHERE id = %(job)s
            AND status IN ('{JobStatus.PENDING.value}', '{JobStatus.PROCESSING.value}')
            AND NOT EXISTS (SELECT FROM others WHERE CASE WHEN compensates_id IS NULL
                THEN status IN ({undoing}) ELSE status NOT IN ({done}) END)
            AND (SELECT count(*) FROM free) <= {MOST_FREED}
            AND (EXISTS (SELECT FROM free)
                OR EXISTS (SELECT FROM others WHERE status IN ({moving})))
        ), moved AS (
            UPDATE jobs_step AS step SET {sets_of(Step, succeed, shape)} FROM goes
            WHERE step.id = %(step)s AND step.job_id = goes.id
            AND step.status IN ({sources_of(succeed)}) AND step.claim_no = %(claim_no)s
            RETURNING step.id, step.key, step.queue
        ), freed AS (
            UPDATE jobs_step AS step SET status = '{unblock.target}' FROM free, moved
            WHERE step.id = free.id AND step.status IN ({sources_of(unblock)})
            RETURNING step.id, step.key, step.queue, step.ordinal
        ), placed AS (
            SELECT id, key, queue, 1 AS place, %(succeeds)s AS data FROM moved UNION ALL
            SELECT id, key, queue, 1 + row_number() OVER (ORDER BY ordinal), %(frees)s FROM freed
        ), numbered AS (
            UPDATE jobs_job AS j SET last_event = j.last_event + moves
            FROM (SELECT count(*)::int AS moves FROM placed) AS counted
            WHERE j.id = %(job)s AND moves > 0
            RETURNING j.last_event - moves AS before, j.team_id, j.created_by_id, j.batch_id
        ), told AS (
            INSERT INTO jobs_event (id, job_id, number, type, data, created_at)
            SELECT (%(events)s::uuid[])[place], %(job)s, before + place, 'step.status',
            jsonb_build_object('step', id, 'key', key) || data, %(now)s FROM placed, numbered
        )
        SELECT placed.id, placed.key, placed.queue, before + place,
        team_id, created_by_id, batch_id
        FROM goes LEFT JOIN (placed CROSS JOIN numbered) ON true ORDER BY place
    """)  # noqa: S608 - names of columns and statuses of our own
