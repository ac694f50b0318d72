"""A step's success and what follows for its job, as one statement of PostgreSQL: for
``engine.transitions`` alone.

The job is locked by a statement before it, sent along with it: this one begins under the lock and
sees all that was done before. It succeeds the step and makes ready what waited for it, with their
numbered events, where the job simply goes on. Where it does not (it is over, it is cancelled, it is
on its way back) nothing is changed.

It also claims one of those that became ready, for the worker that asks, where that is what its next
claim would give it: nothing else is ready before it in the claim index, and no other user waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.jobs.models import JobStatus, Step, StepStatus
from skyy.identifiers import new_id

from .moves import MOVING, STEP_MOVES
from .one_statement import Numbered, Shape, sets_of, shape_of, sources_of, values_of
from .prepared import Row, ask_together
from .rows import columns, instance
from .taken import Taken

MOST_FREED = 5
"""Steps that one ending makes ready here; a wider fan-out takes the longer way."""

_LOCK = "SELECT id FROM jobs_job WHERE id = %(job)s FOR NO KEY UPDATE"

OWN, FREED, CLAIMED = range(3)


@dataclass(frozen=True)
class Follow:
    """Who would go on with the job's next step: a worker that has just ended ``step``."""

    step: Step
    worker: str
    lease: timedelta


@dataclass(frozen=True)
class Told:
    """Data of the events, without the steps' names."""

    success: Mapping[str, Any]
    freed: Mapping[str, Any]
    claim: Mapping[str, Any]


@dataclass(frozen=True)
class Ended:
    """The events: of the step's success (none under a claim that is over), of those made ready
    (with keys and queues), and of the claim of one of them."""

    own: Numbered | None
    freed: list[tuple[str, str, Numbered]]
    claimed: Numbered | None = None
    next: Taken | None = None


def succeed(
    job_id: UUID,
    step_id: UUID,
    key: str,
    *,
    claim_no: int,
    written: Mapping[str, Any],
    told: Told,
    follow: Follow | None,
) -> Ended | None:
    """Succeed a step and go on; None where the job does not simply go on.

    Args:
        written: other columns of the step.
    """
    now = timezone.now()
    params = {
        "job": job_id,
        "step": step_id,
        "key": key,
        "claim_no": claim_no,
        "now": now,
        "events": [new_id() for _ in range(2 + MOST_FREED)],
        "success": Jsonb(dict(told.success)),
        "freed": Jsonb(dict(told.freed)),
        **values_of(Step, written),
    }
    if follow is not None:
        params |= {
            "claim": Jsonb(dict(told.claim)),
            "worker": follow.worker,
            "lease": follow.lease,
            "queue": follow.step.queue,
            "priority": follow.step.priority,
            "owner": follow.step.owner,
        }
    text = _text(shape_of(written), follow is not None)
    _, rows = ask_together((_LOCK, {"job": job_id}), (text, params))
    if not rows:
        return None
    by_what: dict[int, list[tuple[Row, Numbered]]] = {OWN: [], FREED: [], CLAIMED: []}
    for row in rows:
        what, pk, number, *whom = row[0], row[1], *row[4:8]
        if what is not None:
            by_what[what].append((row, Numbered(pk, number, now, *whom)))
    own = next((event for _, event in by_what[OWN]), None)
    freed = [(row[2], row[3], event) for row, event in by_what[FREED]]
    for row, event in by_what[CLAIMED]:
        needed, last, *step = row[8:]
        taken = Taken(instance(Step, step), event.number, now, False, _rows(needed), last)
        return Ended(own, freed, event, taken)
    return Ended(own, freed)


def _rows(needed: list[list[Any]] | None) -> list[Row]:
    return [tuple(one) for one in needed or ()]


_DONE = f"'{StepStatus.SUCCEEDED.value}', '{StepStatus.SKIPPED.value}'"

# What is first in the claim index may be nothing that comes before the job's next step, and behind
# its owner nobody may be.
_READY = f"queue = %(queue)s AND status = '{StepStatus.READY.value}' AND NOT held"
_NEXT = f"""
    ), first AS (
        SELECT priority, owner, job_id FROM jobs_step WHERE {_READY}
        ORDER BY priority DESC, owner, job_id LIMIT 1
    ), next AS (
        SELECT free.id FROM free, goes WHERE free.queue = %(queue)s AND goes.halted IS NOT TRUE
        AND NOT EXISTS (SELECT FROM jobs_queuehold WHERE queue = %(queue)s)
        AND NOT EXISTS (SELECT FROM first WHERE priority > %(priority)s
            OR priority = %(priority)s AND (owner <> %(owner)s OR job_id <= %(job)s))
        AND (SELECT owner FROM jobs_step WHERE {_READY} AND priority = %(priority)s
            AND owner > %(owner)s ORDER BY owner LIMIT 1) IS NULL
        ORDER BY free.ordinal LIMIT 1
"""  # noqa: S608 - a status of our own
_NOBODY = "), next AS (SELECT NULL::uuid AS id WHERE false"


@cache
def _text(shape: Shape, follows: bool) -> str:
    succeed, unblock, claim = (STEP_MOVES[name] for name in ("succeed", "unblock", "claim"))
    assert (unblock.stamps, unblock.clears, claim.stamps) == ((), (), ("started_at",))
    undoing = f"'{StepStatus.COMPENSATING.value}', '{StepStatus.COMPENSATED.value}'"
    moving = ", ".join(f"'{status.value}'" for status in sorted(MOVING))
    sets = f"status = '{unblock.target}'"
    if follows:
        new = {
            "status": (f"'{claim.target}'", f"'{unblock.target}'"),
            "claim_no": ("step.claim_no + 1", "step.claim_no"),
            "claimed_by": ("%(worker)s", "step.claimed_by"),
            "progress": ("0", "step.progress"),
            "lease_until": ("STATEMENT_TIMESTAMP() + %(lease)s", "step.lease_until"),
            "started_at": ("%(now)s", "step.started_at"),
        }
        taken = "CASE WHEN next.id IS NULL THEN {1} ELSE {0} END"
        sets = ", ".join(f"{name} = {taken.format(*values)}" for name, values in new.items())
    claimed = f"""
        UNION ALL SELECT {CLAIMED}, id, key, queue, 2 + (SELECT count(*) FROM freed), %(claim)s
        FROM freed WHERE taken
    """  # noqa: S608 - a number of our own
    more = f"""
        , CASE WHEN t.id IS NOT NULL THEN (
            SELECT json_agg(json_build_array(key, result, name, blob_id) ORDER BY key, name) FROM (
                SELECT key, result, NULL AS name, NULL::uuid AS blob_id FROM moved UNION ALL
                SELECT n.key, n.result, f.name, f.blob_id
                FROM jobs_step n LEFT JOIN jobs_stepfile f ON f.step_id = n.id
                WHERE n.job_id = %(job)s AND n.status = '{StepStatus.SUCCEEDED.value}'
            ) made WHERE t.needs ? key) END,
        (SELECT bool_and(o.id = t.id OR o.status IN ({_DONE})) FROM others o), {columns(Step, "t")}
    """  # noqa: S608 - names of columns and statuses of our own
    return f"""
        WITH others AS MATERIALIZED (
            SELECT id, key, ordinal, status, needs, queue, compensates_id FROM jobs_step
            WHERE job_id = %(job)s AND id <> %(step)s
        ), free AS (
            SELECT id, key, ordinal, queue FROM others
            WHERE status IN ({sources_of(unblock)}) AND needs <@ (
                SELECT COALESCE(jsonb_agg(key), '[]') || to_jsonb(%(key)s::text)
                FROM others WHERE status IN ({_DONE}))
        ), goes AS MATERIALIZED (
            SELECT id, paused OR (
                SELECT b.paused FROM jobs_job b WHERE b.id = j.batch_id) AS halted
            FROM jobs_job j WHERE id = %(job)s
            AND status IN ('{JobStatus.PENDING.value}', '{JobStatus.PROCESSING.value}')
            AND NOT EXISTS (SELECT FROM others WHERE CASE WHEN compensates_id IS NULL
                THEN status IN ({undoing}) ELSE status NOT IN ({_DONE}) END)
            AND (SELECT count(*) FROM free) <= {MOST_FREED}
            AND (EXISTS (SELECT FROM free)
                OR EXISTS (SELECT FROM others WHERE status IN ({moving})))
        {_NEXT if follows else _NOBODY}
        ), moved AS (
            UPDATE jobs_step AS step SET {sets_of(Step, succeed, shape)} FROM goes
            WHERE step.id = %(step)s AND step.job_id = goes.id
            AND step.status IN ({sources_of(succeed)}) AND step.claim_no = %(claim_no)s
            RETURNING step.id, step.key, step.queue, step.result
        ), freed AS (
            UPDATE jobs_step AS step SET {sets}
            FROM free LEFT JOIN next ON next.id = free.id CROSS JOIN moved
            WHERE step.id = free.id AND step.job_id = %(job)s
            AND step.status IN ({sources_of(unblock)})
            RETURNING {columns(Step, "step")}, next.id IS NOT NULL AS taken
        ), placed AS (
            SELECT {OWN} AS what, id, key, queue, 1 AS place, %(success)s AS data FROM moved
            UNION ALL SELECT {FREED}, id, key, queue, 1 + row_number() OVER (ORDER BY ordinal),
            %(freed)s FROM freed {claimed if follows else ""}
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
        SELECT placed.what, placed.id, placed.key, placed.queue, before + place,
        team_id, created_by_id, batch_id {more if follows else ""}
        FROM goes LEFT JOIN (placed CROSS JOIN numbered) ON true
        {f"LEFT JOIN freed t ON t.taken AND placed.what = {CLAIMED}" if follows else ""}
        ORDER BY place
    """  # noqa: S608 - names of columns and statuses of our own
