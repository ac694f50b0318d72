"""The picture that stands for a product or a collection: approved where there is one, else shot."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import (
    Case,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet

from apps.assets.models import Collection, Rendition, Version

from .models import MediaRole, Photograph, Product, ProductMedia, ProductStatus, View

_FRONT_FIRST = Case(
    When(view=View.FRONT, then=Value(0)), default=Value(1), output_field=IntegerField()
)


def product_covers(products: Iterable[Product]) -> dict[UUID, Version]:
    """Return the cover of every product that has one, in three queries."""
    media = ProductMedia.objects.showable().filter(variant__product=OuterRef("pk"))
    photographs = Photograph.objects.kept().filter(variant__product=OuterRef("pk"))
    found = Product.objects.filter(pk__in=[product.pk for product in products]).annotate(
        cover_id=_cover(media, photographs)
    )
    return _versions(dict(found.values_list("pk", "cover_id")))


def collection_covers(collections: Iterable[Collection]) -> dict[UUID, Version]:
    """Return the cover of every collection with active products that have one, in three queries."""
    of = {
        "variant__product__collection": OuterRef("pk"),
        "variant__product__status": ProductStatus.ACTIVE,
    }
    media = ProductMedia.objects.showable().filter(**of)
    photographs = Photograph.objects.kept().filter(**of)
    found = Collection.objects.filter(pk__in=[each.pk for each in collections]).annotate(
        cover_id=_cover(media, photographs)
    )
    return _versions(dict(found.values_list("pk", "cover_id")))


def _cover(media: QuerySet[ProductMedia], photographs: QuerySet[Photograph]) -> Coalesce:
    approved = media.filter(role=MediaRole.PACKSHOT).order_by(
        _FRONT_FIRST, "variant__position", "-approved_at"
    )
    shot = photographs.annotate(current=F("asset__current_version")).order_by(
        _FRONT_FIRST, "variant__position", "created_at"
    )
    return Coalesce(
        Subquery(approved.values("version")[:1]),
        Subquery(shot.values("current")[:1]),
        output_field=UUIDField(),
    )


def with_renditions(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Fetch what ``picture_sources`` reads."""
    return versions.select_related("blob").prefetch_related(
        Prefetch("renditions", Rendition.objects.select_related("blob"))
    )


def _versions(cover_ids: Mapping[UUID, UUID | None]) -> dict[UUID, Version]:
    versions = with_renditions(Version.objects.filter(pk__in=filter(None, cover_ids.values())))
    by_id = {version.pk: version for version in versions}
    return {owner: by_id[cover] for owner, cover in cover_ids.items() if cover and cover in by_id}
