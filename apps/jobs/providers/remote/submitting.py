"""Sending a call, once: written down and its price set aside first, then sent, then remembered."""

import logging
import time
from collections.abc import Callable
from typing import Any

from apps.jobs.engine import failing
from apps.jobs.engine.children import Ending, How
from apps.jobs.engine.claims import Claim
from apps.jobs.engine.inputs import Inputs, materialised
from apps.jobs.engine.transitions import move_step
from apps.jobs.models import ProviderCall, StepStatus
from skyy.api.errors import Code, Problem

from . import calls, pacing, registry
from .base import RemoteProvider, Request, Submitted
from .doubting import SEND_WITHIN, doubt, take_up
from .ending import refuse, rest
from .faults import Fault, Refusal, words

logger = logging.getLogger(__name__)


def hand_over(claim: Claim, inputs: Inputs, cache_key: str) -> None:
    """Take a claimed step over: the slot of ``engine.remote``.

    A claim that finds an open call never sends: the worker before it may have.

    Raises:
        Problem: ``provider.unknown``, ``provider.unavailable``, ``budget.exhausted``,
            ``request.invalid``; nothing was sent.
    """
    provider = registry.named_by(claim.step.handler)
    known = calls.open_call(claim.step)
    if known is not None:
        take_up(claim, known, provider)
        return
    reason = provider.unavailable()
    if reason:
        raise Problem(Code.PROVIDER_UNAVAILABLE, reason)
    wait = pacing.take_one(provider)
    if wait:
        rest(claim, words(Fault.RATE, provider.id), wait)
        return
    wanted = _wanted(claim, inputs)
    with materialised(wanted) as paths:
        request = Request(claim.step.params.get("input", {}), paths)
        began = time.monotonic()
        made = calls.intend(
            claim, provider, _described(request, wanted), provider.estimate(request)
        )
        if made is None:
            # Either the claim is over, or a person cancelled: the engine tells which.
            failing.record(claim, Ending(How.CANCELLED))
            return
        _send(
            claim,
            made,
            provider,
            request,
            lambda: time.monotonic() - began < SEND_WITHIN,
            cache_key,
        )


def _send(
    claim: Claim,
    call: ProviderCall,
    provider: RemoteProvider,
    request: Request,
    still: Callable[[], bool],
    cache_key: str,
) -> None:
    try:
        taken = provider.submit(request, call.reference, still)
    except Refusal as refusal:
        if refusal.fault is Fault.LOST:
            doubt(call, provider, refusal.said)
        else:
            pacing.heard(provider, refusal)
            refuse(call, provider, refusal, charged=0)
        return
    except Exception as error:
        logger.exception("Call %s: the client failed; it may have sent the request", call.pk)
        doubt(call, provider, type(error).__name__)
        return
    remember(claim, call, taken, cache_key)


def remember(claim: Claim, call: ProviderCall, taken: Submitted, cache_key: str) -> None:
    """Store the id the provider gave; the step waits from here on.

    What is known is stored whoever holds the step by now.
    """
    with calls.locked(call.pk) as fresh:
        unwanted = calls.is_unwanted(fresh)
        poll_in = 0.0 if unwanted else pacing.interval(0)
        if not calls.know(fresh, taken.external_id, poll_in=poll_in):
            logger.warning("Call %s was closed before %s answered", call.pk, call.provider)
            return
        step = fresh.step
        if step.status == StepStatus.UNCERTAIN:
            move_step(step.pk, "adopt", job_id=step.job_id, key=step.key)
        else:
            move_step(
                step.pk,
                "wait",
                job_id=step.job_id,
                key=step.key,
                claim_no=claim.claim_no,
                cache_key=cache_key,
            )


def _wanted(claim: Claim, inputs: Inputs) -> Inputs:
    """The inputs that are sent, under the provider's names: ``{"files": {"image": "source"}}``."""
    named: dict[str, str] = claim.step.params.get("files", {})
    missing = [name for name in named.values() if name not in inputs.files]
    if missing:
        words = f"The step “{claim.step.key}” sends {missing}, which it was not given."
        raise Problem(Code.REQUEST_INVALID, words)
    return Inputs({new: inputs.files[old] for new, old in named.items()}, {})


def _described(request: Request, inputs: Inputs) -> dict[str, Any]:
    """What the row keeps of a request: files by their hash, never their bytes."""
    files = {name: blob.sha256 for name, blob in inputs.files.items()}
    return {"input": dict(request.params), "files": files}
