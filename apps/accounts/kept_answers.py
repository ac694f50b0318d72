"""A request with an idempotency key is carried out once; sent again, it gets the first answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from skyy.api.errors import Code, Problem

from .models import KeptAnswer, User

KEPT = timedelta(hours=24)
"""How long an answer is repeated; afterwards its key is free."""

Answer = tuple[int, Any]
"""HTTP status and data."""


@transaction.atomic
def answer_once(
    user: User, key: str, fingerprint: str, act: Callable[[], Answer]
) -> tuple[Answer, bool]:
    """Return the answer to a request, and whether it is an earlier one repeated.

    The key and what ``act`` does are written together or not at all: after a refusal or a crash
    the key is free. The same request sent at the same time waits for the first.

    Raises:
        Problem: ``idempotency.mismatch`` when the key came with another request; what ``act``
            raises.
    """
    KeptAnswer.objects.filter(user=user, key=key, created_at__lt=timezone.now() - KEPT).delete()
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(user=user, key=key, fingerprint=fingerprint)
    except IntegrityError:
        return _known(user, key, fingerprint), True
    kept.status, kept.body = act()
    kept.save(update_fields=["status", "body"])
    return (kept.status, kept.body), False


def sweep() -> None:
    """Remove answers that are repeated no more."""
    KeptAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


def _known(user: User, key: str, fingerprint: str) -> Answer:
    kept = KeptAnswer.objects.get(user=user, key=key)
    if kept.fingerprint != fingerprint:
        raise Problem(
            Code.IDEMPOTENCY_MISMATCH,
            "This idempotency key was used for another request. "
            "Nothing was done; send a new key with a new request.",
        )
    return kept.status, kept.body
