"""How much lies in a collection, and of what."""

from collections.abc import Iterable
from typing import TypedDict
from uuid import UUID

from django.db.models import Count, Sum

from .listing import without_evidence
from .models import Asset, AssetStatus, Collection


class CollectionStatistics(TypedDict):
    """Counts of assets that are not deleted, without the evidence of scores; ``size`` in
    bytes of their current originals."""

    total: int
    size: int
    kinds: dict[str, int]
    roles: dict[str, int]
    statuses: dict[str, int]


def statistics(collections: Iterable[Collection]) -> dict[UUID, CollectionStatistics]:
    """Return the statistics of each collection, by its id, in one query."""
    found: dict[UUID, CollectionStatistics] = {
        collection.pk: {"total": 0, "size": 0, "kinds": {}, "roles": {}, "statuses": {}}
        for collection in collections
    }
    rows = (
        without_evidence(Asset.objects.filter(collection__in=list(found)))
        .exclude(status=AssetStatus.DELETED)
        .order_by()
        .values_list("collection", "kind", "role", "status")
        .annotate(count=Count("pk"), size=Sum("current_version__blob__size"))
    )
    for collection_id, kind, role, status, count, size in rows:
        entry = found[collection_id]
        entry["total"] += count
        entry["size"] += size or 0
        for tally, value in (
            (entry["kinds"], kind),
            (entry["roles"], role),
            (entry["statuses"], status),
        ):
            tally[value] = tally.get(value, 0) + count
    return found
