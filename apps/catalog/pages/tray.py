"""The tray: photographs whose names said nothing, placed by hand, many at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets.browsing.keyset import page_of
from apps.assets.bulk.changes import Changes
from apps.assets.bulk.editing import edit_many
from apps.assets.listing import for_cards
from apps.assets.models import Asset
from apps.assets.pages.identifiers import uuid_or_none
from apps.assets.pages.paging import links, place_asked
from apps.assets.renditions import picture_sources
from apps.catalog import tray
from apps.catalog.models import Variant, View
from skyy.api.errors import Code, Problem

PAGE_SIZE = 60
SUGGESTED = 500


@require_safe
@requires(Action.EDIT_PRODUCTS)
def waiting(request: HttpRequest) -> HttpResponseBase:
    """A page of them, each with what its name says and why that was not enough."""
    user = signed_in(request)
    found = tray.waiting(user)
    total = found.count()
    place = place_asked(request.GET).within(total, PAGE_SIZE)
    ids = page_of(found.order_by(), "newest", place, PAGE_SIZE)
    rows = {asset.pk: asset for asset in for_cards(Asset.objects.filter(pk__in=ids))}
    assets = [rows[pk] for pk in ids if pk in rows]
    cards = [
        {"asset": asset, "read": read, "sources": picture_sources(asset.current_version)}
        for asset, read in zip(assets, tray.read(assets), strict=True)
    ]
    variants = Variant.objects.visible_to(user).order_by("-created_at", "sku")
    context = {
        "cards": cards,
        "page": links(place, total, PAGE_SIZE, ids),
        "views": View.choices,
        "skus": variants.values_list("sku", flat=True)[:SUGGESTED],
    }
    return render(request, "catalog/tray.html", context)


@require_POST
@requires(Action.EDIT_PRODUCTS)
def place(request: HttpRequest) -> HttpResponseBase:
    """``move``: place what is ticked, put it aside, or read all names again."""
    user = signed_in(request)
    moves: dict[str, Any] = {"place": _placed, "aside": _aside, "read": _read_again}
    move = moves.get(request.POST.get("move", ""))
    try:
        if move is None:
            raise Problem(Code.REQUEST_INVALID, _("Place them, put them aside or read again."))
        messages.success(request, move(request, user))
    except Problem as problem:
        messages.error(request, problem.message)
    return redirect("catalog:tray")


def _placed(request: HttpRequest, user: User) -> str:
    sku = request.POST.get("sku", "").strip()
    variant = Variant.objects.visible_to(user).filter(sku__iexact=sku).first() if sku else None
    if variant is None:
        words = _("There is no SKU “%(sku)s”.") % {"sku": sku} if sku else _("Which SKU is it?")
        raise Problem(Code.REQUEST_INVALID, words, fields={"sku": [words]})
    number = tray.place_many(user, _ticked(request), variant, request.POST.get("view", ""))
    words = ngettext(
        "%(number)d photograph of %(sku)s.", "%(number)d photographs of %(sku)s.", number
    )
    return words % {"number": number, "sku": variant.sku}


def _aside(request: HttpRequest, user: User) -> str:
    edit = edit_many(user, _ticked(request), Changes(role=tray.ASIDE))
    words = ngettext("%d shows no product.", "%d show no product.", edit.count)
    return words % edit.count


def _read_again(request: HttpRequest, user: User) -> str:
    number = tray.read_again(user)
    words = ngettext("%d found its place.", "%d found their place.", number)
    return words % number


def _ticked(request: HttpRequest) -> list[Any]:
    ids = map(uuid_or_none, request.POST.getlist("asset"))
    return [pk for pk in ids if pk is not None]
