"""The hook by which a step is handed over to somebody else's machine instead of a child process.

The engine knows no provider: who talks to them fills ``hand_over`` at start-up.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models.functions import Now

from apps.jobs.models import CallStatus, ProviderCall, Step

from .claims import Claim
from .inputs import Inputs

PREFIX = "remote:"

OPEN = (CallStatus.INTENT, CallStatus.RUNNING, CallStatus.UNCERTAIN)
"""Statuses of a call that may still cost money."""

HandOver = Callable[[Claim, Inputs, str], None]
"""Called with a claim, its inputs and its cache key; the step waits, or has ended, when it returns.

Raises ``Problem`` where the step cannot be handed over.
"""

_filled: list[HandOver] = []


def fill(hand_over: HandOver) -> None:
    """Name who takes remote steps over."""
    _filled[:] = [hand_over]


def is_remote(step: Step) -> bool:
    """Whether a step runs at a provider."""
    return step.handler.startswith(PREFIX)


def has_open_call(step: Step) -> bool:
    """Whether something was, or may have been, asked for this step and is not settled yet."""
    return is_remote(step) and step.provider_calls.filter(status__in=OPEN).exists()


def hand_over(claim: Claim, inputs: Inputs, cache_key: str) -> None:
    """Hand a claimed step over."""
    if not _filled:
        raise RuntimeError("nobody takes remote steps over")
    _filled[0](claim, inputs, cache_key)


def stop(job_id: UUID) -> bool:
    """Have what a job waits for stopped at its providers; return whether there is anything.

    Call it under the job's lock. The poll tick asks the providers, and ends the steps once it is
    known what they were charged.
    """
    return bool(
        ProviderCall.objects.filter(job=job_id, status=CallStatus.RUNNING).update(
            next_poll_at=Now()
        )
    )
