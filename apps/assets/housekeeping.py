"""What the library clears up by itself, on schedule."""

from . import bin as deleted
from . import retention
from .uploads import sweeping

INTERVAL = 600.0
"""Seconds between two rounds."""

AT_ONCE = 200


def tick() -> bool:
    """The scheduler's chore; returns whether there may be more."""
    more = sweeping.sweep(AT_ONCE)
    more |= deleted.empty(AT_ONCE) == AT_ONCE
    return more | (retention.prune(AT_ONCE) == AT_ONCE)
