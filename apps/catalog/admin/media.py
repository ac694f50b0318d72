"""Photographs, approvals and publications: to look at, with their pictures."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.assets.admin import ByRole, thumbnail
from apps.assets.models import Version
from apps.catalog.covers import with_renditions
from apps.catalog.models import Photograph, ProductMedia, Publication
from apps.catalog.publishing.showcase import unpublish

from .words import needs


@admin.register(Photograph)
class PhotographAdmin(ByRole):
    """Which asset shows which variant."""

    team_path = "variant__team"
    list_display = ("picture", "variant", "view", "asset", "created_at")
    list_display_links = ("variant",)
    list_filter = ("view", "variant__product__collection", "variant__product__category")
    search_fields = ("variant__sku", "variant__product__name", "asset__name")
    list_select_related = ("variant", "asset")
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photograph]:
        versions = with_renditions(Version.objects.all())
        return (
            super()
            .get_queryset(request)
            .select_related("asset")
            .prefetch_related(Prefetch("asset__current_version", versions))
        )

    @admin.display(description="")
    def picture(self, photograph: Photograph) -> SafeString | str:
        return thumbnail(photograph.asset.current_version)


@admin.register(ProductMedia)
class ProductMediaAdmin(ByRole):
    """Approvals. Only a review changes them."""

    team_path = "variant__team"
    list_display = ("picture", "variant", "role", "view", "stands", "approved_by", "approved_at")
    list_display_links = ("variant",)
    list_filter = (
        ("withdrawn_at", admin.EmptyFieldListFilter),
        "role",
        "view",
        "variant__product__collection",
    )
    search_fields = ("variant__sku", "variant__product__name")
    list_select_related = ("variant", "approved_by")
    date_hierarchy = "approved_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProductMedia]:
        versions = with_renditions(Version.objects.all())
        return super().get_queryset(request).prefetch_related(Prefetch("version", versions))

    @admin.display(description="")
    def picture(self, media: ProductMedia) -> SafeString | str:
        return thumbnail(media.version)

    @admin.display(description=_("stands"), boolean=True)
    def stands(self, media: ProductMedia) -> bool:
        return media.withdrawn_at is None


@admin.register(Publication)
class PublicationAdmin(ByRole):
    """Where products are live."""

    team_path = "product__team"
    list_display = ("product", "channel", "status", "published_by", "published_at", "withdrawn_at")
    list_filter = ("status", "channel", "product__collection", "product__drop")
    search_fields = ("product__name", "product__style_code", "product__variants__sku")
    list_select_related = ("product", "published_by")
    date_hierarchy = "published_at"
    actions = ("unpublish_chosen",)
    has_publish_permission = needs(Action.PUBLISH)

    @admin.action(description=_("Take off the showcase"), permissions=["publish"])
    def unpublish_chosen(self, request: HttpRequest, chosen: QuerySet[Publication]) -> None:
        assert isinstance(request.user, User)
        publications: list[Any] = list(chosen.select_related("product"))
        for publication in publications:
            unpublish(publication.product, request.user)
        self.message_user(request, _("%d off the showcase.") % len(publications))
