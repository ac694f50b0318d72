"""Duplicates: two pictures side by side, and keys to merge them, keep both, go on, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets.duplicates import deciding
from apps.assets.duplicates.queue import next_pair, waiting
from apps.assets.listing import sku_of, with_pictures
from apps.assets.models import Asset, DuplicatePair, Lineage
from apps.assets.renditions import picture_sources
from skyy.api.envelope import meta
from skyy.api.errors import Code, Problem

from .identifiers import uuid_or_none

SHOWN_WAITING = 1000
"""Beyond this the number is not counted."""


@require_safe
@requires(Action.EDIT_ASSETS)
def duplicates(request: HttpRequest) -> HttpResponseBase:
    """The pair to decide now; ``?after=`` puts one off."""
    user = signed_in(request)
    pk = uuid_or_none(request.GET.get("after", ""))
    put_off = DuplicatePair.objects.visible_to(user).filter(pk=pk).first() if pk else None
    pair = next_pair(user, put_off)
    left = waiting(user)[: SHOWN_WAITING + 1].count()
    context: dict[str, Any] = {
        "pair": pair,
        "left": min(left, SHOWN_WAITING),
        "more": left > SHOWN_WAITING,
        "last": deciding.last_of(user),
    }
    if pair is not None:
        ids = [pair.first_id, pair.second_id]
        found = {asset.pk: asset for asset in with_pictures(Asset.objects.filter(pk__in=ids))}
        # The one that came first stands on the left: most often it is the one to keep.
        both = sorted(found.values(), key=lambda asset: (asset.created_at, asset.pk))
        context["sides"] = [
            _side(asset, key, "left" if key == "1" else "right")
            for asset, key in zip(both, "12", strict=True)
        ]
    return render(request, "assets/duplicates.html", context)


@require_POST
@requires(Action.EDIT_ASSETS)
def decide(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """``decision``: merge (with ``keep``), both or undo. Script is answered in the envelope."""
    user = signed_in(request)
    pair = get_object_or_404(
        DuplicatePair.objects.visible_to(user).select_related("first", "second"), pk=pk
    )
    by_script = "application/json" in request.headers.get("Accept", "")
    try:
        said = _decided(request, pair, user)
    except Problem as problem:
        if by_script:
            body = {"data": None, "error": problem.as_error(), "meta": meta(request)}
            return JsonResponse(body, status=problem.status)
        messages.error(request, problem.message)
    else:
        if by_script:
            data = {"id": str(pair.pk), "message": said}
            return JsonResponse({"data": data, "error": None, "meta": meta(request)})
        messages.success(request, said)
    return redirect(reverse("assets:duplicates"))


def _decided(request: HttpRequest, pair: DuplicatePair, user: User) -> str:
    decision = request.POST.get("decision", "")
    if decision == "merge":
        keep = uuid_or_none(request.POST.get("keep", ""))
        both = {pair.first_id: pair.first, pair.second_id: pair.second}
        if keep not in both:
            raise Problem(Code.REQUEST_INVALID, _("Say which of the two stays."))
        kept = deciding.merge(pair, both[keep], user)
        return _("Merged into %(name)s.") % {"name": kept.name}
    if decision == "both":
        if not deciding.keep_both([pair], user):
            raise Problem(Code.DUPLICATE_DECIDED, _("This pair is decided already."))
        return _("Both stay.")
    if decision == "undo":
        deciding.undo(pair, user)
        return _("Taken back.")
    raise Problem(Code.REQUEST_INVALID, _("Merge, keep both or undo."))


def _side(asset: Asset, key: str, place: str) -> dict[str, Any]:
    return {
        "asset": asset,
        "key": key,
        "place": place,
        "sources": picture_sources(asset.current_version),
        "sku": sku_of(asset),
        "versions": asset.versions.count(),
        "used": Lineage.objects.filter(parent__asset=asset).count(),
    }
