"""All products: collection covers, and the grid with its filters."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets.models import Collection
from apps.assets.renditions import PictureSource, picture_sources
from apps.catalog.covers import collection_covers, product_covers
from apps.catalog.listing import Choice, Filters, choices
from apps.catalog.models import Product
from apps.catalog.standing import Standing, standings

PAGE = 48
"""Products on a page: full rows of two, three, four and six."""


@dataclass(frozen=True)
class Card:
    """A product in the grid."""

    product: Product
    standing: Standing
    sources: list[PictureSource]


@dataclass(frozen=True)
class Cover:
    """A collection, as its newest piece shows it."""

    collection: Collection
    number: int
    sources: list[PictureSource]


@require_safe
@requires(Action.READ)
def products(request: HttpRequest) -> HttpResponse:
    """The grid; without any filter the collections' covers stand above it."""
    user = signed_in(request)
    filters = asked(request.GET)
    visible = Product.objects.visible_to(user)
    found = filters.apply(visible).select_related("collection", "drop")
    ordered = found.order_by("collection__position", "collection__name", "name", "pk")
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    options = choices(user, filters)
    context = {
        "page_obj": page,
        "cards": _cards(list(page)),
        "covers": [] if filters.narrowed else _covers(user, options["collection"]),
        "filters": filters,
        "options": options,
        "any_product": bool(page.paginator.count) or visible.exists(),
    }
    return render(request, "catalog/products.html", context)


def asked(query: QueryDict) -> Filters:
    """Read the filters of an address."""
    return Filters(
        collections=tuple(filter(None, query.getlist("collection"))),
        drops=tuple(filter(None, query.getlist("drop"))),
        categories=tuple(filter(None, query.getlist("category"))),
        state=query.get("state", ""),
        text=query.get("q", "").replace("\0", "").strip()[:100],
        archived=query.get("archived") == "1",
    )


def _cards(shown: list[Product]) -> list[Card]:
    far = standings(shown)
    pictures = product_covers(shown)
    return [
        Card(product, far[product.pk], picture_sources(pictures.get(product.pk)))
        for product in shown
    ]


def _covers(user: User, counted: list[Choice]) -> list[Cover]:
    collections = list(Collection.objects.visible_to(user))
    pictures = collection_covers(collections)
    numbers = {choice.value: choice.count or 0 for choice in counted}
    return [
        Cover(each, numbers.get(each.slug, 0), picture_sources(pictures.get(each.pk)))
        for each in collections
        if numbers.get(each.slug)
    ]
