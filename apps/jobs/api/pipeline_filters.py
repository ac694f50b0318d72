"""How the jobs that make 3D models can be narrowed."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from apps.jobs.models import Job, JobStatus

from .pipeline_requested import PROVIDERS, QUALITIES


class ModelJobFilter(django_filters.FilterSet):
    """Batches stand for their jobs unless a batch is asked for."""

    status = django_filters.MultipleChoiceFilter(
        choices=JobStatus.choices, label="Status; may be given several times."
    )
    provider = django_filters.ChoiceFilter(
        choices=[(name, name) for name in PROVIDERS], field_name="params__provider"
    )
    quality = django_filters.ChoiceFilter(
        choices=[(name, name) for name in QUALITIES], field_name="params__quality"
    )
    batch = django_filters.UUIDFilter(field_name="batch", label="Jobs of this batch.")

    class Meta:
        model = Job
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        found: QuerySet[Job] = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("batch") else found.filter(batch__isnull=True)
