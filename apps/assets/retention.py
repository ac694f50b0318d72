"""How long versions are kept: by the collection their asset lies in."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from skyy.api.errors import Problem

from . import versions
from .models import AssetStatus, Collection, Retention, Version


def prune(limit: int = 500) -> int:
    """Remove versions that their collections keep no longer; return how many went.

    The first version stays always, and so does the current one; one that something was made from
    stays too. Bears being run twice at once.
    """
    removed = 0
    for version in _overdue():
        if removed == limit:
            break
        try:
            versions.remove(version.asset, version.number)
        except Problem:
            # It became the current one, or something was made from it.
            continue
        removed += 1
    return removed


def _overdue() -> Iterator[Version]:
    limited = Collection.objects.exclude(retention=Retention.KEEP_ALL)
    for collection in limited:
        yield from overdue(collection).iterator()


def overdue(collection: Collection) -> QuerySet[Version]:
    """Versions that the collection's rule keeps no longer."""
    old = (
        Version.objects.filter(asset__collection=collection, number__gt=1)
        .exclude(asset__current_version=F("pk"))
        .exclude(asset__status=AssetStatus.DELETED)
        .select_related("asset")
        .order_by("asset", "number")
    )
    number = collection.retention_number or 1
    match collection.retention:
        case Retention.KEEP_DAYS:
            return old.filter(created_at__lt=timezone.now() - timedelta(days=number))
        case Retention.KEEP_LAST_N:
            newer = Version.objects.filter(asset=OuterRef("asset")).order_by("-number")
            first_kept = newer.values("number")[number - 1 : number]
            return old.filter(number__lt=Coalesce(Subquery(first_kept), 0))
        case _:
            return old.none()
