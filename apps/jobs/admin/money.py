"""Paid calls, budgets and the ledger."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.visibility import within_team
from apps.jobs.models import Budget, LedgerEntry, ProviderCall, WebhookDelivery
from skyy.money import from_nano

from .cache import OwnersSee
from .seen_only import SeenOnly


@admin.register(ProviderCall)
class ProviderCallAdmin(SeenOnly):
    list_display = ["created_at", "provider", "capability", "status", "fault", "job", "charged"]
    list_filter = ["status", "provider", "capability", "fault", "created_at"]
    list_select_related = ["job"]
    search_fields = ["reference", "external_id", "job__id", "job__title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProviderCall]:
        return super().get_queryset(request).filter(within_team(request.user))

    @admin.display(description=_("charged"))
    def charged(self, call: ProviderCall) -> str:
        return "" if call.charged_nano is None else _amount(call.charged_nano, call.currency)


@admin.register(Budget)
class BudgetAdmin(SeenOnly):
    list_display = ["name", "campaign", "limit", "held", "spent"]
    list_select_related = ["campaign"]
    search_fields = ["name", "campaign__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Budget]:
        return Budget.objects.visible_to(request.user)

    @admin.display(description=_("limit"))
    def limit(self, budget: Budget) -> str:
        return "" if budget.limit_nano is None else _amount(budget.limit_nano, budget.currency)

    @admin.display(description=_("held"))
    def held(self, budget: Budget) -> str:
        return _amount(budget.held_nano, budget.currency)

    @admin.display(description=_("spent"))
    def spent(self, budget: Budget) -> str:
        return _amount(budget.spent_nano, budget.currency)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(SeenOnly):
    list_display = ["created_at", "budget", "call", "kind", "amount", "by"]
    list_filter = ["kind", "created_at"]
    list_select_related = ["budget", "call", "by"]
    search_fields = ["call__reference", "call__external_id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LedgerEntry]:
        return super().get_queryset(request).filter(within_team(request.user, "budget__team"))

    @admin.display(description=_("amount"))
    def amount(self, entry: LedgerEntry) -> str:
        return _amount(entry.amount_nano, entry.currency)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(OwnersSee):
    list_display = ["received_at", "provider", "delivery_id"]
    list_filter = ["provider", "received_at"]
    search_fields = ["delivery_id"]
    ordering = ["-received_at"]


def _amount(nano: int, currency: str) -> str:
    return f"{from_nano(nano).normalize():f} {currency}"
