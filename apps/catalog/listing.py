"""Lists of products: how they are narrowed, and what can be asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.query import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.assets.models import Collection

from .models import Category, Drop, Product, ProductStatus, Variant
from .standing import STATES, in_state


@dataclass(frozen=True)
class Choice:
    """One option of a filter, as components/filter_group.html takes it."""

    value: str
    label: str
    count: int | None
    selected: bool


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything. Collections and drops by slug."""

    collections: Sequence[str] = ()
    drops: Sequence[str] = ()
    categories: Sequence[str] = ()
    state: str = ""
    text: str = ""
    archived: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return self != Filters()

    def apply(self, products: QuerySet[Product]) -> QuerySet[Product]:
        """Narrow products; what is unknown finds nothing."""
        wanted = ProductStatus.ARCHIVED if self.archived else ProductStatus.ACTIVE
        products = products.filter(status=wanted)
        if self.collections:
            products = products.filter(collection__slug__in=self.collections)
        if self.drops:
            products = products.filter(drop__slug__in=self.drops)
        if self.categories:
            products = products.filter(category__in=self.categories)
        if self.state:
            products = in_state(products, self.state)
        return matching(products, self.text) if self.text else products


def matching(products: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Products whose name, style code, material or one of whose SKUs or colours has the text."""
    found = Q(name__icontains=text) | Q(style_code__icontains=text) | Q(material__icontains=text)
    variants = Variant.objects.filter(Q(sku__icontains=text) | Q(colour_name__icontains=text))
    return products.filter(found | Q(pk__in=variants.values("product")))


def choices(user: User, filters: Filters) -> dict[str, list[Choice]]:
    """Return the options of every filter, with how many active products each has."""
    products = Product.objects.visible_to(user).filter(status=ProductStatus.ACTIVE)
    active = Count("products", filter=Q(products__status=ProductStatus.ACTIVE))
    collections = (
        Collection.objects.visible_to(user)
        .annotate(number=active)
        .values_list("slug", "name", "number")
    )
    drops = (
        Drop.objects.visible_to(user).annotate(number=active).values_list("slug", "name", "number")
    )
    categories = dict(
        products.order_by("category").values_list("category").annotate(number=Count("pk"))
    )
    return {
        "collection": [
            Choice(slug, name, number, slug in filters.collections)
            for slug, name, number in collections
        ],
        "drop": [Choice(slug, name, number, slug in filters.drops) for slug, name, number in drops],
        "category": [
            Choice(value, str(label), categories.get(value, 0), value in filters.categories)
            for value, label in Category.choices
            if value in categories or value in filters.categories
        ],
        "state": [
            Choice(value, str(label), None, value == filters.state)
            for value, label in [("", _("Any")), *STATES.items()]
        ],
    }
