"""What the public may see now. Every public address asks here, each time."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.query import QuerySet
from django.utils import timezone

from apps.assets.models import Rendition
from apps.assets.rights.outside import OutsideRights
from apps.assets.rights.terms import WORLD, Use
from apps.catalog.models import Channel, Product, ProductMedia, ProductStatus, Publication


def embargoed(product: Product, now: datetime | None = None) -> bool:
    """Whether the product's drop has not opened yet."""
    drop = product.drop
    opens = drop.goes_live_at if drop is not None else None
    return opens is not None and opens > (now or timezone.now())


def showcase_use(now: datetime | None = None) -> Use:
    """What is asked of rights: everybody on earth can open the showcase."""
    return Use.at(now, territory=WORLD, channel=Channel.SHOWCASE)


def permitted_media(now: datetime | None = None) -> QuerySet[ProductMedia]:
    """Return the media whose approval stands and which the house may show to the public now."""
    return ProductMedia.objects.showable().filter(~OutsideRights("version", showcase_use(now)))


def publications(now: datetime | None = None) -> QuerySet[Publication]:
    """Return what stands on the showcase: live, active, past its embargo, and with at least one
    picture whose approval stands and whose rights allow it."""
    open_now = Q(product__drop__isnull=True) | Q(product__drop__goes_live_at__isnull=True)
    open_now |= Q(product__drop__goes_live_at__lte=now or timezone.now())
    shown = permitted_media(now).filter(publications=OuterRef("pk"))
    return Publication.objects.live().filter(
        open_now,
        Exists(shown),
        channel=Channel.SHOWCASE,
        product__status=ProductStatus.ACTIVE,
    )


def with_pictures(found: QuerySet[Publication]) -> QuerySet[Publication]:
    """Fetch what a public page shows of publications, in a constant number of queries; the
    pictures come as ``shown_media``."""
    media = (
        permitted_media()
        .select_related("variant", "version__blob")
        .prefetch_related(Prefetch("version__renditions", Rendition.objects.select_related("blob")))
        .order_by("variant__position", "variant__sku", "view")
    )
    return found.select_related(
        "product__collection", "product__season", "product__drop"
    ).prefetch_related(Prefetch("media", media, to_attr="shown_media"), "product__variants")


def media(publication: UUID, media_id: UUID) -> QuerySet[ProductMedia]:
    """Return the picture with this id if this publication shows it to the public now."""
    return permitted_media().filter(
        pk=media_id, publications__in=publications().filter(pk=publication)
    )
