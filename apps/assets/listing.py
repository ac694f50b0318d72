"""Assets as lists show them: what to fetch with them."""

from django.db.models import Prefetch, QuerySet

from .models import Asset, Rendition, Version
from .specifications import EVIDENCE

_RENDITIONS = Rendition.objects.select_related("blob")


def with_pictures(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Fetch what a card shows in a constant number of queries, whatever the number of assets."""
    return assets.select_related(
        "collection", "created_by", "current_version__blob", "photograph__variant", "rights"
    ).prefetch_related("tags", Prefetch("current_version__renditions", _RENDITIONS))


def for_cards(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """The same for the library's grid, which shows neither tags nor who made it."""
    found = assets.select_related("current_version__blob", "photograph__variant", "rights")
    return found.prefetch_related("releases", Prefetch("current_version__renditions", _RENDITIONS))


def versions_with_pictures(versions: QuerySet[Version]) -> QuerySet[Version]:
    """The same for versions, with their assets."""
    return versions.select_related("asset", "blob", "created_by").prefetch_related(
        Prefetch("renditions", _RENDITIONS)
    )


def without_evidence(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Leave out the pictures that belong to a score: its page shows them."""
    return assets.exclude(role=EVIDENCE)


def sku_of(asset: Asset) -> str | None:
    """SKU of the variant that the asset photographs, if it photographs one."""
    photograph = getattr(asset, "photograph", None)
    return None if photograph is None else str(photograph.variant.sku)
