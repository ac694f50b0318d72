"""The library: every asset a person may see, filtered, searched, selected."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets import lifecycle
from apps.assets.duplicates.queue import waiting
from apps.assets.filters import AssetFilter
from apps.assets.listing import sku_of, with_pictures
from apps.assets.models import Asset, AssetStatus, Collection, Tag
from apps.assets.renditions import picture_sources
from apps.assets.rights.ending import last_day
from apps.assets.rights.terms import WARNING
from apps.assets.specifications import UNLISTED_ROLES

from .facets import facets
from .identifiers import uuid_or_none

PAGE_SIZE = 60
ORDERS = {
    "newest": (gettext_lazy("Newest first"), ("-created_at", "-pk")),
    "oldest": (gettext_lazy("Oldest first"), ("created_at", "pk")),
    "name": (gettext_lazy("By name"), ("name", "pk")),
}


@require_safe
@requires(Action.READ)
def library(request: HttpRequest) -> HttpResponseBase:
    """The grid with its rail; filters, search, order and page are in the address."""
    user = signed_in(request)
    visible = Asset.objects.visible_to(user)
    collections = list(Collection.objects.visible_to(user))
    asked = _without_blanks(request.GET)
    order = asked.get("order", "newest")
    order = order if order in ORDERS else "newest"
    filtered = AssetFilter(asked, queryset=_shown(visible, asked), request=request)
    found = with_pictures(filtered.qs.prefetch_related("releases").order_by(*ORDERS[order][1]))
    page = Paginator(found, PAGE_SIZE).get_page(asked.get("page"))
    tags = Tag.objects.filter(assets__in=visible)
    rail = facets(visible, collections, tags, asked)
    today = timezone.localdate()
    cards = [_card(asset, today) for asset in page]
    narrowed = any(name in asked for name in AssetFilter.base_filters)
    return render(
        request,
        "assets/library.html",
        {
            "page_obj": page,
            "cards": cards,
            "facets": rail,
            "search": asked.get("q", ""),
            "order": order,
            "orders": [(value, label) for value, (label, _fields) in ORDERS.items()],
            "collections": collections,
            "duplicates": waiting(user)[:100].count(),
            "narrowed": narrowed,
            # With nothing to look at yet, the drop zone is the page.
            "folded": narrowed or page.paginator.count > 0,
            "working_hidden": not asked.getlist("role"),
            "working": any(asset.status == AssetStatus.PROCESSING for asset in page),
        },
    )


@require_POST
@requires(Action.DELETE_ASSETS)
def delete_many(request: HttpRequest) -> HttpResponseBase:
    """Put the ticked assets into the bin; those the person may not see are left alone."""
    ids = [pk for pk in map(uuid_or_none, request.POST.getlist("asset")) if pk is not None]
    gone = list(Asset.objects.visible_to(signed_in(request)).filter(pk__in=ids))
    for asset in gone:
        lifecycle.delete(asset)
    count = len(gone)
    messages.success(
        request,
        ngettext("%(count)d picture deleted.", "%(count)d pictures deleted.", count)
        % {"count": count},
    )
    # htmx follows it as a full page, where the message is shown.
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("assets:library")})


def _shown(visible: QuerySet[Asset], asked: QueryDict) -> QuerySet[Asset]:
    """Masks, cut-outs and evidence come when they are asked for."""
    if asked.getlist("role"):
        return visible
    return visible.exclude(role__in=UNLISTED_ROLES)


def _without_blanks(given: QueryDict) -> QueryDict:
    asked = QueryDict(mutable=True)
    for name, values in given.lists():
        kept = [value.replace("\0", "") for value in values if value.strip("\0 ")]
        if kept:
            asked.setlist(name, kept)
    return asked


def _card(asset: Asset, today: date) -> dict[str, Any]:
    sources = picture_sources(asset.current_version)
    # A model has no pixels of its own; its poster has.
    ratio = sources[0]["width"] / sources[0]["height"] if sources else _ratio(asset)
    return {
        "asset": asset,
        "sources": sources,
        "sku": sku_of(asset),
        "rights": _rights_mark(asset, today),
        # Very long pictures are cropped in the grid rather than filling a row.
        "ratio": round(min(2.5, max(0.4, ratio)), 4),
    }


def _rights_mark(asset: Asset, today: date) -> dict[str, Any] | None:
    """What the badge on a card says: the day that ends its use, once it is near or past."""
    day = last_day(asset)
    if day is None or day > today + WARNING:
        return None
    return {"day": None if day == date.min else day, "over": day < today}


def _ratio(asset: Asset) -> float:
    version = asset.current_version
    if version is None or not version.width or not version.height:
        return 1.0
    return version.width / version.height
