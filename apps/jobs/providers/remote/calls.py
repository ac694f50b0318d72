"""The row of a call: intended, known, in doubt, closed. Every change is under its job's lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from apps.accounts.models import User
from apps.jobs.costs import ledger
from apps.jobs.costs.budgets import budget_of
from apps.jobs.engine.claims import Claim
from apps.jobs.engine.remote import OPEN
from apps.jobs.models import CallStatus, Job, JobStatus, ProviderCall, Step, StepStatus
from skyy.identifiers import new_id

from .base import Price, RemoteProvider
from .faults import Fault

RELATED = ("step__job__source__blob", "step__source__blob", "step__compensates")


@contextmanager
def locked(call_id: UUID) -> Iterator[ProviderCall]:
    """A transaction that holds the job of a call still; gives the call as it is now."""
    job_id = ProviderCall.objects.values_list("job_id", flat=True).get(pk=call_id)
    with transaction.atomic():
        Job.objects.select_for_update(no_key=True).get(pk=job_id)
        yield ProviderCall.objects.select_related(*RELATED).get(pk=call_id)


def claim_of(call: ProviderCall) -> Claim:
    """The claim under which a call's step waits."""
    step = call.step
    return Claim(step, step.claim_no, step.claimed_by)


def open_call(step: Step) -> ProviderCall | None:
    """The call of a step that is not settled yet; there is at most one."""
    return ProviderCall.objects.filter(step=step, status__in=OPEN).first()


def is_unwanted(call: ProviderCall) -> bool:
    """Whether its result is of no use any more."""
    step = call.step
    return is_of_no_use(step.status, step.job.status, step.compensates_id)


def is_of_no_use(step_status: str, job_status: str, compensates: UUID | None) -> bool:
    """Whether nobody waits for a step's result: the job is being cancelled, or the step ended.

    Undo steps are never cancelled.
    """
    waits = step_status in (StepStatus.RUNNING, StepStatus.WAITING, StepStatus.UNCERTAIN)
    cancelling = job_status == JobStatus.CANCELLING and compensates is None
    return cancelling or not (waits or step_status == StepStatus.READY)


def intend(
    claim: Claim, provider: RemoteProvider, request: dict[str, Any], price: Price
) -> ProviderCall | None:
    """Write a call down and set its price aside, before anything is sent.

    Returns:
        None when the claim was lost meanwhile, or its job is being cancelled.

    Raises:
        Problem: ``budget.exhausted``; nothing is written then.
    """
    with transaction.atomic():
        job = (
            Job.objects.select_for_update(no_key=True)
            .select_related("team")
            .get(pk=claim.step.job_id)
        )
        step = Step.objects.select_related("job").get(pk=claim.step.pk)
        step.job = job
        holds = step.status == StepStatus.RUNNING and step.claim_no == claim.claim_no
        made = ProviderCall(
            team=job.team,
            job=job,
            step=step,
            provider=provider.id,
            capability=provider.capability,
            reference=f"skyy-{new_id().hex}",
            request=request,
            estimate_nano=price.nano,
            currency=price.currency,
        )
        if not holds or is_unwanted(made):
            return None
        made.save(force_insert=True)
        # By the clock that every process shares.
        ProviderCall.objects.filter(pk=made.pk).update(
            created_at=Now(), deadline_at=Now() + timedelta(seconds=step.timeout_seconds)
        )
        ledger.hold(made, budget_of(job, price.currency), price.nano)
    return made


def know(call: ProviderCall, external_id: str, *, poll_in: float) -> bool:
    """Record under which id the provider knows a call; return whether it was open."""
    return _change(
        call,
        {CallStatus.INTENT, CallStatus.UNCERTAIN},
        status=CallStatus.RUNNING,
        external_id=external_id,
        fault="",
        error=None,
        sent_at=Now(),
        next_poll_at=Now() + timedelta(seconds=poll_in),
    )


def put_in_doubt(call: ProviderCall, words: str, *, ask_in: float | None) -> bool:
    """Record that nobody knows what became of a call.

    Args:
        ask_in: seconds after which the provider is asked; None where a person must say.
    """
    return _change(
        call,
        set(OPEN),
        status=CallStatus.UNCERTAIN,
        fault=Fault.LOST,
        error={"message": words},
        next_poll_at=None if ask_in is None else Now() + timedelta(seconds=ask_in),
    )


def close(
    call: ProviderCall,
    status: CallStatus,
    charged: int,
    *,
    fault: Fault | None = None,
    said: str = "",
    response: dict[str, Any] | None = None,
    by: User | None = None,
) -> bool:
    """End a call and its hold with what was charged; return whether this call did so.

    Call it last in a transaction: it locks the budget.
    """
    won = _change(
        call,
        set(OPEN),
        status=status,
        charged_nano=charged,
        fault=fault or "",
        error={"message": said} if said else None,
        response=response or {},
        finished_at=Now(),
        next_poll_at=None,
    )
    if won:
        ledger.conclude(call, charged, by=by)
    return won


def wake(call: ProviderCall) -> None:
    """Have a call asked about at the next tick."""
    _change(call, {CallStatus.RUNNING, CallStatus.UNCERTAIN}, next_poll_at=Now())


def is_settled(call: ProviderCall, seconds: float) -> bool:
    """Whether a call was intended longer than ``seconds`` ago, by the database's clock."""
    old = Now() - timedelta(seconds=seconds)
    return ProviderCall.objects.filter(pk=call.pk, created_at__lt=old).exists()


def _change(call: ProviderCall, sources: set[CallStatus], **fields: Any) -> bool:
    won = ProviderCall.objects.filter(pk=call.pk, status__in=sources).update(**fields)
    return bool(won)
