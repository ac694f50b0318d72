"""The named moves: from which statuses to which, and what a move stamps and clears on its way."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from apps.jobs.models import JobStatus, StepStatus


@dataclass(frozen=True)
class Move:
    """One row of a table of moves.

    ``stamps`` are date fields set to now, ``clears`` fields set to null. A move that
    ``takes_claim`` raises the fence.
    """

    sources: frozenset[str]
    target: str
    stamps: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    takes_claim: bool = False


def _move(
    sources: Set[str],
    target: str,
    *,
    stamps: tuple[str, ...] = (),
    clears: tuple[str, ...] = (),
    takes_claim: bool = False,
) -> Move:
    return Move(frozenset(sources), target, stamps, clears, takes_claim)


_J = JobStatus
_ENDED = ("finished_at",)
_ANEW = ("finished_at", "error")

JOB_MOVES: Mapping[str, Move] = {
    "start": _move({_J.PENDING}, _J.PROCESSING, stamps=("started_at",)),
    "await_approval": _move({_J.PROCESSING}, _J.AWAITING_APPROVAL),
    "approve": _move({_J.AWAITING_APPROVAL}, _J.PROCESSING),
    "await_review": _move({_J.PROCESSING}, _J.AWAITING_REVIEW),
    "complete": _move({_J.PROCESSING, _J.AWAITING_REVIEW}, _J.COMPLETED, stamps=_ENDED),
    "fail": _move({_J.PENDING, _J.PROCESSING, _J.AWAITING_REVIEW}, _J.FAILED, stamps=_ENDED),
    "request_cancel": _move({_J.PENDING, _J.PROCESSING, _J.AWAITING_APPROVAL}, _J.CANCELLING),
    "cancel": _move({_J.CANCELLING}, _J.CANCELLED, stamps=_ENDED),
    # Something could not be undone: neither cancelled nor failed as it should have.
    "strand": _move({_J.PROCESSING, _J.CANCELLING}, _J.FAILED, stamps=_ENDED),
    # The way back is taken up again, after a failure or after a cancel.
    "unwind": _move({_J.FAILED}, _J.PROCESSING, clears=_ANEW),
    "unwind_cancelled": _move({_J.FAILED}, _J.CANCELLING, clears=_ANEW),
    "retry": _move({_J.FAILED}, _J.PENDING, clears=_ANEW),
    # A batch only: one of its children was started again.
    "reopen": _move({_J.AWAITING_REVIEW, _J.COMPLETED, _J.FAILED}, _J.PROCESSING, clears=_ANEW),
}

_S = StepStatus
MOVING = frozenset({_S.READY, _S.RUNNING, _S.WAITING, _S.UNCERTAIN, _S.COMPENSATING})
"""While a step stands so, its job is not over."""

_RELEASED = ("lease_until",)
_STOPPED = {_S.FAILED, _S.QUARANTINED, _S.CANCELLED}
# Not begun, as far as undoing is concerned.
_FRESH = (*_ANEW, "ready_at", "started_at")
_UNDER_WAY = {_S.RUNNING, _S.WAITING, _S.UNCERTAIN}
_DONE = {_S.SUCCEEDED, _S.SKIPPED}

STEP_MOVES: Mapping[str, Move] = {
    "unblock": _move({_S.BLOCKED}, _S.READY),
    "claim": _move({_S.READY}, _S.RUNNING, stamps=("started_at",), takes_claim=True),
    # Somebody else works for it now; the claim stays, the lease is not needed.
    "wait": _move({_S.RUNNING}, _S.WAITING, clears=_RELEASED),
    # Nobody knows whether the other one was asked.
    "doubt": _move({_S.RUNNING, _S.WAITING}, _S.UNCERTAIN, clears=_RELEASED),
    # It was asked: back to waiting. It was not: somebody may claim it and ask.
    "adopt": _move({_S.UNCERTAIN}, _S.WAITING),
    "send_again": _move({_S.UNCERTAIN}, _S.READY),
    "succeed": _move(_UNDER_WAY, _S.SUCCEEDED, stamps=_ENDED, clears=(*_RELEASED, "error")),
    "try_again": _move(_UNDER_WAY, _S.READY, clears=_RELEASED),
    "lose": _move({_S.RUNNING}, _S.READY, clears=_RELEASED),
    "give_back": _move({_S.RUNNING}, _S.READY, clears=_RELEASED),
    "fail": _move(_UNDER_WAY, _S.FAILED, stamps=_ENDED, clears=_RELEASED),
    "quarantine": _move({_S.RUNNING}, _S.QUARANTINED, stamps=_ENDED, clears=_RELEASED),
    # An optional step failed for good.
    "skip": _move(_UNDER_WAY, _S.SKIPPED, stamps=_ENDED, clears=_RELEASED),
    "cancel": _move(
        {_S.BLOCKED, _S.READY, *_UNDER_WAY}, _S.CANCELLED, stamps=_ENDED, clears=_RELEASED
    ),
    "retry": _move(_STOPPED, _S.READY, clears=_FRESH),
    "retry_later": _move(_STOPPED, _S.BLOCKED, clears=_FRESH),
    # What was undone, or rests upon something that was, is made anew.
    "redo": _move({_S.COMPENSATED, *_DONE}, _S.READY, clears=_FRESH),
    "redo_later": _move({_S.COMPENSATED, *_DONE}, _S.BLOCKED, clears=_FRESH),
    # While its undo step runs. Its error stays: it says why the job came to this.
    "compensate": _move({*_STOPPED, *_DONE}, _S.COMPENSATING),
    "compensated": _move({_S.COMPENSATING}, _S.COMPENSATED),
    "compensation_failed": _move({_S.COMPENSATING}, _S.FAILED),
    # A person put right by hand what could not be undone: the step, and its undo step.
    "put_right": _move({_S.FAILED}, _S.COMPENSATED),
    "give_up": _move({_S.FAILED, _S.QUARANTINED}, _S.SKIPPED),
}
