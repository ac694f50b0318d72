"""What is kept for a while only. Each call does a bounded piece; the scheduler calls again."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from apps.jobs import events

from . import cache_size

INTERVAL = 60.0
"""Seconds between two looks."""

EVENTS_AT_ONCE = 5000


def tick() -> bool:
    """Forget some old events and give up some of a cache that grew too large.

    Returns:
        Whether there may be more to do at once.
    """
    before = timezone.now() - timedelta(days=settings.CONFIGURATION.event_days)
    many_events = events.purge(before, EVENTS_AT_ONCE) >= EVENTS_AT_ONCE
    return cache_size.evict() or many_events
