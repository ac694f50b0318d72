"""When providers are asked: back-off with jitter per call, a token bucket per provider.

The bucket is a row: all processes of the house together keep to a provider's rate.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.db.models.functions import Now

from apps.jobs.models import ProviderBucket

from .base import Rate, RemoteProvider
from .faults import Fault, Refusal

FIRST, GROWTH, LONGEST = 2.0, 1.5, 60.0
"""Seconds until a call is first asked about, what each wait is multiplied by, the longest."""

JITTER = 0.2
REST = 10.0
"""Seconds a provider that asks for quiet without saying how long is left alone."""

KEPT_FOR_CREATES = 0.1
"""Share of a burst that polls leave to requests that make something."""

_random = random.Random()  # noqa: S311 - spreads polls, keeps no secret


def interval(polls: int, hint: float | None = None) -> float:
    """Return the seconds until a call is asked about again.

    Args:
        polls: how often it was asked about.
        hint: seconds the provider names.
    """
    wait = hint if hint is not None else min(FIRST * GROWTH ** min(polls, 20), LONGEST)
    return wait * _random.uniform(1 - JITTER, 1 + JITTER)


@dataclass
class Bucket:
    """How many requests a provider may be sent now. Moments are seconds since 1970.

    ``at`` ahead of now: it rests until then.
    """

    rate: Rate
    tokens: float
    at: float

    def refill(self, now: float) -> None:
        """Let time have passed until ``now``."""
        if now > self.at:
            grown = self.tokens + (now - self.at) * self.rate.per_second
            self.tokens, self.at = min(grown, float(self.rate.burst)), now

    def take(self, most: int, *, leave: int = 0) -> int:
        """Take up to ``most`` tokens, of which ``leave`` stay; return how many there were."""
        taken = min(most, max(0, int(self.tokens - leave)))
        self.tokens -= taken
        return taken

    def wait(self, now: float) -> float:
        """Return the seconds until there is a token again; 0 where there is one."""
        resting = max(0.0, self.at - now)
        return resting + max(0.0, 1 - self.tokens) / self.rate.per_second

    def rest(self, seconds: float, now: float) -> None:
        """Give no token for a while."""
        self.tokens = min(self.tokens, 0.0)
        self.at = max(self.at, now + seconds)


@contextmanager
def shared(provider: RemoteProvider) -> Iterator[tuple[Bucket, float]]:
    """The bucket of a provider, refilled and held still, and the database's now.

    A transaction of its own, the row locked first: begin it with no other lock held.
    """
    with transaction.atomic():
        rows = ProviderBucket.objects.filter(pk=provider.id)
        locked = rows.select_for_update().annotate(now=Now())
        row = locked.first()
        if row is None:
            full = {"tokens": float(provider.rate.burst), "at": Now()}
            ProviderBucket.objects.get_or_create(provider=provider.id, defaults=full)
            row = locked.get()
        now = row.now.timestamp()
        bucket = Bucket(provider.rate, row.tokens, row.at.timestamp())
        bucket.refill(now)
        yield bucket, now
        rows.update(tokens=bucket.tokens, at=datetime.fromtimestamp(bucket.at, UTC))


def take_one(provider: RemoteProvider) -> float:
    """Take a token for one request; return 0, or the seconds until it is worth asking again."""
    with shared(provider) as (bucket, now):
        return 0.0 if bucket.take(1) else bucket.wait(now)


def heard(provider: RemoteProvider, refusal: Refusal) -> None:
    """Leave a provider alone that asks for it."""
    if refusal.fault is Fault.RATE:
        with shared(provider) as (bucket, now):
            bucket.rest(refusal.after or REST, now)
