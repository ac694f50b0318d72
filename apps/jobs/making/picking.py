"""What a person can pick from."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.accounts.models import User
from apps.assets.models import Asset, AssetStatus, Collection
from apps.assets.renditions import prefetched
from apps.catalog.models import Variant

from .sources import photographs

MOST = 60
"""Photographs offered at once; a search finds the others."""

LONGEST_SEARCH = 100
"""Characters; databases compare with patterns of limited length."""


def pickable(user: User, *, search: str = "", ticked: Sequence[UUID] = ()) -> Sequence[Asset]:
    """Return photographs to choose from: the ticked ones first, which a search cannot lose."""
    offered = photographs(user).select_related("current_version__asset")
    offered = offered.prefetch_related(prefetched("current_version__renditions"))
    search = search.replace("\0", "")[:LONGEST_SEARCH]
    chosen = list(offered.filter(pk__in=ticked)) if ticked else []
    if search:
        offered = offered.filter(
            Q(name__icontains=search) | Q(photograph__variant__sku__icontains=search)
        )
    return chosen + list(offered.exclude(pk__in=ticked)[: max(0, MOST - len(chosen))])


def collections(user: User) -> QuerySet[Collection]:
    """Return the house's collections with their number of ``photographs``."""
    own = Q(assets__role="photograph", assets__status=AssetStatus.READY)
    return Collection.objects.visible_to(user).annotate(photographs=Count("assets", filter=own))


def skus(user: User, variants: Sequence[UUID]) -> list[str]:
    """Return the SKUs of the variants among these that the user may see."""
    return list(
        Variant.objects.visible_to(user).filter(pk__in=variants).values_list("sku", flat=True)
    )
