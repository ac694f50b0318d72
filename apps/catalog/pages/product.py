"""One product: photographs, results, what is missing, and what can be done."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.pages.refusals import tell
from apps.accounts.permissions import Action
from apps.catalog.colourways import Colourway, colourways
from apps.catalog.history import history
from apps.catalog.models import Product, Publication, View
from apps.catalog.products import archive_product, restore_product
from apps.catalog.publishing.showcase import (
    approved_media,
    permitted_media,
    publish,
    unpublish,
)
from apps.catalog.publishing.visible import embargoed, publications
from skyy.api.errors import Problem


def visible_product(request: HttpRequest, pk: UUID) -> Product:
    """The product, or 404 when the user may not see it."""
    found = Product.objects.visible_to(signed_in(request))
    return get_object_or_404(found.select_related("collection", "season", "drop"), pk=pk)


@require_safe
@requires(Action.READ)
def product(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page; ``?colour=`` chooses the colourway, ``?view=`` what is uploaded next."""
    shown = visible_product(request, pk)
    all_colourways = colourways(shown)
    chosen = _chosen(all_colourways, request.GET.get("colour", ""))
    publication = shown.publications.live().prefetch_related("media").first()
    approved = set(approved_media(shown).values_list("pk", flat=True))
    permitted = set(permitted_media(shown).values_list("pk", flat=True))
    context = {
        "product": shown,
        "colourways": all_colourways,
        "chosen": chosen,
        "upload_view": _upload_view(chosen, request.GET.get("view", "")),
        "views": View.choices,
        "publication": publication,
        "approved_number": len(approved),
        "embargoed": embargoed(shown),
        "public": publications().filter(product=shown).exists(),
        "outdated": publication is not None and not permitted <= _media(publication) <= approved,
        "history": history(shown),
    }
    return render(request, "catalog/product.html", context)


@require_POST
@requires(Action.PUBLISH)
def publish_product(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the product on the showcase."""
    shown = visible_product(request, pk)
    try:
        publication = publish(shown, signed_in(request))
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, _("%(name)s is live.") % {"name": shown.name})
        for one in publication.left_out:
            messages.warning(request, _("Left out: %(reason)s") % {"reason": one["message"]})
    return redirect("catalog:product", pk=pk)


@require_POST
@requires(Action.PUBLISH)
def unpublish_product(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the product off the showcase."""
    shown = visible_product(request, pk)
    unpublish(shown, signed_in(request))
    messages.success(request, _("%(name)s is off the showcase.") % {"name": shown.name})
    return redirect("catalog:product", pk=pk)


@require_POST
@requires(Action.EDIT_PRODUCTS)
def archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the product away."""
    shown = visible_product(request, pk)
    try:
        archive_product(shown)
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Archived. Its photographs and results stay."))
    return redirect("catalog:product", pk=pk)


@require_POST
@requires(Action.EDIT_PRODUCTS)
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the product up again."""
    restore_product(visible_product(request, pk))
    return redirect("catalog:product", pk=pk)


def address(product: Product, colour: str = "") -> HttpResponseRedirect:
    """Back to the page, at the colourway named."""
    query = f"?{urlencode({'colour': colour})}" if colour else ""
    return HttpResponseRedirect(reverse("catalog:product", args=[product.pk]) + query)


def _chosen(found: list[Colourway], key: str) -> Colourway | None:
    return next((each for each in found if each.key == key), found[0] if found else None)


def _upload_view(chosen: Colourway | None, asked: str) -> View:
    """The view asked for, else the first one missing, else the front."""
    if asked in View.values:
        return View(asked)
    return chosen.missing[0] if chosen and chosen.missing else View.FRONT


def _media(publication: Publication) -> set[UUID]:
    return {media.pk for media in publication.media.all()}
