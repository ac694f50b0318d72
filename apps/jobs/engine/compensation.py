"""Undoing what a job did when it fails or is cancelled, the last thing first.

For every step that had begun and names ``compensate`` an undo step is made: an ordinary row that is
claimed, tried again and quarantined like any other, and never cancelled. Each needs the one before
it. Where one fails for good the way back ends there: what lies under it may rest upon it.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any, cast
from uuid import UUID

from apps.jobs.models import Job, Step, StepFile, StepStatus
from skyy.api.errors import Code

from . import doorbell
from .standing import StepStanding
from .transitions import add_steps, move_step

PREFIX = "undo."
"""What stands before the key of the step that is undone."""

DONE = frozenset({StepStatus.SUCCEEDED, StepStatus.SKIPPED})
STOPPED = frozenset({StepStatus.FAILED, StepStatus.QUARANTINED, StepStatus.CANCELLED})
UNDOING = frozenset({StepStatus.COMPENSATING, StepStatus.COMPENSATED})
ENDED = frozenset(status.value for status in DONE | STOPPED)


class WayBack(Enum):
    """How far the undoing is."""

    UNDER_WAY = "under_way"
    STRANDED = "stranded"
    OVER = "over"


def begun(steps: Iterable[Step | StepStanding]) -> bool:
    """Whether a job is on its way back."""
    return any(
        step.status in UNDOING if step.compensates_id is None else step.status not in DONE
        for step in steps
    )


def unwind(job: Job) -> WayBack:
    """Begin or go on undoing; call it under the job's lock when no step moves forward."""
    originals, undos = _read(job)
    moved = [_record(originals[undo.compensates_id], undo) for undo in undos]
    if any(moved):
        originals, undos = _read(job)
    if failed(undos):
        return WayBack.STRANDED
    open_keys = [undo.key for undo in undos if undo.status not in DONE]
    due = [step for step in originals.values() if _is_due(step)]
    due = [step for step in due if PREFIX + step.key not in open_keys]
    if due:
        _plan(job, due, undos, after=open_keys)
        return WayBack.UNDER_WAY
    if not open_keys:
        return WayBack.OVER
    done = {undo.key for undo in undos if undo.status in DONE}
    for undo in undos:
        if undo.status == StepStatus.BLOCKED and done.issuperset(undo.needs):
            move_step(undo.pk, "unblock", job_id=job.pk, key=undo.key)
            doorbell.ring(undo.queue)
    return WayBack.UNDER_WAY


def failed(steps: Iterable[Step]) -> list[Step]:
    """Return the undo steps that failed for good."""
    return [
        step
        for step in steps
        if step.compensates_id is not None
        and step.status in (StepStatus.FAILED, StepStatus.QUARANTINED)
    ]


def error_before(original: Step) -> dict[str, Any] | None:
    """Return what was wrong with a step before it was found that it cannot be undone."""
    error = original.error
    if error is not None and error["code"] == Code.COMPENSATION_FAILED:
        return cast("dict[str, Any] | None", error.get("cause"))
    return error


def _kept(original: Step) -> dict[str, Any]:
    return {} if original.error is None else {"cause": original.error}


def _is_due(step: Step) -> bool:
    has_begun = step.started_at is not None
    return bool(step.compensate) and has_begun and step.status in DONE | STOPPED


def _read(job: Job) -> tuple[dict[UUID | None, Step], list[Step]]:
    steps = list(job.steps.order_by("ordinal"))
    originals: dict[UUID | None, Step] = {
        step.pk: step for step in steps if step.compensates_id is None
    }
    return originals, [step for step in steps if step.compensates_id is not None]


def _record(original: Step, undo: Step) -> bool:
    """Bring a step to where its undo step has come; return whether it moved."""
    if original.status != StepStatus.COMPENSATING:
        return False
    if undo.status in DONE:
        return move_step(original.pk, "compensated", job_id=original.job_id, key=original.key)
    if not failed([undo]):
        return False
    cause = (undo.error or {}).get("message", "")
    words = f"The step “{original.key}” could not be undone and needs a person. {cause}"
    error = {"code": Code.COMPENSATION_FAILED.value, "message": words.strip(), **_kept(original)}
    return move_step(
        original.pk,
        "compensation_failed",
        job_id=original.job_id,
        key=original.key,
        error=error,
    )


def _plan(job: Job, due: list[Step], undos: Sequence[Step], after: list[str]) -> None:
    """Make an undo step for each, or use again the one of an earlier way back."""
    known = {undo.compensates_id: undo for undo in undos}
    ordinal = max(job.steps.values_list("ordinal", flat=True))
    made: list[Step] = []
    needs = after
    order = _order_of_ending(job)
    for step in sorted(due, key=lambda one: (order.get(str(one.pk), 0), one.ordinal), reverse=True):
        undo = known.get(step.pk)
        if undo is None:
            ordinal += 1
            undo = _undo_step(step, needs, ordinal)
            made.append(undo)
        else:
            _use_again(undo, needs)
        if not needs:
            doorbell.ring(undo.queue)
        needs = [undo.key]
    if made:
        add_steps(job.pk, made)


def _order_of_ending(job: Job) -> dict[str, int]:
    """Number of the event that ended each step: hosts' clocks differ, the numbers do not."""
    told = job.events.filter(type="step.status", data__status__in=sorted(ENDED))
    return {
        data["step"]: number
        for number, data in told.order_by("number").values_list("number", "data")
    }


def _undo_step(step: Step, needs: list[str], ordinal: int) -> Step:
    return Step(
        job_id=step.job_id,
        key=PREFIX + step.key,
        ordinal=ordinal,
        needs=needs,
        queue=step.queue,
        handler=step.compensate,
        params=step.params,
        source_id=step.source_id,
        status=StepStatus.BLOCKED if needs else StepStatus.READY,
        max_attempts=step.max_attempts,
        timeout_seconds=step.timeout_seconds,
        cacheable=False,
        priority=step.priority,
        owner=step.owner,
        compensates=step,
    )


def _use_again(undo: Step, needs: list[str]) -> None:
    StepFile.objects.filter(step=undo).delete()
    move_step(
        undo.pk,
        "redo_later" if needs else "redo",
        job_id=undo.job_id,
        key=undo.key,
        needs=needs,
        attempts=0,
        losses=0,
        progress=0.0,
        result={},
        seconds=None,
    )
