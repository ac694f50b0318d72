"""The one door through which a status changes.

A move is a conditional update; its numbered event is written in the same transaction and told to
listeners on commit. The job's row is always locked first, then the step's, so two moves cannot
wait for each other. A move that lost its race returns False and leaves no trace.

On PostgreSQL a move is one statement (``one_statement``), on SQLite it is several; the same tests
hold both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from apps.jobs import events
from apps.jobs.models import Job, Step

from . import doorbell, endings, fairness, whole
from .moves import JOB_MOVES, STEP_MOVES, Move
from .prepared import on_postgres
from .taken import Taken

if TYPE_CHECKING:
    from .one_statement import Numbered


@dataclass(frozen=True)
class GoneOn:
    """Whether the claim still held, the queues of the steps that became ready and were not taken,
    and the one that was."""

    won: bool
    ready: list[str]
    next: Taken | None


def take(queue: str, *, worker: str, lease: timedelta, now: datetime | None = None) -> Taken | None:
    """Claim the best ready step of a queue, and start its job where that has not begun.

    On PostgreSQL alone. None where there is nothing, or where somebody must look closer: ``claims``
    does so on either database.

    Args:
        worker: written as ``claimed_by``.
        now: stands in for the database's clock in ``ready_at``.
    """
    from . import one_claim

    start, claim = JOB_MOVES["start"], STEP_MOVES["claim"]
    starts = {"status": str(start.target)}
    claims = {"move": "claim", "status": str(claim.target), "progress": 0.0}
    taken = one_claim.take(
        queue,
        worker=worker,
        lease=lease,
        served=fairness.remembered_of(queue),
        now=now,
        told=(starts, claims),
    )
    if taken is not None:
        step, job = taken.step, taken.step.job
        written = one_claim.written(taken)
        if taken.started:
            starts |= {"started_at": taken.at.isoformat()}
            events.tell(job.pk, "job.status", starts, replace(written, number=taken.number - 1))
            if job.batch_id is not None:
                doorbell.ask_roll_up(job.batch_id)
        _tell_step(job.pk, step.key, claims, written)
    return taken


def succeed_and_go_on(
    step: Step, *, claim_no: int, worker: str | None, lease: timedelta, **fields: Any
) -> GoneOn | None:
    """Succeed a step and make ready what waited for it, at one go.

    On PostgreSQL alone. None where the job does not simply go on: nothing was changed then, and
    ``settling`` knows the longer way. By itself it is a transaction; it may be part of one.

    Args:
        worker: who would go on with the next step of the job at once, where it is that one's turn.
        lease: how long it would hold that.
    """
    from . import one_ending

    succeed, unblock = STEP_MOVES["succeed"], STEP_MOVES["unblock"]
    written = fields | _marks(succeed)
    told = one_ending.Told(
        _told("succeed", succeed, written),
        _told("unblock", unblock, {}),
        _told("claim", STEP_MOVES["claim"], {"progress": 0.0}),
    )
    ended = one_ending.succeed(
        step.job_id,
        step.pk,
        step.key,
        claim_no=claim_no,
        written=written,
        told=told,
        follow=None if worker is None else one_ending.Follow(step, worker, lease),
    )
    if ended is None:
        return None
    ready = [queue for _, queue, _ in ended.freed]
    if ended.own is not None:
        _tell_step(step.job_id, step.key, told.success, ended.own)
    for key, _, event in ended.freed:
        _tell_step(step.job_id, key, told.freed, event)
    if ended.next is not None and ended.claimed is not None:
        _tell_step(step.job_id, ended.next.step.key, told.claim, ended.claimed)
        ready.remove(ended.next.step.queue)
    return GoneOn(ended.own is not None, ready, ended.next)


def succeed_and_read(step: Step, *, claim_no: int, **fields: Any) -> tuple[Job, list[Step]] | None:
    """Succeed a step and read how its job stands then, at one go, in the caller's transaction.

    On PostgreSQL alone. None where the move was refused: ``move_step`` asks again.
    """
    from . import one_statement

    move = STEP_MOVES["succeed"]
    written = fields | _marks(move)
    told = _told("succeed", move, written)
    events_of, rows = one_statement.steps_then(
        step.job_id,
        [step.pk],
        move,
        claim_no=claim_no,
        written=written,
        told=told,
        then=whole.statements(step.job_id),
    )
    for event in events_of:
        _tell_step(step.job_id, step.key, told, event)
    return whole.made(step.job_id, *rows) if events_of else None


def move_job(job_id: UUID, move: str, *, data: dict[str, Any] | None = None, **fields: Any) -> bool:
    """Make a named move of ``JOB_MOVES``; return whether this call won.

    Args:
        data: more for the event ``job.status``.
        fields: other columns written in the same update. Those a client sees go into the event.
    """
    named = JOB_MOVES[move]
    written = fields | _marks(named)
    told = {"status": str(named.target), **events.visible(events.JOB_FIELDS, written)}
    told |= data or {}
    with transaction.atomic(savepoint=False):
        won, batch_id, calls_back = _move_job(job_id, named, written, told)
        if won:
            if calls_back:
                endings.tell(job_id, named.target)
            if batch_id is not None:
                doorbell.ask_roll_up(batch_id)
    return won


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
        fields: other columns written in the same update. Those a client sees go into the event. A
            ``timedelta`` counts from the database's clock.
    """
    if job_id is None or key is None:
        job_id, key = Step.objects.values_list("job_id", "key").get(pk=step_id)
    return bool(move_steps(job_id, {step_id: key}, move, claim_no=claim_no, **fields))


def move_steps(
    job_id: UUID,
    steps: Mapping[UUID, str],
    move: str,
    *,
    claim_no: int | None = None,
    **fields: Any,
) -> set[UUID]:
    """Make the same move of some of a job's steps; return those for which this call won.

    Args:
        steps: their keys by their ids, in the order of their events (the plan's).
        claim_no, fields: as for ``move_step``.
    """
    named = STEP_MOVES[move]
    written = fields | _marks(named)
    told = _told(move, named, written)
    with transaction.atomic(savepoint=False):
        won: set[UUID] = set()
        if on_postgres() and not any(hasattr(v, "resolve_expression") for v in written.values()):
            won = _in_one_statement(job_id, steps, named, claim_no, written, told)
        for step_id, key in steps.items():
            if step_id not in won:
                about = {"step": str(step_id), "key": key} | told
                if _move_step(job_id, step_id, named, claim_no, written, about):
                    won.add(step_id)
    return won


def _in_one_statement(
    job_id: UUID,
    steps: Mapping[UUID, str],
    move: Move,
    claim_no: int | None,
    written: Mapping[str, Any],
    told: dict[str, Any],
) -> set[UUID]:
    from . import one_statement

    made = one_statement.steps(
        job_id, list(steps), move, claim_no=claim_no, written=written, told=told
    )
    won = set()
    for event in made:
        assert event.step is not None
        won.add(event.step)
        about = {"step": str(event.step), "key": steps[event.step]} | told
        events.tell(job_id, "step.status", about, event)
    return won


def _move_step(
    job_id: UUID,
    step_id: UUID,
    move: Move,
    claim_no: int | None,
    written: Mapping[str, Any],
    told: dict[str, Any],
) -> bool:
    condition = Q(pk=step_id, status__in=move.sources)
    if claim_no is not None:
        condition &= Q(claim_no=claim_no)
    columns = {
        name: Now() + value if isinstance(value, timedelta) else value
        for name, value in written.items()
    }
    if move.takes_claim:
        columns["claim_no"] = F("claim_no") + 1
    Job.objects.filter(pk=job_id).update(last_event=F("last_event") + 1)
    won = Step.objects.filter(condition).update(status=move.target, **columns)
    if won:
        events.append(job_id, "step.status", told)
    else:
        # The number is handed back under the lock it was taken under: no gap, no savepoint.
        Job.objects.filter(pk=job_id).update(last_event=F("last_event") - 1)
    return bool(won)


def _move_job(
    job_id: UUID, move: Move, written: Mapping[str, Any], told: dict[str, Any]
) -> tuple[bool, UUID | None, bool]:
    """Return whether it was made, the batch the job belongs to, and whether somebody may want to
    hear of its ending."""
    if on_postgres():
        from . import one_statement

        event = one_statement.job(job_id, move, written=written, told=told)
        if event is None:
            return False, None, False
        events.tell(job_id, "job.status", told, event)
        return True, event.batch, event.calls_back
    won = Job.objects.filter(pk=job_id, status__in=move.sources).update(
        status=move.target, last_event=F("last_event") + 1, **written
    )
    return bool(won), events.append(job_id, "job.status", told) if won else None, True


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


def _tell_step(job_id: UUID, key: str, told: Mapping[str, Any], event: "Numbered") -> None:
    events.tell(job_id, "step.status", {"step": str(event.step), "key": key, **told}, event)


def _told(name: str, move: Move, written: Mapping[str, Any]) -> dict[str, Any]:
    told = {"move": name, "status": str(move.target)}
    return told | events.visible(events.STEP_FIELDS, written)


def _marks(move: Move) -> dict[str, Any]:
    now = timezone.now()
    return dict.fromkeys(move.stamps, now) | dict.fromkeys(move.clears)
