"""How large the step cache may grow, and what it was worth."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, FloatField, OuterRef, Sum
from django.db.models.functions import Coalesce

from apps.assets.models import Blob
from apps.jobs.models import CacheEntry, CacheFile

ROW_BYTES = 1000
"""What an entry without files counts: its row and its result."""

AT_ONCE = 200
"""Entries given up in one transaction."""


@dataclass(frozen=True)
class Statistics:
    """The cache as it is now.

    Every entry was missed once and hit ``hits`` times since; entries that were given up are not
    counted any more.
    """

    entries: int
    size: int
    limit: int
    hits: int
    saved_seconds: float

    @property
    def hit_rate(self) -> float:
        """Share of the questions that were answered, from 0 to 1."""
        asked = self.hits + self.entries
        return self.hits / asked if asked else 0.0


def statistics() -> Statistics:
    """Count the entries, their bytes, and how often they were used."""
    found = CacheEntry.objects.aggregate(
        count=Count("pk"),
        used=Coalesce(Sum("hits"), 0),
        saved=Coalesce(Sum(F("hits") * F("seconds"), output_field=FloatField()), 0.0),
    )
    return Statistics(found["count"], size(), limit(), found["used"], round(found["saved"], 3))


def limit() -> int:
    """Bytes the cache may hold."""
    return int(settings.CONFIGURATION.cache_gigabytes * 1e9)


def size() -> int:
    """Bytes the cache holds; a file that several entries share counts once."""
    held = Blob.objects.filter(Exists(CacheFile.objects.filter(blob=OuterRef("pk"))))
    files = held.aggregate(size=Sum("size"))["size"] or 0
    return int(files) + ROW_BYTES * CacheEntry.objects.count()


def evict() -> bool:
    """Give up the entries used least recently while the cache is too large, one batch of them.

    Only the cache's own rows go: a file that a step, an asset or a rendition still names stays, and
    the sweep of the storages removes one that nothing names.

    Returns:
        Whether the cache may still be too large: call it again.
    """
    over = size() - limit()
    if over <= 0:
        return False
    with transaction.atomic():
        # Locked in one order and never waited for: two may evict at once, and others use entries.
        oldest = CacheEntry.objects.select_for_update(skip_locked=True)
        going = list(oldest.order_by("used_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
        sizes = dict(
            CacheEntry.objects.filter(pk__in=going)
            .order_by()
            .values_list("pk")
            .annotate(size=Coalesce(Sum("files__blob__size"), 0))
        )
        count = freed = 0
        for pk in going:
            if freed >= over:
                break
            freed += sizes[pk] + ROW_BYTES
            count += 1
        CacheFile.objects.filter(entry__in=going[:count]).delete()
        CacheEntry.objects.filter(pk__in=going[:count]).delete()
    return bool(count)
