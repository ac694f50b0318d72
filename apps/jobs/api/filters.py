"""How a list of jobs can be narrowed."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from rest_framework.request import Request

from apps.jobs.models import Job, JobStatus
from apps.jobs.monitor.listing import INTERNAL_KINDS


class JobFilter(django_filters.FilterSet):
    """Batches stand for their jobs, and internal kinds stay hidden, unless asked for."""

    kind = django_filters.CharFilter(label="Kind of job, such as packshot.")
    status = django_filters.MultipleChoiceFilter(
        choices=JobStatus.choices, label="Status; may be given several times."
    )
    batch = django_filters.UUIDFilter(field_name="batch", label="Jobs of this batch.")
    source = django_filters.UUIDFilter(field_name="source", label="Made from this version.")
    variant = django_filters.UUIDFilter(field_name="variant", label="Made for this variant.")
    top_level = django_filters.BooleanFilter(
        method="filter_top_level",
        label="True (default): no batch's children. False: every job, children too.",
    )
    created_after = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_before = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="lt")
    mine = django_filters.BooleanFilter(method="filter_mine", label="Only what I asked for.")

    class Meta:
        model = Job
        fields: list[str] = []

    def filter_top_level(self, jobs: QuerySet[Job], name: str, value: bool) -> QuerySet[Job]:
        return jobs.filter(batch__isnull=True) if value else jobs

    def filter_mine(self, jobs: QuerySet[Job], name: str, value: bool) -> QuerySet[Job]:
        own = Q(created_by=self._asking.user.pk)
        return jobs.filter(own if value else ~own)

    def filter_queryset(self, queryset: Any) -> Any:
        chosen = self.form.cleaned_data
        found = super().filter_queryset(queryset)
        if not chosen.get("kind"):
            found = found.exclude(kind__in=INTERNAL_KINDS)
        if chosen.get("top_level") is None and not chosen.get("batch"):
            found = found.filter(batch__isnull=True)
        return found

    @property
    def _asking(self) -> Request:
        request: Any = self.request
        assert isinstance(request, Request)
        return request


class ChildFilter(django_filters.FilterSet):
    """How a batch's jobs can be narrowed."""

    status = django_filters.MultipleChoiceFilter(
        choices=JobStatus.choices, label="Status; may be given several times."
    )

    class Meta:
        model = Job
        fields: list[str] = []
