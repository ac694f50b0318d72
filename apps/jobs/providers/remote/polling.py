"""The poll tick: asks about the calls that are due, in bounded batches, within providers' rates.

A call is leased by pushing ``next_poll_at`` forward before it is asked about, so that two
schedulers never ask about the same one. A waiting call costs a row and no thread; a few threads,
alive while a batch is asked about, do the HTTP. They never touch the database.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Now
from django.utils import timezone

from apps.jobs.engine.outputs import Outputs
from apps.jobs.models import CallStatus, ProviderCall, StepStatus
from skyy.api.errors import Problem

from . import calls, ending, outputs, pacing, registry
from .base import Progress, RemoteProvider, Search, Standing
from .doubting import absent, doubt, found
from .faults import Fault, Refusal

logger = logging.getLogger(__name__)

INTERVAL = 1.0
"""Seconds between two ticks of the chore."""

BATCH = 200
"""Calls asked about before answers are recorded."""

LEASE = 90.0
"""Seconds for which a call that is being asked about is nobody else's."""

THREADS = 8
GRACE = timedelta(minutes=5)
"""How long after its deadline a call is still expected to be stopped by the provider."""

ABANDONED = 60.0
"""Seconds after which an intended call whose step does not run any more is in doubt."""


@dataclass(frozen=True)
class Answer:
    """What became of one question."""

    call: ProviderCall
    provider: RemoteProvider
    said: Progress | str | Search | Refusal
    outputs: Outputs | None = None
    unwanted: bool = False


def tick() -> bool:
    """The chore: ask about a batch; return whether more may be due."""
    return poll_due(BATCH) >= BATCH


def poll_due(limit: int) -> int:
    """Ask about up to ``limit`` calls that are due; return how many. Call it every second or so."""
    doubt_abandoned()
    asked = 0
    for provider in registry.one_of_each():
        if asked >= limit:
            break
        bucket = pacing.bucket(provider)
        tokens = bucket.take(limit - asked)
        leased = lease(_due().filter(provider=provider.id), tokens) if tokens else []
        bucket.put_back(tokens - len(leased))
        ask_about(leased)
        asked += len(leased)
    return asked


def poll_one(call_id: UUID) -> None:
    """Ask about one call now, if it is due and nobody else does."""
    ask_about(lease(_due().filter(pk=call_id), 1))


def lease(due: QuerySet[ProviderCall], most: int) -> list[ProviderCall]:
    """Take up to ``most`` due calls for this process."""
    with transaction.atomic():
        found = due.order_by("next_poll_at")
        if connection.features.has_select_for_update_skip_locked:
            found = found.select_for_update(skip_locked=True, no_key=True)
        ids = list(found.values_list("pk", flat=True)[:most])
        until = Now() + timedelta(seconds=LEASE)
        ProviderCall.objects.filter(pk__in=ids).update(next_poll_at=until, polls=F("polls") + 1)
    related = ProviderCall.objects.select_related(*calls.RELATED)
    return list(related.filter(pk__in=ids))


def ask_about(leased: Sequence[ProviderCall]) -> None:
    """Ask about leased calls and record the answers."""
    if len(leased) < 2:
        _record_all([_ask(call) for call in leased])
        return
    with ThreadPoolExecutor(min(THREADS, len(leased)), "skyy-poll") as threads:
        _record_all(list(threads.map(_ask, leased)))


def doubt_abandoned(limit: int = 50) -> None:
    """Put calls in doubt that were written down and whose step ended before they were sent."""
    old = Now() - timedelta(seconds=ABANDONED)
    left = ProviderCall.objects.filter(status=CallStatus.INTENT, created_at__lt=old).exclude(
        step__status__in=(StepStatus.RUNNING, StepStatus.READY)
    )
    for call in left.order_by("created_at")[:limit]:
        provider = registry.get(call.provider, call.capability)
        doubt(call, provider, "The worker that sent it vanished.")


def _due() -> QuerySet[ProviderCall]:
    return ProviderCall.objects.filter(
        status__in=(CallStatus.RUNNING, CallStatus.UNCERTAIN), next_poll_at__lte=Now()
    )


def _ask(call: ProviderCall) -> Answer:
    """HTTP and files only: runs in a thread of its own."""
    provider = registry.get(call.provider, call.capability)
    unwanted = calls.is_unwanted(call)
    try:
        if not call.external_id:
            return Answer(call, provider, provider.find(call.reference))
        late = call.deadline_at is not None and timezone.now() >= call.deadline_at
        if unwanted or late:
            provider.cancel(call.external_id)
        said = provider.poll(call.external_id)
        if said.standing is Standing.SUCCEEDED and not unwanted:
            made = outputs.fetch(calls.claim_of(call), provider, said)
            return Answer(call, provider, said, made)
    except Refusal as refusal:
        return Answer(call, provider, refusal, unwanted=unwanted)
    except Problem as problem:
        return Answer(call, provider, Refusal(Fault.TRANSIENT, problem.message))
    except Exception:
        logger.exception("Call %s could not be asked about", call.pk)
        return Answer(call, provider, Refusal(Fault.TRANSIENT))
    return Answer(call, provider, said, unwanted=unwanted)


def _record_all(answers: Sequence[Answer]) -> None:
    again: dict[UUID, float] = {}
    for answer in answers:
        try:
            wait = _record(answer)
        except Exception:
            # The lease runs out and it is asked about again; the others are not held up.
            logger.exception("The answer about call %s could not be recorded", answer.call.pk)
            continue
        if wait is not None:
            again[answer.call.pk] = wait
    _ask_again(again)


def _record(answer: Answer) -> float | None:
    """Take one answer in; return the seconds until the next question, or None for no change."""
    call, provider, said = answer.call, answer.provider, answer.said
    match said:
        case str():
            found(call, said)
            return 0.0
        case Search.ABSENT:
            return absent(call, provider)
        case Search.UNKNOWN:
            doubt(call, provider, askable=False)
            return None
        case Refusal():
            return _after_refusal(answer, said)
        case Progress():
            return _after_progress(answer, said)


def _after_progress(answer: Answer, said: Progress) -> float | None:
    call = answer.call
    if call.status == CallStatus.UNCERTAIN:
        found(call, call.external_id)
    if said.standing is Standing.RUNNING:
        if _is_given_up(call):
            words = "It goes on past its time and does not stop."
            doubt(call, answer.provider, words, askable=False)
            return None
        return pacing.interval(call.polls, said.again_in)
    if answer.unwanted:
        ending.stop(call, said)
    elif said.standing is Standing.SUCCEEDED and answer.outputs is not None:
        ending.succeed(call, said, answer.outputs)
    else:
        ending.fail(call, answer.provider, said)
    return None


def _after_refusal(answer: Answer, refusal: Refusal) -> float | None:
    call, provider = answer.call, answer.provider
    pacing.heard(provider, refusal)
    if refusal.fault is Fault.LOST or _is_given_up(call):
        doubt(call, provider, refusal.said, askable=False)
        return None
    if refusal.fault is Fault.AUTH:
        logger.error("%s does not accept our key; calls wait", provider.id)
    return max(refusal.after or 0.0, pacing.interval(call.polls))


def _is_given_up(call: ProviderCall) -> bool:
    return call.deadline_at is not None and timezone.now() >= call.deadline_at + GRACE


def _ask_again(waits: dict[UUID, float]) -> None:
    """Set the next questions in one statement; a call that ended meanwhile keeps none."""
    if not waits:
        return
    now = timezone.now()
    when = [When(pk=pk, then=Value(now + timedelta(seconds=wait))) for pk, wait in waits.items()]
    ProviderCall.objects.filter(
        pk__in=waits, status__in=(CallStatus.RUNNING, CallStatus.UNCERTAIN)
    ).update(next_poll_at=Case(*when, output_field=ProviderCall._meta.get_field("next_poll_at")))
