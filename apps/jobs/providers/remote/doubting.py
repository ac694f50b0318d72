"""Calls of which nobody knows whether they were made: asked about, never made again blindly."""

import logging

from apps.jobs.engine import doorbell
from apps.jobs.engine.claims import Claim
from apps.jobs.engine.settling import settle
from apps.jobs.engine.transitions import move_step
from apps.jobs.models import CallStatus, ProviderCall, StepStatus
from skyy.api.errors import Code

from . import calls, pacing
from .base import RemoteProvider
from .faults import Fault, words

logger = logging.getLogger(__name__)

ASK_IN = 1.0
"""Seconds until the provider is asked whether it knows of a call."""

SEND_WITHIN = 5.0
"""Seconds between writing a call down and letting its request out. A process that was frozen
longer sends nothing, so that absence at the provider proves something soon."""


def take_up(claim: Claim, call: ProviderCall, provider: RemoteProvider) -> None:
    """Go on with the open call a claim found: wait for it where its id is known, else doubt it."""
    with calls.locked(call.pk) as fresh:
        step = claim.step
        if fresh.status == CallStatus.RUNNING:
            move_step(step.pk, "wait", job_id=step.job_id, key=step.key, claim_no=claim.claim_no)
            calls.wake(fresh)
            settle(step.job_id)
            return
    doubt(call, provider, "The worker that sent it vanished.", claim_no=claim.claim_no)


def doubt(
    call: ProviderCall,
    provider: RemoteProvider,
    said: str = "",
    *,
    claim_no: int | None = None,
    askable: bool = True,
) -> None:
    """Make a call and its step uncertain; the provider is asked soon where it can be.

    Args:
        claim_no: only under this claim of the step; None takes the one it has.
        askable: False where the provider was asked and could not say.
    """
    told = words(Fault.LOST, provider.id, said)
    ask_in = ASK_IN if askable and provider.settles_seconds is not None else None
    with calls.locked(call.pk) as fresh:
        if not calls.put_in_doubt(fresh, told, ask_in=ask_in):
            return
        step = fresh.step
        move_step(
            step.pk,
            "doubt",
            job_id=step.job_id,
            key=step.key,
            claim_no=step.claim_no if claim_no is None else claim_no,
            error={"code": Code.CALL_UNCERTAIN.value, "message": told},
        )
        settle(step.job_id)
    logger.warning("Call %s to %s is uncertain: %s", call.pk, call.provider, said)


def found(call: ProviderCall, external_id: str) -> None:
    """The provider knows a call: wait for it."""
    with calls.locked(call.pk) as fresh:
        if calls.know(fresh, external_id, poll_in=0.0):
            step = fresh.step
            move_step(step.pk, "adopt", job_id=step.job_id, key=step.key, error=None)
    logger.info("Call %s was found at %s", call.pk, call.provider)


def absent(call: ProviderCall, provider: RemoteProvider) -> float | None:
    """The provider does not know a call: once that proves something it is given up and sent anew.

    Returns:
        Seconds to wait before asking again; None when the call is closed.
    """
    settles = provider.settles_seconds
    if settles is None or not calls.is_settled(call, SEND_WITHIN + settles):
        return pacing.interval(call.polls)
    with calls.locked(call.pk) as fresh:
        step = fresh.step
        if fresh.status == CallStatus.UNCERTAIN and step.status == StepStatus.UNCERTAIN:
            move_step(
                step.pk, "send_again", job_id=step.job_id, key=step.key, error=None, ready_at=None
            )
            doorbell.ring(step.queue)
        said = "It was never taken."
        calls.close(fresh, CallStatus.FAILED, 0, fault=Fault.LOST, said=said)
    return None
