"""Pairs that wait for a person, in the order in which they are shown."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.assets.models import Asset, DuplicatePair


def waiting(user: User) -> QuerySet[DuplicatePair]:
    """The open pairs, the same bytes first, then by distance."""
    return DuplicatePair.objects.visible_to(user).open().order_by("distance", "pk")


def next_pair(user: User, after: DuplicatePair | None = None) -> DuplicatePair | None:
    """The pair to look at; behind ``after`` where one was put off, and from the start again when
    that was the last."""
    pairs = waiting(user)
    if after is not None:
        behind = Q(distance=after.distance, pk__gt=after.pk) | Q(distance__gt=after.distance)
        found = pairs.filter(behind).first()
        if found is not None:
            return found
    return pairs.first()


def same_as(asset: Asset) -> Sequence[tuple[DuplicatePair, Asset]]:
    """Open pairs of an asset with others that have the very same bytes."""
    pairs = DuplicatePair.objects.open().filter(exact=True)
    mine = pairs.filter(Q(first=asset) | Q(second=asset)).select_related("first", "second")
    return [(pair, pair.other(asset)) for pair in mine.order_by("pk")]
