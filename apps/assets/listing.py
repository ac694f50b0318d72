"""Assets as lists show them: what to fetch with them, and what a search finds."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from .models import Asset, Rendition, Tag, Version
from .specifications import EVIDENCE

_RENDITIONS = Rendition.objects.select_related("blob")


def with_pictures(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Fetch what a card shows in a constant number of queries, whatever the number of assets."""
    return assets.select_related(
        "collection", "created_by", "current_version__blob", "photograph__variant", "rights"
    ).prefetch_related("tags", Prefetch("current_version__renditions", _RENDITIONS))


def versions_with_pictures(versions: QuerySet[Version]) -> QuerySet[Version]:
    """The same for versions, with their assets."""
    return versions.select_related("asset", "blob", "created_by").prefetch_related(
        Prefetch("renditions", _RENDITIONS)
    )


def without_evidence(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Leave out the pictures that belong to a score: its page shows them."""
    return assets.exclude(role=EVIDENCE)


def matching(assets: QuerySet[Asset], text: str) -> QuerySet[Asset]:
    """Assets in which every word of ``text`` occurs: name, description, tags, or the SKU of the
    variant that they photograph (named by its lookup path: the catalog lies a floor above)."""
    for word in text.replace("\0", "").split()[:10]:
        tagged = Tag.objects.filter(assets=OuterRef("pk"), name__icontains=word)
        assets = assets.filter(
            Q(name__icontains=word)
            | Q(description__icontains=word)
            | Q(photograph__variant__sku__icontains=word)
            | Exists(tagged)
        )
    return assets


def sku_of(asset: Asset) -> str | None:
    """SKU of the variant that the asset photographs, if it photographs one."""
    photograph = getattr(asset, "photograph", None)
    return None if photograph is None else str(photograph.variant.sku)
