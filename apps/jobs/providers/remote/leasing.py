"""Which calls are asked about now: due ones, leased, within their provider's rate.

A call is leased by pushing ``next_poll_at`` forward before it is asked about, so that two
schedulers never ask about the same one.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from apps.jobs.models import CallStatus, ProviderCall

from . import calls, pacing, registry
from .asking import Question
from .base import RemoteProvider

LEASE = 90.0
"""Seconds for which a call that is being asked about is nobody else's."""

GRACE = timedelta(minutes=5)
"""How long after its deadline a call is still expected to be stopped by the provider."""

COLUMNS = (
    "pk",
    "capability",
    "status",
    "external_id",
    "reference",
    "polls",
    "deadline_at",
    "step_id",
    "step__claim_no",
    "step__status",
    "step__compensates",
    "step__job__status",
)


def lease(
    provider: RemoteProvider,
    most: int,
    *,
    only: UUID | None = None,
    but: Collection[UUID] = (),
) -> list[Question]:
    """Take up to ``most`` due calls of a provider for this process, and the tokens they need.

    Args:
        only: of this call alone.
        but: of any others. A call that is woken while it is asked about stays due.
    """
    due = ProviderCall.objects.filter(provider=provider.id, next_poll_at__lte=Now())
    due = due if only is None else due.filter(pk=only)
    due = due.exclude(pk__in=but) if but else due
    # Most of the time nothing is due, and that costs no lock.
    if most < 1 or not due.exists():
        return []
    with pacing.shared(provider) as (bucket, _now):
        free = int(bucket.rate.burst * pacing.KEPT_FOR_CREATES)
        tokens = bucket.take(most, leave=free)
        questions = _take(provider, due, tokens)
        # Whom we also tell to stop is sent one request more.
        bucket.tokens += tokens - sum(question.requests for question in questions)
    return questions


def renew(call_ids: Collection[UUID]) -> None:
    """Keep calls whose answers take long."""
    leased = ProviderCall.objects.filter(pk__in=call_ids, next_poll_at__isnull=False)
    leased.update(next_poll_at=Now() + timedelta(seconds=LEASE))


def _take(provider: RemoteProvider, due: QuerySet[ProviderCall], most: int) -> list[Question]:
    if most < 1:
        return []
    found = due.order_by("next_poll_at")
    if connection.features.has_select_for_update_skip_locked:
        found = found.select_for_update(skip_locked=True, no_key=True)
    ids = list(found.values_list("pk", flat=True)[:most])
    if not ids:
        return []
    taken = ProviderCall.objects.filter(pk__in=ids)
    taken.update(next_poll_at=Now() + timedelta(seconds=LEASE), polls=F("polls") + 1)
    now = timezone.now()
    return [_question(provider, row, now) for row in taken.values(*COLUMNS)]


def _question(provider: RemoteProvider, row: Mapping[str, Any], now: datetime) -> Question:
    deadline = row["deadline_at"]
    return Question(
        call_id=row["pk"],
        provider=registry.get(provider.id, row["capability"]),
        external_id=row["external_id"],
        reference=row["reference"],
        polls=row["polls"],
        uncertain=row["status"] == CallStatus.UNCERTAIN,
        step_id=row["step_id"],
        claim_no=row["step__claim_no"],
        unwanted=calls.is_of_no_use(
            row["step__status"], row["step__job__status"], row["step__compensates"]
        ),
        late=deadline is not None and now >= deadline,
        given_up=deadline is not None and now >= deadline + GRACE,
    )
