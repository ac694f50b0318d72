"""When a step did not succeed: tried again, failed for good, quarantined, cancelled, given back."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction

from skyy.api.errors import Code
from skyy.redaction import redacted

from . import doorbell
from .children import Ending, How
from .claims import Claim, place_of
from .settling import settle
from .transitions import move_step

logger = logging.getLogger(__name__)

BACK_OFF_SECONDS = (0.5, 2.0, 8.0, 30.0)
"""How long a step rests after its first, second … failure."""

FINAL = (
    *("photo.", "upload.", "request.", "model.", "provider.", "budget."),
    *("call.refused", "call.moderated", "call.unauthorised", "call.no_credit", "call.model_gone"),
    "call.written_off",
)
"""Codes that begin so blame the input, or wait for a person: trying again changes nothing."""


def record(claim: Claim, ending: Ending) -> bool:
    """Record an ending other than success; return whether the claim still held."""
    key, step = claim.step.key, claim.step
    match ending.how:
        case How.CANCELLED:
            return _end(claim, "cancel")
        case How.ABANDONED:
            return give_back(claim)
        case How.PROBLEM:
            error = ending.said["error"]
            return fail(claim, Code(error["code"]), error["message"])
        case How.TIMED_OUT:
            words = f"The step “{key}” took longer than {step.timeout_seconds} s and was stopped."
            return fail(claim, Code.STEP_TIMED_OUT, words)
        case How.DIED:
            words = f"The process that ran the step “{key}” died: {ending.words}."
            return fail(claim, Code.STEP_DIED, words, last="quarantine")
        case _:
            said = ending.said
            logger.error("Step %s (%s) failed:\n%s", step.pk, step.handler, said["traceback"])
            # What an exception says may name files and addresses of this machine: it is logged.
            words = f"The step “{key}” stopped with an unexpected error. The log says which."
            return fail(claim, Code.STEP_FAILED, words)


def give_back(claim: Claim, *, rest: float = 0.0) -> bool:
    """Make the step ready again without blame; a claim that was lost is left alone.

    Args:
        rest: seconds until somebody may claim it.
    """
    fields: dict[str, Any] = {"priority": place_of(claim.step, claim.step.losses)}
    if rest:
        fields["ready_at"] = timedelta(seconds=rest)
    won = _end(claim, "give_back", **fields)
    if won and rest:
        doorbell.ring_later(claim.step.queue, rest)
    elif won:
        doorbell.ring(claim.step.queue)
    return won


def fail(claim: Claim, code: Code, message: str, *, last: str = "fail") -> bool:
    """Count an attempt; the step is tried again, or stopped by the move ``last``.

    Returns whether the claim still held.
    """
    attempts = claim.step.attempts + 1
    # A provider may have repeated what it was asked with.
    error = {"code": code.value, "message": redacted(message)}
    again = attempts < claim.step.max_attempts and not code.value.startswith(FINAL)
    if not again:
        if claim.step.optional:
            last = "skip"
        if last == "quarantine":
            error["message"] = f"{message} It was tried {attempts} times and is set aside."
        return _end(claim, last, attempts=attempts, error=error)
    rest = BACK_OFF_SECONDS[min(attempts, len(BACK_OFF_SECONDS)) - 1]
    ready_at = timedelta(seconds=rest)
    won = _end(claim, "try_again", attempts=attempts, error=error, ready_at=ready_at)
    if won:
        doorbell.ring_later(claim.step.queue, rest)
    return won


def _end(claim: Claim, move: str, **fields: Any) -> bool:
    step = claim.step
    with transaction.atomic():
        won = move_step(
            step.pk,
            move,
            job_id=step.job_id,
            key=step.key,
            claim_no=claim.claim_no,
            **fields,
        )
        if won:
            settle(step.job_id, heard=step.queue, locked=True)
    return won
