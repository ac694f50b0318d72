"""Clients and campaigns."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Action, may
from apps.catalog.clients import update_campaign, update_client
from apps.catalog.models import Campaign, Client

from .words import Words

if TYPE_CHECKING:
    _TabularInline = admin.TabularInline[Campaign, Client]
else:  # not generic while it runs
    _TabularInline = admin.TabularInline


class CampaignInline(_TabularInline):
    """The campaigns of a client, to look at."""

    model = Campaign
    extra = 0
    fields = ("name", "status", "goal", "created_at")
    readonly_fields = fields
    show_change_link = True
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.READ)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Client)
class ClientAdmin(Words):
    """Clients."""

    words = ("description", "homepage")
    update = staticmethod(update_client)
    change_action = Action.EDIT_CLIENTS
    list_display = ("name", "homepage", "campaigns_number", "team", "created_at")
    search_fields = ("name", "description")
    list_select_related = ("team",)
    inlines = (CampaignInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(number=Count("campaigns"))
        return counted

    @admin.display(description=_("campaigns"), ordering="number")
    def campaigns_number(self, client: Any) -> int:
        return int(client.number)


@admin.register(Campaign)
class CampaignAdmin(Words):
    """Campaigns."""

    team_path = "client__team"
    words = ("goal", "status", "product_url", "brief")
    update = staticmethod(update_campaign)
    change_action = Action.EDIT_CLIENTS
    list_display = ("name", "client", "status", "created_at")
    list_filter = ("status", "client")
    search_fields = ("name", "goal", "client__name")
    list_select_related = ("client",)
