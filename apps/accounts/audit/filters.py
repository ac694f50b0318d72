"""What the log can be narrowed by; the API, the page and its export ask the same questions."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import AuditEntry, User
from apps.accounts.visibility import within_team

from .happenings import Happening


def _people(request: HttpRequest | None) -> QuerySet[User]:
    if request is None:
        return User.objects.none()
    return User.objects.filter(within_team(request.user)).order_by("username")


class AuditFilter(django_filters.FilterSet):
    """``?happening=review.approved&person=…&since=2026-11-01&until=2026-11-30``"""

    happening = django_filters.MultipleChoiceFilter(choices=Happening.choices, label=_("What"))
    person = django_filters.ModelChoiceFilter(
        queryset=_people,  # type: ignore[arg-type]  # a callable is fine, the stubs forget it
        label=_("Who"),
        empty_label=_("Anybody"),
    )
    since = django_filters.DateFilter(
        field_name="at",
        lookup_expr="date__gte",
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        field_name="at",
        lookup_expr="date__lte",
        label=_("To"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    address = django_filters.CharFilter(max_length=45, label=_("Address"))
    request_id = django_filters.CharFilter(max_length=36, label=_("Request"))
    about = django_filters.CharFilter(
        method="concerning", max_length=200, label=_("Thing: its name or id")
    )

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def concerning(self, entries: QuerySet[AuditEntry], _name: str, text: str) -> Any:
        """Entries about a row with this id, or whose name holds this text."""
        return entries.filter(Q(about_id=text.strip()) | Q(about_name__icontains=text.strip()))
