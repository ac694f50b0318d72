"""How a call ends: what it made, what it cost and what becomes of its step, in one transaction."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from apps.jobs.engine import doorbell, failing, succeeding
from apps.jobs.engine.claims import Claim
from apps.jobs.engine.outputs import Outputs, remove_leftovers
from apps.jobs.engine.settling import settle
from apps.jobs.engine.transitions import move_step
from apps.jobs.models import CallStatus, ProviderCall
from skyy.api.errors import Code

from . import calls, pacing
from .base import Price, Progress, RemoteProvider, Standing
from .faults import BEHAVIOURS, Fault, Refusal, words

logger = logging.getLogger(__name__)

REST = 5.0
"""Seconds a step rests when a provider asks for quiet without saying how long."""


def succeed(call: ProviderCall, progress: Progress, outputs: Outputs) -> bool:
    """End a call whose outputs are stored; return whether its step took them."""
    taken = False
    claim = calls.claim_of(call)
    try:
        with calls.locked(call.pk) as fresh:
            unwanted = calls.is_unwanted(fresh)
            if fresh.status == CallStatus.RUNNING and not unwanted:
                began = fresh.sent_at or fresh.created_at
                taken = succeeding.succeed(
                    claim,
                    outputs,
                    key=fresh.step.cache_key,
                    seconds=(timezone.now() - began).total_seconds(),
                ).won
            elif unwanted:
                _stop_step(fresh)
            _close(fresh, CallStatus.SUCCEEDED, progress)
    except BaseException:
        # It may have been committed all the same: only what has no row goes.
        remove_leftovers(claim.step.pk, claim.claim_no)
        raise
    if not taken:
        outputs.discard()
    return taken


def stop(call: ProviderCall, progress: Progress) -> None:
    """End a call whose result nobody wants; what was charged is settled all the same."""
    with calls.locked(call.pk) as fresh:
        _stop_step(fresh)
        ended = {Standing.SUCCEEDED: CallStatus.SUCCEEDED, Standing.FAILED: CallStatus.FAILED}
        _close(fresh, ended.get(progress.standing, CallStatus.CANCELLED), progress)


def fail(call: ProviderCall, provider: RemoteProvider, progress: Progress) -> None:
    """End a call that failed or was stopped at the provider."""
    late = call.deadline_at is not None and timezone.now() >= call.deadline_at
    if late:
        with calls.locked(call.pk) as fresh:
            said = f"The step “{fresh.step.key}” took longer than its time-out and was stopped."
            failing.fail(calls.claim_of(fresh), Code.STEP_TIMED_OUT, said)
            _close(fresh, CallStatus.CANCELLED, progress)
        return
    refusal = progress.refusal or Refusal(Fault.TRANSIENT, "It stopped the prediction.")
    refuse(call, provider, refusal, charged=_charged(call, progress.charge, otherwise=0))


def refuse(call: ProviderCall, provider: RemoteProvider, refusal: Refusal, *, charged: int) -> None:
    """End a call that the provider refused, and do with its step what the fault asks for."""
    behaviour = BEHAVIOURS[refusal.fault]
    told = words(refusal.fault, provider.id, refusal.said)
    if behaviour.operator:
        logger.error("Call %s: %s", call.pk, told)
    with calls.locked(call.pk) as fresh:
        if calls.is_unwanted(fresh):
            _stop_step(fresh)
        elif behaviour.blames:
            failing.fail(calls.claim_of(fresh), behaviour.code, told)
        else:
            rest(calls.claim_of(fresh), told, refusal.after or REST)
        calls.close(fresh, CallStatus.FAILED, charged, fault=refusal.fault, said=refusal.said)


def rest(claim: Claim, told: str, seconds: float) -> None:
    """Make a step ready again later, without blame: its provider wants to be left alone."""
    step, wait = claim.step, pacing.interval(0, seconds)
    with transaction.atomic():
        won = move_step(
            step.pk,
            "try_again",
            job_id=step.job_id,
            key=step.key,
            claim_no=claim.claim_no,
            error={"code": Code.CALL_RATE_LIMITED.value, "message": told},
            ready_at=Now() + timedelta(seconds=wait),
        )
        if won:
            doorbell.ring_later(step.queue, wait)
            settle(step.job_id)


def _stop_step(call: ProviderCall) -> None:
    step = call.step
    move_step(step.pk, "cancel", job_id=step.job_id, key=step.key, claim_no=step.claim_no)
    settle(step.job_id)


def _close(call: ProviderCall, status: CallStatus, progress: Progress) -> None:
    # A prediction that was stopped and names no charge cost nothing; one that succeeded cost what
    # was expected.
    otherwise = call.estimate_nano if progress.standing is Standing.SUCCEEDED else 0
    response: dict[str, Any] = {
        "result": dict(progress.result),
        "outputs": sorted(progress.outputs),
    }
    charged = _charged(call, progress.charge, otherwise=otherwise)
    calls.close(call, status, charged, response=response)


def _charged(call: ProviderCall, charge: Price | None, *, otherwise: int) -> int:
    if charge is None:
        return otherwise
    if charge.currency != call.currency:
        logger.error(
            "Call %s was charged in %s, expected %s: the estimate is settled instead",
            call.pk,
            charge.currency,
            call.currency,
        )
        return call.estimate_nano
    return charge.nano
