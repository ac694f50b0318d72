"""Upload by page: one file a request from script, any number from a plain form."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets.duplicates.queue import same_as
from apps.assets.ingest import ingest
from apps.assets.models import Asset, Collection
from skyy.api.envelope import meta
from skyy.api.errors import Code, Problem

from .roles import BY_KIND, role_choices


@require_POST
@requires(Action.UPLOAD)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take what came; each file stands or falls alone."""
    user = signed_in(request)
    files = request.FILES.getlist("file")
    if "application/json" in request.headers.get("Accept", ""):
        return _answer(request, user, files)
    if not files:
        messages.error(request, _("No file was chosen."))
    taken = 0
    for file in files:
        try:
            same = same_as(_take(request, user, file))
        except Problem as problem:
            messages.error(request, f"{file.name}: {problem.message}")
        else:
            taken += 1
            if same:
                words = _("%(file)s has the same bytes as %(name)s. See Duplicates.")
                given = {"file": file.name, "name": same[0][1].name}
                messages.warning(request, words % given)
    if taken:
        words = ngettext("%(count)d file received.", "%(count)d files received.", taken)
        messages.success(request, words % {"count": taken})
    return redirect("assets:library")


def _answer(request: HttpRequest, user: User, files: "list[UploadedFile[Any]]") -> JsonResponse:
    """One file, in the envelope."""
    try:
        if len(files) != 1:
            raise Problem(Code.UPLOAD_MISSING, _("Send exactly one file, as the field “file”."))
        asset = _take(request, user, files[0])
    except Problem as problem:
        body = {"data": None, "error": problem.as_error(), "meta": meta(request)}
        return JsonResponse(body, status=problem.status, headers=problem.headers)
    same = [
        {
            "name": other.name,
            "id": str(other.pk),
            "url": reverse("assets:detail", args=[other.pk]),
            "decide": reverse("assets:duplicate_decide", args=[pair.pk]),
        }
        for pair, other in same_as(asset)
    ]
    data = {"id": str(asset.pk), "name": asset.name, "status": asset.status, "same_as": same}
    return JsonResponse({"data": data, "error": None, "meta": meta(request)}, status=201)


def _take(request: HttpRequest, user: User, file: "UploadedFile[Any]") -> Asset:
    slug = request.POST.get("collection")
    collection = _collection(user, slug) if slug else None
    return ingest(
        file,
        filename=file.name or "",
        team=user.team,
        user=user,
        collection=collection,
        role=_role(request.POST.get("role", "")),
    )


def _role(asked: str) -> str:
    if asked and asked not in dict(role_choices()):
        words = _("There is no role “%(name)s”. The file was not taken.") % {"name": asked}
        raise Problem(Code.REQUEST_INVALID, words, fields={"role": [words]})
    return asked or BY_KIND


def _collection(user: User, slug: str) -> Collection:
    found = Collection.objects.visible_to(user).filter(slug=slug).first()
    if found is None:
        words = _("There is no collection “%(name)s”. The file was not taken.")
        raise Problem(Code.COLLECTION_UNKNOWN, words % {"name": slug})
    return found
