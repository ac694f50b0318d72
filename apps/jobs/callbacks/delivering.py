"""Sending what is due, in as many processes as there are.

A delivery is leased before it is sent and its result recorded under the same attempt, so a process
that dies in between delays a message and never loses it. A receiver may hear a message twice and
knows it by its id.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from apps.jobs.models import CallbackDelivery, DeliveryStatus

from .addresses import Resolver
from .schedule import wait_after
from .secret import signature
from .sending import TOTAL_SECONDS, Answer, send

logger = logging.getLogger(__name__)

INTERVAL = 1.0
"""Seconds between two looks for what is due."""

AT_ONCE = 50
LEASE = timedelta(seconds=4 * TOTAL_SECONDS)
LONGEST_ERROR = 300


def deliver_due(limit: int = AT_ONCE, *, resolver: Resolver | None = None) -> int:
    """Send up to ``limit`` messages that are due, all at once, and return how many were tried.

    Takes as long as the slowest receiver, ``sending.TOTAL_SECONDS`` at most: call it where nothing
    waits for it.
    """
    claimed = _claim(limit)
    if not claimed:
        return 0
    answers = asyncio.run(_send_all(claimed, resolver))
    for delivery, answer in zip(claimed, answers, strict=True):
        _record(delivery, answer)
    return len(claimed)


def tick() -> bool:
    """The scheduler's chore; returns whether there may be more."""
    return deliver_due() == AT_ONCE


def due() -> QuerySet[CallbackDelivery]:
    """Deliveries whose time has come and that nobody is sending, the most overdue first."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
    waiting = CallbackDelivery.objects.filter(free, status=DeliveryStatus.PENDING)
    return waiting.filter(next_at__lte=Now()).order_by("next_at", "pk")


def _claim(limit: int) -> list[CallbackDelivery]:
    with transaction.atomic():
        found = due()
        if connection.features.has_select_for_update_skip_locked:
            found = found.select_for_update(skip_locked=True)
        ids = list(found.values_list("pk", flat=True)[:limit])
        if not ids:
            return []
        taken = CallbackDelivery.objects.filter(pk__in=ids)
        taken.update(attempts=F("attempts") + 1, lease_until=Now() + LEASE)
        return list(taken.select_related("job").order_by("next_at", "pk"))


async def _send_all(
    deliveries: Sequence[CallbackDelivery], resolver: Resolver | None
) -> list[Answer]:
    return await asyncio.gather(*(_send(delivery, resolver) for delivery in deliveries))


async def _send(delivery: CallbackDelivery, resolver: Resolver | None) -> Answer:
    body, message_id, now = delivery.body.encode(), str(delivery.pk), int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Skyy-Callbacks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(delivery.job.team_id, message_id, now, body),
    }
    try:
        return await send(delivery.job.callback_url, body, headers, resolver)
    except Exception as error:
        # One that cannot be sent must not keep the others from being recorded.
        logger.exception("Callback %s could not be sent", delivery.pk)
        return Answer(None, type(error).__name__)


def _record(delivery: CallbackDelivery, answer: Answer) -> None:
    wait = None if answer.gone else wait_after(delivery.attempts)
    mine = CallbackDelivery.objects.filter(
        pk=delivery.pk, status=DeliveryStatus.PENDING, attempts=delivery.attempts
    )
    said = {
        "lease_until": None,
        "last_status": answer.status,
        "last_error": answer.words[:LONGEST_ERROR],
    }
    if answer.taken:
        mine.update(
            status=DeliveryStatus.DELIVERED, delivered_at=timezone.now(), next_at=None, **said
        )
    elif wait is None:
        mine.update(status=DeliveryStatus.FAILED, next_at=None, **said)
        logger.warning("Callback %s of job %s is given up", delivery.pk, delivery.job_id)
    else:
        mine.update(next_at=Now() + wait, **said)
