"""Answers, taken in: what runs on is asked again later, all in one statement; what ended ends."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Case, DurationField, Value, When
from django.db.models.functions import Now

from apps.jobs.models import CallStatus, ProviderCall

from . import calls, ending, pacing
from .asking import Answer
from .base import Progress, Search, Standing
from .doubting import absent, doubt, found
from .faults import Fault, Refusal

logger = logging.getLogger(__name__)


def record_all(answers: Sequence[Answer]) -> None:
    """Take answers in."""
    again: dict[UUID, float] = {}
    for answer in answers:
        try:
            wait = record(answer)
        except Exception:
            # The lease runs out and it is asked about again; the others are not held up.
            logger.exception("The answer about call %s was not recorded", answer.question.call_id)
            continue
        if wait is not None:
            again[answer.question.call_id] = wait
    _ask_again(again)


def record(answer: Answer) -> float | None:
    """Take one answer in; return the seconds until the next question, or None for no change."""
    question, said = answer.question, answer.said
    if _just_runs(answer) and isinstance(said, Progress):
        # Nearly every answer, and the only one for which no row is read.
        return pacing.interval(question.polls, said.again_in)
    call = ProviderCall.objects.select_related(*calls.RELATED).get(pk=question.call_id)
    match said:
        case str():
            found(call, said)
            return 0.0
        case Search.ABSENT:
            return absent(call, question.provider)
        case Search.UNKNOWN:
            doubt(call, question.provider, askable=False)
            return None
        case Refusal():
            return _after_refusal(answer, call, said)
        case Progress():
            return _after_progress(answer, call, said)


def _just_runs(answer: Answer) -> bool:
    question, said = answer.question, answer.said
    runs = isinstance(said, Progress) and said.standing is Standing.RUNNING
    return runs and not question.uncertain and not question.given_up


def _after_progress(answer: Answer, call: ProviderCall, said: Progress) -> float | None:
    question = answer.question
    if call.status == CallStatus.UNCERTAIN:
        found(call, call.external_id)
    if said.standing is Standing.RUNNING:
        if question.given_up:
            words = "It goes on past its time and does not stop."
            doubt(call, question.provider, words, askable=False)
            return None
        return pacing.interval(question.polls, said.again_in)
    if question.unwanted:
        ending.stop(call, said)
    elif said.standing is Standing.SUCCEEDED and answer.outputs is not None:
        ending.succeed(call, said, answer.outputs)
    else:
        ending.fail(call, question.provider, said)
    return None


def _after_refusal(answer: Answer, call: ProviderCall, refusal: Refusal) -> float | None:
    question = answer.question
    provider = question.provider
    pacing.heard(provider, refusal)
    if refusal.fault is Fault.LOST or question.given_up:
        doubt(call, provider, refusal.said, askable=False)
        return None
    if refusal.fault is Fault.AUTH:
        logger.error("%s does not accept our key; calls wait", provider.id)
    return max(refusal.after or 0.0, pacing.interval(question.polls))


def _ask_again(waits: Mapping[UUID, float]) -> None:
    """Set the next questions in one statement.

    A call that ended meanwhile keeps none; one that somebody woke is due still.
    """
    if not waits:
        return
    when = [
        When(pk=pk, then=Value(timedelta(seconds=wait), output_field=DurationField()))
        for pk, wait in waits.items()
    ]
    ProviderCall.objects.filter(
        pk__in=waits,
        status__in=(CallStatus.RUNNING, CallStatus.UNCERTAIN),
        next_poll_at__gt=Now(),
    ).update(next_poll_at=Now() + Case(*when, output_field=DurationField()))
