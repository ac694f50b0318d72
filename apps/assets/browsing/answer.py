"""What the library answers to a question: one page of assets, and how much there is of what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from apps.accounts.models import User
from apps.assets.filters import AssetFilter
from apps.assets.listing import for_cards
from apps.assets.models import Asset

from .counts import DIMENSIONS, Chosen, Counts, shown, tag_counts
from .keyset import ORDERS, Place, page_of
from .remembered import remembered

MOST_TAGS = 12


@dataclass(frozen=True)
class Looked:
    """``ids`` are those of the page, ``assets`` the rows with what a card shows, in their order;
    ``place`` is where the page begins, within what there is."""

    total: int
    place: Place
    ids: Sequence[UUID]
    assets: Sequence[Asset]
    counts: Counts
    chosen: Chosen
    tags: Sequence[tuple[str, int]]


def look(
    user: User, asked: QueryDict, place: Place, size: int, *, request: HttpRequest | None = None
) -> Looked:
    """Answer in the same number of queries whatever the size of the library.

    Args:
        asked: filters, search and order, without blanks; what cannot be understood narrows nothing.
        place: of the page; beyond the end it is the last one.
        size: assets of a page.
        request: for filters whose answers depend on who asks.
    """
    visible = Asset.objects.visible_to(user)
    narrowing = AssetFilter(asked, queryset=visible, request=request)
    chosen = _chosen(narrowing)
    found = shown(narrowing.qs, chosen.role)
    counts = Counts.of(AssetFilter(_without(asked, DIMENSIONS), queryset=visible).qs)
    total = counts.total(chosen)
    place = place.within(total, size)
    order = asked.get("order", "newest")
    ids = page_of(found, order if order in ORDERS else "newest", place, size)
    rows = {asset.pk: asset for asset in for_cards(Asset.objects.filter(pk__in=ids))}
    assets = [rows[pk] for pk in ids if pk in rows]
    return Looked(total, place, ids, assets, counts, chosen, _tags(user, asked, found))


def _chosen(narrowing: AssetFilter) -> Chosen:
    narrowing.is_valid()
    clean = narrowing.form.cleaned_data
    return Chosen(
        collection=frozenset(one.pk for one in clean.get("collection") or ()),
        kind=frozenset(clean.get("kind") or ()),
        role=frozenset(clean.get("role") or ()),
        status=frozenset(clean.get("status") or ()),
    )


def _tags(user: User, asked: QueryDict, found: QuerySet[Asset]) -> Sequence[tuple[str, int]]:
    if "rights" in asked:
        # Rights change without their asset, and with the day.
        return tag_counts(found, most=MOST_TAGS)
    question = {name: sorted(asked.getlist(name)) for name in AssetFilter.base_filters}
    return remembered(user, "tags", question, lambda: tag_counts(found, most=MOST_TAGS))


def _without(asked: QueryDict, names: Iterable[str]) -> QueryDict:
    rest = asked.copy()
    for name in names:
        rest.pop(name, None)
    return rest
