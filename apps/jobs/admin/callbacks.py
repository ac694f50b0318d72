"""The log of callbacks."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Action, may
from apps.jobs.callbacks.log import visible_deliveries
from apps.jobs.callbacks.recording import resend
from apps.jobs.models import CallbackDelivery
from skyy.api.errors import Problem

from .seen_only import SeenOnly


@admin.register(CallbackDelivery)
class CallbackDeliveryAdmin(SeenOnly):
    list_display = ["created_at", "job", "status", "attempts", "last_status", "last_error"]
    list_filter = ["status", "created_at"]
    list_select_related = ["job"]
    search_fields = ["job__id", "job__title"]
    actions = ["send_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CallbackDelivery]:
        return visible_deliveries(request.user).select_related("job")

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Asked by the action."""
        return may(request.user, Action.CONTROL_JOBS)

    @admin.action(description=_("Send again"), permissions=["resend"])
    def send_again(self, request: HttpRequest, deliveries: QuerySet[CallbackDelivery]) -> None:
        for delivery in deliveries:
            try:
                resend(delivery)
            except Problem as problem:
                self.message_user(request, f"{delivery}: {problem.message}", messages.WARNING)
            else:
                words = gettext("It is sent again in a moment.")
                self.message_user(request, words, messages.SUCCESS)
