"""The bin, and removing a version."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets import bin as deleted
from apps.assets import versions
from apps.assets.listing import with_pictures
from apps.assets.models import Asset
from apps.assets.renditions import picture_sources
from skyy.api.errors import Problem

PAGE_SIZE = 60


@require_safe
@requires(Action.DELETE_ASSETS)
def library_bin(request: HttpRequest) -> HttpResponseBase:
    """Deleted assets with the day they go for good, and the way back."""
    found = Asset.objects.deleted_visible_to(signed_in(request)).order_by("-deleted_at", "-pk")
    page = Paginator(with_pictures(found), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        {
            "asset": asset,
            "sources": picture_sources(asset.current_version),
            "gone_at": deleted.gone_at(asset),
        }
        for asset in page
    ]
    days = settings.CONFIGURATION.bin_days
    return render(request, "assets/bin.html", {"page_obj": page, "rows": rows, "days": days})


@require_POST
@requires(Action.DELETE_ASSETS)
def remove_version(request: HttpRequest, pk: UUID, number: int) -> HttpResponseBase:
    """Remove a version that is neither the first nor the current one."""
    asset = get_object_or_404(Asset.objects.visible_to(signed_in(request)), pk=pk)
    try:
        versions.remove(asset, number)
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Version %(number)d is removed.") % {"number": number})
    return redirect("assets:detail", pk)
