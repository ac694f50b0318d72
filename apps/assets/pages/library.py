"""The library: every asset a person may see, filtered, searched, selected."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets import lifecycle
from apps.assets.browsing.answer import look
from apps.assets.browsing.keyset import ORDERS
from apps.assets.bulk.editing import latest_of
from apps.assets.duplicates.queue import waiting
from apps.assets.filters import RIGHTS, AssetFilter
from apps.assets.listing import sku_of
from apps.assets.models import Asset, AssetStatus, Collection, SavedSearch
from apps.assets.renditions import picture_sources
from apps.assets.rights.ending import last_day
from apps.assets.rights.terms import WARNING

from .facets import facets, rights_facet
from .identifiers import uuid_or_none
from .paging import links, place_asked
from .roles import role_choices

PAGE_SIZE = 60
ORDER_NAMES = {
    "newest": gettext_lazy("Newest first"),
    "oldest": gettext_lazy("Oldest first"),
    "name": gettext_lazy("By name"),
}


@require_safe
@requires(Action.READ)
def library(request: HttpRequest) -> HttpResponseBase:
    """The grid with its rail; filters, search, order and page are in the address."""
    user = signed_in(request)
    collections = list(Collection.objects.visible_to(user))
    asked = _without_blanks(request.GET)
    order = asked.get("order", "newest")
    looked = look(user, asked, place_asked(asked), PAGE_SIZE, request=request)
    today = timezone.localdate()
    cards = [_card(asset, today) for asset in looked.assets]
    narrowed = any(name in asked for name in AssetFilter.base_filters)
    rail = facets(looked.counts, looked.chosen, collections, looked.tags, asked.getlist("tags"))
    rail.append(rights_facet(RIGHTS, asked.get("rights", "")))
    return render(
        request,
        "assets/library.html",
        {
            "page": links(looked.place, looked.total, PAGE_SIZE, looked.ids),
            "cards": cards,
            "facets": rail,
            "search": asked.get("q", ""),
            "order": order if order in ORDERS else "newest",
            "orders": list(ORDER_NAMES.items()),
            "collections": collections,
            "roles": role_choices(),
            "duplicates": waiting(user)[:100].count(),
            "narrowed": narrowed,
            "searches": SavedSearch.objects.visible_to(user),
            "bulk_edit": latest_of(user),
            # With nothing to look at yet, the drop zone is the page.
            "folded": narrowed or looked.total > 0,
            "working_hidden": not asked.getlist("role"),
            "working": any(card["asset"].status == AssetStatus.PROCESSING for card in cards),
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
        ngettext("%(count)d file deleted.", "%(count)d files deleted.", count) % {"count": count},
    )
    # htmx follows it as a full page, where the message is shown.
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("assets:library")})


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
