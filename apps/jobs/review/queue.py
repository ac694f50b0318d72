"""What waits for a person, what was decided, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.assets.models import Version
from apps.assets.renditions import prefetched
from apps.catalog.models import Variant
from apps.jobs.models import Job, Review, ReviewStatus

from .claims import held_by_others

STRIP = 8
"""Neighbours shown on each side of the present one."""


class Age(models.TextChoices):
    """How long a result has waited."""

    DAY = "day", _("Today")
    WEEK = "week", _("This week")
    OLDER = "older", _("Older")


@dataclass(frozen=True)
class Filters:
    """Which reviews; an empty value does not narrow.

    Attributes:
        collection: slug.
        sku: a part of it is enough.
        batch: reviews of this batch's jobs.
    """

    status: str = ReviewStatus.WAITING
    collection: str = ""
    category: str = ""
    sku: str = ""
    batch: UUID | None = None
    age: str = ""


def open_review(
    job: Job,
    *,
    role: str,
    view: str,
    reference: Version,
    result: Version,
    variant: Variant | None,
    evidence: Mapping[str, Any],
) -> Review:
    """Put a result before a reviewer. Inside the transaction that ends the job's work.

    Args:
        job: whose result it is; it has one review.
        role: a ``MediaRole``. view: a ``View``.
        reference: the photograph it is compared with.
        variant: what it is shown for once approved; None for a photograph of nothing known.
        evidence: what the steps found, by step key, and ``warnings`` (codes).
    """
    return Review.objects.create(
        job=job,
        team_id=job.team_id,
        variant=variant,
        role=role,
        view=view,
        reference=reference,
        result=result,
        evidence=dict(evidence),
    )


def narrowed(reviews: QuerySet[Review], filters: Filters) -> QuerySet[Review]:
    """Return those that fit, in the order of the queue: the oldest first."""
    conditions = Q()
    if filters.status:
        conditions &= Q(status=filters.status)
    if filters.collection:
        conditions &= Q(variant__product__collection__slug=filters.collection)
    if filters.category:
        conditions &= Q(variant__product__category=filters.category)
    if filters.sku:
        conditions &= Q(variant__sku__icontains=filters.sku)
    if filters.batch:
        conditions &= Q(job__batch=filters.batch)
    if filters.age:
        conditions &= aged(filters.age)
    return reviews.filter(conditions).order_by("created_at", "id")


def queue(user: User | AnonymousUser, filters: Filters) -> QuerySet[Review]:
    """The queue with everything its pages and answers show, in a constant number of queries."""
    return with_pictures(narrowed(Review.objects.visible_to(user), filters))


def with_pictures(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Load what every showing of a review needs."""
    return reviews.select_related(
        "job__fidelity",
        "variant__product__collection",
        "reference__asset",
        "reference__blob",
        "result__asset",
        "result__blob",
        "claim__user",
    ).prefetch_related(prefetched("reference__renditions"), prefetched("result__renditions"))


def waiting_count(user: User | AnonymousUser) -> int:
    """How many wait for a decision."""
    return narrowed(Review.objects.visible_to(user), Filters()).count()


def next_after(review: Review, user: User, filters: Filters | None = None) -> Review | None:
    """What to look at after this one: the next that waits and nobody else holds, round the end."""
    return _neighbour(review, user, filters, forwards=True)


def before(review: Review, user: User, filters: Filters | None = None) -> Review | None:
    """As ``next_after``, backwards."""
    return _neighbour(review, user, filters, forwards=False)


def first_free(user: User, filters: Filters) -> Review | None:
    """Where to begin."""
    return _free(user, filters).first()


def strip(review: Review, user: User, filters: Filters | None = None) -> list[Review]:
    """The review between its neighbours in the queue, for the strip above the pictures."""
    others = narrowed(Review.objects.visible_to(user), _waiting(filters)).exclude(pk=review.pk)
    earlier = list(with_pictures(others.filter(_earlier(review)).reverse())[:STRIP])[::-1]
    later = list(with_pictures(others.filter(_later(review)))[: 2 * STRIP - len(earlier)])
    return [*earlier, review, *later]


def _neighbour(
    review: Review, user: User, filters: Filters | None, *, forwards: bool
) -> Review | None:
    free = _free(user, _waiting(filters)).exclude(pk=review.pk)
    if forwards:
        return free.filter(_later(review)).first() or free.first()
    return free.filter(_earlier(review)).last() or free.last()


def _free(user: User, filters: Filters) -> QuerySet[Review]:
    return narrowed(Review.objects.visible_to(user), filters).exclude(held_by_others(user))


def _waiting(filters: Filters | None) -> Filters:
    return replace(filters or Filters(), status=ReviewStatus.WAITING)


def _later(review: Review) -> Q:
    same = Q(created_at=review.created_at, id__gt=review.pk)
    return Q(created_at__gt=review.created_at) | same


def _earlier(review: Review) -> Q:
    same = Q(created_at=review.created_at, id__lt=review.pk)
    return Q(created_at__lt=review.created_at) | same


def aged(age: str) -> Q:
    """The condition for an age; an unknown one fits nothing."""
    now = timezone.now()
    day, week = now - timedelta(days=1), now - timedelta(days=7)
    if age == Age.DAY:
        return Q(created_at__gte=day)
    if age == Age.WEEK:
        return Q(created_at__lt=day, created_at__gte=week)
    return Q(created_at__lt=week) if age == Age.OLDER else Q(pk__in=[])
