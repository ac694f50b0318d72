"""Products with their variants."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.accounts.permissions import Action, may
from apps.assets.admin import thumbnail
from apps.catalog.covers import product_covers
from apps.catalog.models import Product, Publication, Variant
from apps.catalog.products import archive_product, restore_product, update_product, update_variant
from apps.catalog.publishing.showcase import publish, unpublish
from apps.catalog.standing import STATES, in_state
from skyy.api.errors import Problem

from .words import Words, needs

if TYPE_CHECKING:
    _TabularInline = admin.TabularInline[Variant, Product]
    _Publications = admin.TabularInline[Publication, Product]
else:  # not generic while it runs
    _TabularInline = admin.TabularInline
    _Publications = admin.TabularInline


class StateFilter(admin.SimpleListFilter):
    """How far products are."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> QuerySet[Product]:
        value = self.value()
        return in_state(queryset, value) if value else queryset


class VariantInline(_TabularInline):
    """The variants of a product, to look at."""

    model = Variant
    extra = 0
    fields = ("sku", "colour_name", "swatch", "size", "position")
    readonly_fields = fields
    show_change_link = True
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.READ)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PublicationInline(_Publications):
    """Where a product is live, to look at."""

    model = Publication
    extra = 0
    fields = ("channel", "status", "published_by", "published_at", "withdrawn_at")
    readonly_fields = fields
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.READ)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Product)
class ProductAdmin(Words):
    """Styles. Publishing and archiving go through the services, one product at a time."""

    words = ("name", "description", "category", "edition", "material", "care")
    update = staticmethod(update_product)
    list_display = (
        "picture",
        "name",
        "style_code",
        "category",
        "collection",
        "drop",
        "variants_number",
        "status",
        "page",
    )
    list_display_links = ("name",)
    list_filter = (StateFilter, "status", "category", "collection", "season", "drop")
    search_fields = ("name", "style_code", "variants__sku", "variants__colour_name")
    list_select_related = ("collection", "drop__season")
    readonly_fields = ("page",)
    inlines = (VariantInline, PublicationInline)
    actions = ("publish_chosen", "unpublish_chosen", "archive_chosen", "restore_chosen")
    has_publish_permission = needs(Action.PUBLISH)
    has_edit_permission = needs(Action.EDIT_PRODUCTS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(number=Count("variants", distinct=True))
        return counted

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the covers of its page looked up once."""
        changes = super().get_changelist_instance(request)
        shown = list(changes.result_list)
        covers = product_covers(shown)
        for product in shown:
            product.cover = covers.get(product.pk)
        changes.result_list = shown
        return changes

    @admin.display(description="")
    def picture(self, product: Any) -> SafeString | str:
        return thumbnail(getattr(product, "cover", None))

    @admin.display(description=gettext_lazy("variants"), ordering="number")
    def variants_number(self, product: Any) -> int:
        return int(product.number)

    @admin.display(description=gettext_lazy("studio"))
    def page(self, product: Product) -> SafeString:
        address = reverse("catalog:product", args=[product.pk])
        return format_html('<a href="{}">{}</a>', address, _("Open"))

    @admin.action(description=gettext_lazy("Publish to the showcase"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, products: QuerySet[Product]) -> None:
        def published(product: Product, person: User) -> None:
            for one in publish(product, person).left_out:
                words = _("Left out: %(reason)s") % {"reason": one["message"]}
                self.message_user(request, f"{product}: {words}", messages.WARNING)

        self._each(request, products, published, _("%d live."))

    @admin.action(description=gettext_lazy("Take off the showcase"), permissions=["publish"])
    def unpublish_chosen(self, request: HttpRequest, products: QuerySet[Product]) -> None:
        self._each(request, products, unpublish, _("%d off the showcase."))

    @admin.action(description=gettext_lazy("Archive"), permissions=["edit"])
    def archive_chosen(self, request: HttpRequest, products: QuerySet[Product]) -> None:
        self._each(request, products, lambda p, _user: archive_product(p), _("%d archived."))

    @admin.action(description=gettext_lazy("Restore"), permissions=["edit"])
    def restore_chosen(self, request: HttpRequest, products: QuerySet[Product]) -> None:
        self._each(request, products, lambda p, _user: restore_product(p), _("%d restored."))

    def _each(self, request: HttpRequest, products: QuerySet[Product], act: Any, done: str) -> None:
        """Act on products one by one; what one is refused for is told, and the others go on."""
        assert isinstance(request.user, User)
        number = 0
        for product in products:
            try:
                act(product, request.user)
            except Problem as problem:
                self.message_user(request, f"{product}: {problem.message}", messages.WARNING)
            else:
                number += 1
        if number:
            self.message_user(request, done % number, messages.SUCCESS)


@admin.register(Variant)
class VariantAdmin(Words):
    """Colourways in their sizes."""

    words = ("colour_name", "swatch", "size")
    update = staticmethod(update_variant)
    list_display = ("sku", "product", "colour", "size", "photographs_number", "team")
    list_filter = ("product__collection", "product__category", "size")
    search_fields = ("sku", "colour_name", "product__name", "product__style_code")
    list_select_related = ("product", "team")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(number=Count("photographs"))
        return counted

    @admin.display(description=gettext_lazy("photographs"), ordering="number")
    def photographs_number(self, variant: Any) -> int:
        return int(variant.number)

    @admin.display(description=gettext_lazy("colour"), ordering="colour_name")
    def colour(self, variant: Variant) -> SafeString | str:
        if not variant.swatch:
            return variant.colour_name or "–"
        return format_html(
            '<svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="5.5" '
            'fill="{}" stroke="#858585"/></svg> {}',
            variant.swatch,
            variant.colour_name,
        )
