"""What lists of products and variants can be narrowed by."""

import django_filters
from django.db.models import QuerySet

from apps.catalog.listing import matching
from apps.catalog.models import Category, Product, ProductStatus, Variant
from apps.catalog.standing import STATES, in_state


class ProductFilter(django_filters.FilterSet):
    """``?collection=black_rose&state=waiting&search=coat``"""

    collection = django_filters.CharFilter("collection__slug", help_text="Slug of a collection.")
    season = django_filters.CharFilter("season__slug", help_text="Slug of a season.")
    drop = django_filters.CharFilter("drop__slug", help_text="Slug of a drop.")
    category = django_filters.MultipleChoiceFilter(choices=Category.choices)
    status = django_filters.ChoiceFilter(choices=ProductStatus.choices)
    state = django_filters.ChoiceFilter(
        choices=list(STATES.items()), method="filter_state", help_text="How far the product is."
    )
    sku = django_filters.CharFilter("variants__sku", distinct=True)
    search = django_filters.CharFilter(
        method="filter_search", help_text="In name, style code, material, SKU and colour."
    )

    class Meta:
        model = Product
        fields: list[str] = []

    def filter_state(self, found: QuerySet[Product], _name: str, state: str) -> QuerySet[Product]:
        return in_state(found, state)

    def filter_search(self, found: QuerySet[Product], _name: str, text: str) -> QuerySet[Product]:
        return matching(found, text)


class VariantFilter(django_filters.FilterSet):
    """``?product=…&sku=…``"""

    product = django_filters.UUIDFilter("product_id")
    sku = django_filters.CharFilter("sku")
    colour = django_filters.CharFilter("colour_name", lookup_expr="iexact")

    class Meta:
        model = Variant
        fields: list[str] = []
