"""Seasons, drops and shot lists."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Action, may
from apps.assets.admin import ByRole
from apps.catalog.models import Drop, Season, ShotRequirement
from apps.catalog.seasons import update_drop, update_season

from .words import Words


@admin.register(Season)
class SeasonAdmin(Words):
    """Seasons."""

    words = ("name", "starts_on")
    update = staticmethod(update_season)
    list_display = ("name", "slug", "starts_on", "drops_number", "team")
    search_fields = ("name", "slug")
    list_select_related = ("team",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(number=Count("drops"))
        return counted

    @admin.display(description=_("drops"), ordering="number")
    def drops_number(self, season: Any) -> int:
        return int(season.number)


@admin.register(Drop)
class DropAdmin(Words):
    """Drops. A date moved into the future takes its products off the public pages at once."""

    team_path = "season__team"
    words = ("name", "goes_live_at")
    update = staticmethod(update_drop)
    change_action = Action.PUBLISH
    list_display = ("name", "season", "goes_live_at", "time_zone", "products_number")
    list_filter = ("season",)
    search_fields = ("name", "slug", "season__name")
    list_select_related = ("season",)
    date_hierarchy = "goes_live_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(number=Count("products"))
        return counted

    @admin.display(description=_("products"), ordering="number")
    def products_number(self, drop: Any) -> int:
        return int(drop.number)


@admin.register(ShotRequirement)
class ShotRequirementAdmin(ByRole):
    """The house's shot lists: one for all teams, changed here and nowhere else."""

    change_action = Action.PUBLISH
    list_display = ("category", "view", "required")
    list_editable = ("required",)
    list_filter = ("category", "required")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShotRequirement]:
        # They belong to no team.
        return ShotRequirement.objects.all()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.PUBLISH)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.PUBLISH)
