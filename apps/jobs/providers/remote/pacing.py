"""When providers are asked: back-off with jitter per call, a token bucket per provider."""

import random
import threading
import time

from .base import Rate, RemoteProvider
from .faults import Fault, Refusal

FIRST, GROWTH, LONGEST = 2.0, 1.5, 60.0
"""Seconds until a call is first asked about, what each wait is multiplied by, the longest."""

JITTER = 0.2
REST = 10.0
"""Seconds a provider that asks for quiet without saying how long is left alone."""

_random = random.Random()  # noqa: S311 - spreads polls, keeps no secret


def interval(polls: int, hint: float | None = None) -> float:
    """Return the seconds until a call is asked about again.

    Args:
        polls: how often it was asked about.
        hint: seconds the provider names.
    """
    wait = hint if hint is not None else min(FIRST * GROWTH ** min(polls, 20), LONGEST)
    return wait * _random.uniform(1 - JITTER, 1 + JITTER)


class Bucket:
    """How many questions a provider may be asked now. Safe to use from several threads."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._tokens = float(rate.burst)
        self._at = time.monotonic()
        self._lock = threading.Lock()

    def take(self, most: int, *, now: float | None = None) -> int:
        """Take up to ``most`` tokens and return how many there were."""
        with self._lock:
            now = time.monotonic() if now is None else now
            if now > self._at:
                grown = self._tokens + (now - self._at) * self._rate.per_second
                self._tokens = min(grown, float(self._rate.burst))
                self._at = now
            taken = min(most, max(0, int(self._tokens)))
            self._tokens -= taken
            return taken

    def wait(self, *, now: float | None = None) -> float:
        """Return the seconds until there is a token again; 0 where there is one."""
        with self._lock:
            resting = max(0.0, self._at - (time.monotonic() if now is None else now))
            return resting + max(0.0, 1 - self._tokens) / self._rate.per_second

    def put_back(self, number: int) -> None:
        """Return tokens that were not used."""
        with self._lock:
            self._tokens = min(self._tokens + number, float(self._rate.burst))

    def rest(self, seconds: float, *, now: float | None = None) -> None:
        """Give no token for a while."""
        with self._lock:
            self._tokens = 0.0
            self._at = max(self._at, (time.monotonic() if now is None else now) + seconds)


_buckets: dict[str, Bucket] = {}
_lock = threading.Lock()


def bucket(provider: RemoteProvider) -> Bucket:
    """Return the bucket that all capabilities of a provider share in this process."""
    with _lock:
        return _buckets.setdefault(provider.id, Bucket(provider.rate))


def heard(provider: RemoteProvider, refusal: Refusal) -> None:
    """Leave a provider alone that asks for it."""
    if refusal.fault is Fault.RATE:
        bucket(provider).rest(refusal.after or REST)
