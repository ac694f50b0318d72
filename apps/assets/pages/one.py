"""One asset: in the drawer of the library, or as a page of its own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets import lifecycle, versions
from apps.assets.duplicates.deciding import merged_away
from apps.assets.lineage import children_of, parents_of
from apps.assets.listing import sku_of, versions_with_pictures, with_pictures
from apps.assets.model_facts import model_facts
from apps.assets.models import Asset, AssetStatus, Version
from apps.assets.renditions import WEB_FORMATS, model_sources, picture_sources, turntable
from apps.assets.retention import overdue
from apps.assets.specifications import EVIDENCE
from skyy.api.errors import Problem

from . import rights
from .forms import AssetForm


@require_safe
@requires(Action.READ)
def detail(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Versions, lineage, renditions, facts; only the inner part for htmx. A deleted asset is shown
    to those who may restore it."""
    user = signed_in(request)
    asset = get_object_or_404(with_pictures(_with_deleted(user)), pk=pk)
    return _page(request, user, asset, AssetForm.of(asset, user))


@require_http_methods(["POST"])
@requires(Action.EDIT_ASSETS)
def edit(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Change name, description, collection and tags."""
    user = signed_in(request)
    asset = _seen(user, pk)
    form = AssetForm(user, request.POST)
    if form.is_valid():
        try:
            lifecycle.edit(asset, user=user, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("assets:detail", pk)
    return _page(request, user, asset, form, status=422)


@require_POST
@requires(Action.DELETE_ASSETS)
def delete(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Put it into the bin and show it there, with the way back."""
    asset = _seen(signed_in(request), pk)
    lifecycle.delete(asset)
    return redirect("assets:detail", pk)


@require_POST
@requires(Action.DELETE_ASSETS)
def restore(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Undo the deletion."""
    user = signed_in(request)
    asset = get_object_or_404(Asset.objects.deleted_visible_to(user), pk=pk)
    try:
        lifecycle.restore(asset, user)
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Restored."))
    return redirect("assets:detail", pk)


@require_POST
@requires(Action.EDIT_ASSETS)
def revert(request: HttpRequest, pk: UUID, number: int) -> HttpResponseBase:
    """Make an earlier version the current one, as a new version."""
    user = signed_in(request)
    asset = _seen(user, pk)
    try:
        version = versions.revert(asset, number, user)
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        words = _("Version %(new)d is version %(old)d again.")
        messages.success(request, words % {"new": version.number, "old": number})
    return redirect("assets:detail", pk)


def _seen(user: User, pk: UUID) -> Asset:
    return get_object_or_404(with_pictures(Asset.objects.visible_to(user)), pk=pk)


def _with_deleted(user: User) -> Any:
    return Asset.objects.visible_to(user) | Asset.objects.deleted_visible_to(user)


def _page(
    request: HttpRequest, user: User, asset: Asset, form: AssetForm, *, status: int = 200
) -> HttpResponse:
    inside = bool(request.headers.get("HX-Request"))
    response = render(
        request,
        "assets/parts/asset.html" if inside else "assets/asset.html",
        {
            "asset": asset,
            "form": form,
            "sku": sku_of(asset),
            "deleted": asset.status == AssetStatus.DELETED,
            "inside": inside,
            "panes": [_pane(asset)],
            "model": model_sources(asset.current_version),
            "model_facts": model_facts(asset.current_version),
            "versions": [_shown(version) for version in _versions(asset)],
            "overdue": _overdue(asset),
            "made_from": [_shown(version) for version in parents_of(asset, user)],
            "used_for": [
                _shown(version)
                for version in children_of(asset, user)
                if version.asset.role != EVIDENCE
            ],
            **rights.shown(asset, user),
            "merged": merged_away(asset) if asset.status == AssetStatus.DELETED else None,
        },
        status=status,
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def _pane(asset: Asset) -> dict[str, Any]:
    """The current version for the viewer: a picture, or a model with its poster."""
    version = asset.current_version
    return {
        "caption": asset.name,
        "renditions": picture_sources(version),
        "alt": asset.name,
        "full_url": _full_url(asset),
        "model": model_sources(version),
        "turntable": turntable(version),
    }


def _versions(asset: Asset) -> Any:
    return versions_with_pictures(asset.versions.order_by("-number"))


def _overdue(asset: Asset) -> frozenset[UUID]:
    """Versions that the collection's rule keeps no longer; those something was made from stay."""
    if asset.collection is None:
        return frozenset()
    return frozenset(overdue(asset.collection).filter(asset=asset).values_list("pk", flat=True))


def _shown(version: Version) -> dict[str, Any]:
    return {"version": version, "sources": picture_sources(version)}


def _full_url(asset: Asset) -> str:
    """What is shown at 1:1: the original where browsers know it, else the largest rendition."""
    version = asset.current_version
    if version is not None and version.blob.media_type in WEB_FORMATS:
        return reverse("assets:file", args=[version.pk])
    sources = picture_sources(version)
    return sources[-1]["url"] if sources else ""
