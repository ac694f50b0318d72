"""Stored files for people who may see them."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.accounts.pages.access import opens_to_tokens, requires, signed_in
from apps.accounts.permissions import Action, may
from apps.assets import ports
from apps.assets.delivery import respond
from apps.assets.links import version_of
from apps.assets.models import Blob, Rendition, Version
from skyy.api.errors import Problem


@require_safe
@opens_to_tokens
@requires(Action.READ)
def original(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The bytes of a version; with ``?download`` as an attachment."""
    seen = _seen(signed_in(request)).select_related("blob", "asset__collection")
    version = get_object_or_404(seen, pk=pk)
    download = "download" in request.GET
    name = ports.download_names([version])[version.pk] if download else version.filename
    return _sent(request, version.blob, name, download=download)


@require_safe
@opens_to_tokens
@requires(Action.READ)
def rendition(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The bytes of a rendition."""
    found = get_object_or_404(
        Rendition.objects.filter(version__in=_seen(signed_in(request))).select_related("blob"),
        pk=pk,
    )
    return _sent(request, found.blob, found.specification, download=False)


@require_safe
def signed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The bytes of a version for whoever has an address that was signed for it."""
    try:
        version = version_of(token)
    except Problem as problem:
        return _refused(problem)
    name = ports.download_names([version])[version.pk]
    return _sent(request, version.blob, name, download=True)


def _seen(user: User) -> QuerySet[Version]:
    """Whoever may take something out of the bin may see what lies in it."""
    seen = Version.objects.visible_to(user)
    if may(user, Action.DELETE_ASSETS):
        return seen | Version.objects.deleted_visible_to(user)
    return seen


def _sent(request: HttpRequest, blob: Blob, filename: str, *, download: bool) -> HttpResponseBase:
    try:
        return respond(blob, request, cache_public=False, filename=filename, download=download)
    except Problem as problem:
        return _refused(problem)


def _refused(problem: Problem) -> HttpResponse:
    return HttpResponse(
        problem.message,
        status=problem.status,
        headers={"Content-Type": "text/plain"} | problem.headers,
    )
