"""When a callback that was not taken is sent again: soon at first, then ever later, for a day."""

import random
from datetime import timedelta

FIRST = 5.0
"""Seconds until the second attempt."""

LONGEST = 2 * 3600.0
"""Seconds between two attempts at most."""

JITTER = 0.2
"""Share by which a wait is longer or shorter, so that a receiver that comes back is not overrun."""

_DAY = 24 * 3600.0
_chance = random.SystemRandom()


def wait_after(attempts: int, chance: random.Random = _chance) -> timedelta | None:
    """Return how long to wait after this many attempts (from 1), or None when the day is over."""
    waits = [min(FIRST * 2.0**n, LONGEST) for n in range(attempts)]
    if sum(waits) > _DAY:
        return None
    return timedelta(seconds=waits[-1] * chance.uniform(1 - JITTER, 1 + JITTER))
