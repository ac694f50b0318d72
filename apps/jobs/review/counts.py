"""How many reviews each choice of a filter would show, the other filters kept."""

from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet

from apps.accounts.models import User
from apps.catalog.models import Category
from apps.jobs.models import Review, ReviewStatus

from .queue import Age, Filters, aged, narrowed

COLLECTION = "variant__product__collection"
CATEGORY = "variant__product__category"


@dataclass(frozen=True)
class Counted:
    """A choice, its words, and how many it would show."""

    value: str
    label: str
    number: int


@dataclass(frozen=True)
class Counts:
    """By status and age in their own order; by collection and category what is there."""

    status: list[Counted]
    collection: list[Counted]
    category: list[Counted]
    age: list[Counted]


def count(user: User | AnonymousUser, filters: Filters) -> Counts:
    """Count in four queries, whatever there is."""
    reviews = Review.objects.visible_to(user)
    return Counts(
        status=_by_status(narrowed(reviews, replace(filters, status=""))),
        collection=_by_collection(narrowed(reviews, replace(filters, collection=""))),
        category=_by_category(narrowed(reviews, replace(filters, category=""))),
        age=_by_age(narrowed(reviews, replace(filters, age=""))),
    )


def _by_status(reviews: QuerySet[Review]) -> list[Counted]:
    found = dict(reviews.order_by().values_list("status").annotate(Count("pk")))
    return [
        Counted(value, str(label), found.get(value, 0)) for value, label in ReviewStatus.choices
    ]


def _by_collection(reviews: QuerySet[Review]) -> list[Counted]:
    known = reviews.filter(**{f"{COLLECTION}__isnull": False}).order_by(f"{COLLECTION}__position")
    found = known.values_list(f"{COLLECTION}__slug", f"{COLLECTION}__name").annotate(Count("pk"))
    return [Counted(slug, name, number) for slug, name, number in found]


def _by_category(reviews: QuerySet[Review]) -> list[Counted]:
    found = dict(reviews.order_by().values_list(CATEGORY).annotate(Count("pk")))
    chosen = [(value, label) for value, label in Category.choices if value in found]
    return [Counted(value, str(label), found[value]) for value, label in chosen]


def _by_age(reviews: QuerySet[Review]) -> list[Counted]:
    found = reviews.aggregate(**{age.value: Count("pk", filter=aged(age)) for age in Age})
    return [Counted(age.value, str(age.label), found[age.value]) for age in Age]
