"""The drops board, and the forms for seasons and drops."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.pages.refusals import put_in_form
from apps.accounts.permissions import Action
from apps.catalog.board import season_boards
from apps.catalog.models import Drop, Season
from apps.catalog.seasons import create_drop, create_season, update_drop
from skyy.api.errors import Problem

from .forms import DropForm, SeasonForm


@require_safe
@requires(Action.READ)
def drops(request: HttpRequest) -> HttpResponse:
    """Every season's drops: how far they are, and what blocks the date."""
    boards = season_boards(signed_in(request))
    return render(request, "catalog/drops.html", {"boards": boards, "now": timezone.now()})


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_PRODUCTS)
def new_season(request: HttpRequest) -> HttpResponse:
    """A new season."""
    form = SeasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_season(team=signed_in(request).team, **form.cleaned_data)
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Season created. Now its drops."))
            return redirect("catalog:drops")
    return _answer(request, {"form": form, "heading": _("New season")})


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_PRODUCTS)
def new_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new drop of a season."""
    season = get_object_or_404(Season.objects.visible_to(signed_in(request)), pk=pk)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_drop(season=season, **_values(form))
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Drop created."))
            return redirect("catalog:drops")
    return _answer(request, {"form": form, "season": season, "heading": _("New drop")})


@require_http_methods(["GET", "POST"])
@requires(Action.PUBLISH)
def edit_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a drop; its date decides what is public."""
    found = Drop.objects.visible_to(signed_in(request)).select_related("season")
    drop = get_object_or_404(found, pk=pk)
    opens = drop.goes_live_at and drop.goes_live_at.astimezone(ZoneInfo(drop.time_zone))
    initial = {
        "name": drop.name,
        "opens": opens and opens.replace(tzinfo=None),
        "time_zone": drop.time_zone,
    }
    form = DropForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_drop(drop, **_values(form))
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("catalog:drops")
    return _answer(request, {"form": form, "season": drop.season, "heading": drop.name})


def _values(form: DropForm) -> dict[str, Any]:
    """The form's wall time as a moment in the drop's own zone, whatever the house's zone is."""
    given = form.cleaned_data
    opens = given["opens"]
    if opens is not None:
        opens = opens.replace(tzinfo=ZoneInfo(given["time_zone"]))
    return {"name": given["name"], "goes_live_at": opens, "time_zone": given["time_zone"]}


def _answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "catalog/season_form.html", context, status=status)
