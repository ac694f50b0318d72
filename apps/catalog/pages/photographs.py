"""Photographs of a product: adding, correcting the view, taking one off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.pages.refusals import tell
from apps.accounts.permissions import Action
from apps.catalog.models import Photograph, Variant, View
from apps.catalog.photographs import add_photograph, detach_photograph, set_view
from skyy.api.envelope import meta
from skyy.api.errors import Code, Problem


@require_POST
@requires(Action.UPLOAD)
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take what came for one variant and view; each file stands or falls alone. js/upload.js sends
    one at a time and reads JSON, a form without script sends all and goes back to the page."""
    variants = Variant.objects.visible_to(signed_in(request))
    variant = get_object_or_404(variants.select_related("product__collection", "team"), pk=pk)
    files = request.FILES.getlist("file")
    if "application/json" in request.headers.get("Accept", ""):
        return _answer(request, variant, files)
    if not files:
        messages.error(request, _("No file was chosen."))
    taken = 0
    for file in files:
        try:
            _take(request, variant, file)
        except Problem as problem:
            messages.error(request, f"{file.name}: {problem.message}")
        else:
            taken += 1
    if taken:
        words = ngettext("%d photograph added.", "%d photographs added.", taken)
        messages.success(request, words % taken)
    return redirect("catalog:product", pk=variant.product_id)


@require_POST
@requires(Action.EDIT_PRODUCTS)
def change_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct the side a photograph shows."""
    photograph = _visible(request, pk)
    try:
        set_view(photograph, request.POST.get("view", ""))
    except Problem as problem:
        tell(request, problem)
    return redirect("catalog:product", pk=photograph.variant.product_id)


@require_POST
@requires(Action.EDIT_PRODUCTS)
def detach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a photograph off its variant."""
    photograph = _visible(request, pk)
    detach_photograph(photograph)
    messages.success(request, _("Taken off. The photograph stays in the library."))
    return redirect("catalog:product", pk=photograph.variant.product_id)


def _visible(request: HttpRequest, pk: UUID) -> Photograph:
    found = Photograph.objects.visible_to(signed_in(request)).select_related("variant")
    return get_object_or_404(found, pk=pk)


def _answer(
    request: HttpRequest, variant: Variant, files: "list[UploadedFile[Any]]"
) -> JsonResponse:
    """One file, in the envelope."""
    try:
        if len(files) != 1:
            raise Problem(Code.UPLOAD_MISSING, _("Send exactly one file, as the field “file”."))
        photograph = _take(request, variant, files[0])
    except Problem as problem:
        body = {"data": None, "error": problem.as_error(), "meta": meta(request)}
        return JsonResponse(body, status=problem.status, headers=problem.headers)
    data = {"id": str(photograph.pk), "asset": str(photograph.asset_id), "view": photograph.view}
    return JsonResponse({"data": data, "error": None, "meta": meta(request)}, status=201)


def _take(request: HttpRequest, variant: Variant, file: "UploadedFile[Any]") -> Photograph:
    view = request.POST.get("view", View.FRONT)
    user = signed_in(request)
    return add_photograph(variant, file, filename=file.name or "", user=user, view=view)
