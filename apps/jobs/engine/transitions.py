"""The one door through which a status changes.

A move is a conditional update; its numbered event is written in the same transaction and told to
listeners on commit. The job's row is always locked first, then the step's, so two moves cannot
wait for each other. A move that lost its race returns False and leaves no trace.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from apps.jobs import events
from apps.jobs.models import Job, Step

from . import doorbell, endings
from .moves import JOB_MOVES, STEP_MOVES, Move


def move_job(job_id: UUID, move: str, *, data: dict[str, Any] | None = None, **fields: Any) -> bool:
    """Make a named move of ``JOB_MOVES``; return whether this call won.

    Args:
        data: more for the event ``job.status``.
        fields: other columns written in the same update. Those a client sees go into the event.
    """
    named = JOB_MOVES[move]
    written = fields | _marks(named)
    with transaction.atomic(savepoint=False):
        won = Job.objects.filter(pk=job_id, status__in=named.sources).update(
            status=named.target, last_event=F("last_event") + 1, **written
        )
        if won:
            told = {"status": str(named.target), **events.visible(events.JOB_FIELDS, written)}
            batch_id = events.append(job_id, "job.status", told | (data or {}))
            endings.tell(job_id, named.target)
            if batch_id is not None:
                doorbell.ask_roll_up(batch_id)
    return bool(won)


def move_step(
    step_id: UUID,
    move: str,
    *,
    job_id: UUID | None = None,
    key: str | None = None,
    claim_no: int | None = None,
    **fields: Any,
) -> bool:
    """Make a named move of ``STEP_MOVES``; return whether this call won.

    Args:
        job_id, key: the step's, when the caller has them at hand; they save a query.
        claim_no: the fence: the move is refused under any other claim.
        fields: other columns written in the same update. Those a client sees go into the event.
    """
    named = STEP_MOVES[move]
    if job_id is None or key is None:
        job_id, key = Step.objects.values_list("job_id", "key").get(pk=step_id)
    written = fields | _marks(named)
    condition = Q(pk=step_id, status__in=named.sources)
    if claim_no is not None:
        condition &= Q(claim_no=claim_no)
    if named.takes_claim:
        written["claim_no"] = F("claim_no") + 1
    with transaction.atomic(savepoint=False):
        Job.objects.filter(pk=job_id).update(last_event=F("last_event") + 1)
        won = Step.objects.filter(condition).update(status=named.target, **written)
        if won:
            told = {"step": str(step_id), "key": key, "move": move, "status": str(named.target)}
            events.append(job_id, "step.status", told | events.visible(events.STEP_FIELDS, written))
        else:
            # The number is handed back under the lock it was taken under: no gap, no savepoint.
            Job.objects.filter(pk=job_id).update(last_event=F("last_event") - 1)
    return bool(won)


def record(
    job_id: UUID, event: str, data: dict[str, Any], *, where: Q | None = None, **fields: Any
) -> bool:
    """Write columns of a job that are no status, with their numbered event.

    Args:
        where: condition the row must meet; without it the change is always made.
    """
    with transaction.atomic(savepoint=False):
        won = (
            Job.objects.filter(pk=job_id)
            .filter(where or Q())
            .update(last_event=F("last_event") + 1, **fields)
        )
        if won:
            events.append(job_id, event, data)
    return bool(won)


def add_steps(job_id: UUID, steps: Sequence[Step]) -> None:
    """Give a job more steps, with the numbered event by which clients hear of them."""
    with transaction.atomic(savepoint=False):
        Job.objects.filter(pk=job_id).update(last_event=F("last_event") + 1)
        Step.objects.bulk_create(steps)
        events.append(job_id, "steps.added", {"steps": [events.described_step(s) for s in steps]})


def _marks(move: Move) -> dict[str, Any]:
    now = timezone.now()
    return dict.fromkeys(move.stamps, now) | dict.fromkeys(move.clears)
