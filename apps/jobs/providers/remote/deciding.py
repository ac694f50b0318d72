"""What a person decides about a call of which nobody knows whether it was made."""

import logging
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.jobs.costs import ledger
from apps.jobs.engine import doorbell, failing
from apps.jobs.engine.transitions import move_step
from apps.jobs.models import CallStatus, ProviderCall, StepStatus
from skyy.api.errors import Code, Problem
from skyy.money import from_nano, to_nano

from . import calls

logger = logging.getLogger(__name__)

MOST_NANO = 2**62


def send_again(call: ProviderCall, user: User, charged: Decimal | None = None) -> None:
    """Ask the provider anew, with a new price set aside: a person's word that it may be paid twice.

    Args:
        charged: what the provider's bill says of the first request, in the call's currency; None
            where it cannot be seen: then all that was set aside counts as spent.

    Raises:
        Problem: ``call.not_uncertain``; ``call.not_wanted`` where no job waits for its result;
            ``request.invalid`` with ``fields``.
    """
    with calls.locked(call.pk) as fresh:
        amount = _checked(fresh, charged)
        step = fresh.step
        if step.status != StepStatus.UNCERTAIN:
            words = _(
                "Its job was cancelled, or goes on without it: nobody would use the result. "
                "Write it off, or leave it until its provider knows."
            )
            raise Problem(Code.CALL_NOT_WANTED, words)
        move_step(
            step.pk, "send_again", job_id=step.job_id, key=step.key, error=None, ready_at=None
        )
        doorbell.ring(step.queue)
        calls.close(fresh, CallStatus.WRITTEN_OFF, amount, said="Sent again.", by=user)
        _audit(Happening.CALL_SENT_AGAIN, fresh, user, amount)
    logger.info("Call %s is sent again by %s", call.pk, user.get_username())


def write_off(call: ProviderCall, user: User, charged: Decimal | None = None) -> None:
    """Give a call up; its step fails, where it still waits, and may be tried again with its job.

    Args:
        charged: as in ``send_again``.

    Raises:
        Problem: ``call.not_uncertain``; ``request.invalid`` with ``fields``.
    """
    with calls.locked(call.pk) as fresh:
        amount = _checked(fresh, charged)
        if fresh.step.status == StepStatus.UNCERTAIN:
            words = "What became of this request is not known. It was written off."
            failing.fail(calls.claim_of(fresh), Code.CALL_WRITTEN_OFF, words)
        calls.close(fresh, CallStatus.WRITTEN_OFF, amount, said="Written off.", by=user)
        _audit(Happening.CALL_WRITTEN_OFF, fresh, user, amount)
    logger.info("Call %s is written off by %s", call.pk, user.get_username())


def _audit(happening: Happening, call: ProviderCall, user: User, amount: int) -> None:
    after = {"charged": from_nano(amount), "currency": call.currency}
    audit(happening, person=user, about=call, name=call.reference, after=after)


def _checked(call: ProviderCall, charged: Decimal | None) -> int:
    if call.status != CallStatus.UNCERTAIN:
        words = _("It is known by now what became of this call. Nothing was changed.")
        raise Problem(Code.CALL_NOT_UNCERTAIN, words)
    if charged is None:
        return ledger.held_for(call)
    try:
        amount = to_nano(charged)
    except ValueError:
        amount = -1
    if not 0 <= amount <= MOST_NANO:
        words = _("An amount from 0 up, with at most nine digits after the point.")
        raise Problem(Code.REQUEST_INVALID, words, fields={"charged": [words]})
    return amount
