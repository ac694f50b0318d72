"""How the reviews can be narrowed."""

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict

from apps.catalog.models import Category
from apps.jobs.models import Review, ReviewStatus
from apps.jobs.review.queue import Age, Filters, narrowed


class ReviewFilter(django_filters.FilterSet):
    """The queue's own filters; without ``status`` every review is listed."""

    status = django_filters.ChoiceFilter(choices=ReviewStatus.choices, method="keep")
    collection = django_filters.CharFilter(
        label="Slug of a collection.", method="keep", max_length=100
    )
    category = django_filters.ChoiceFilter(choices=Category.choices, method="keep")
    sku = django_filters.CharFilter(label="Part of the SKU.", method="keep", max_length=100)
    batch = django_filters.UUIDFilter(label="Reviews of this batch's jobs.", method="keep")
    age = django_filters.ChoiceFilter(choices=Age.choices, method="keep")

    class Meta:
        model = Review
        fields: list[str] = []

    def keep(self, reviews: QuerySet[Review], name: str, value: Any) -> QuerySet[Review]:
        return narrowed(reviews, Filters(**({"status": ""} | {name: value})))


def filters_from(query: QueryDict, *, status: str = "") -> Filters:
    """Read the queue's filters from an address; what does not fit narrows nothing.

    Args:
        status: what is meant where the address names none.
    """
    asked = ReviewFilter(query)
    asked.form.is_valid()
    given = {name: value for name, value in asked.form.cleaned_data.items() if value}
    batch = given.get("batch")
    return Filters(
        status=given.get("status", status),
        collection=given.get("collection", ""),
        category=given.get("category", ""),
        sku=given.get("sku", ""),
        batch=batch if isinstance(batch, UUID) else None,
        age=given.get("age", ""),
    )
