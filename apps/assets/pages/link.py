"""An address that hands a file out to whoever has it, made when it is asked for."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets.links import link_to
from apps.assets.models import Asset
from skyy.api.errors import Code, Problem


@require_POST
@never_cache
@requires(Action.READ)
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make one for the current original; the inner part for htmx, else a page of its own."""
    found = Asset.objects.visible_to(signed_in(request))
    asset = get_object_or_404(found.select_related("current_version__blob"), pk=pk)
    context: dict[str, object] = {"asset": asset}
    status = 200
    try:
        if asset.current_version is None:
            raise Problem(Code.NOT_FOUND, _("This asset has no file yet."))
        made = link_to(asset.current_version)
        # Where no public address is configured, it is the one the page was asked at.
        context |= {"url": request.build_absolute_uri(made.url), "until": made.expires_at}
    except Problem as problem:
        context["refused"] = problem.message
        status = problem.status
    inside = request.headers.get("HX-Request")
    # htmx swaps what was refused as well: 422 is the status the pages agreed on.
    template = "assets/parts/link.html" if inside else "assets/link.html"
    return render(request, template, context, status=422 if inside and status != 200 else status)
