"""What a search of the library looks through: one folded text for each asset.

Name, description, tags and the SKU of the variant it photographs, kept beside the asset, so that a
word is one condition on one column: a trigram index on PostgreSQL, a plain ``LIKE`` on SQLite, the
same answer on both. Whoever changes one of the four calls ``refresh``.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from .folding import folded, text_of
from .models import Asset

MOST_WORDS = 10
_AT_ONCE = 500


def words(text: str) -> list[str]:
    """What is looked for: each word must occur."""
    return folded(text).split()[:MOST_WORDS]


def matching(assets: QuerySet[Asset], text: str) -> QuerySet[Asset]:
    """Assets in which every word of ``text`` occurs: name, description, tags or SKU."""
    for word in words(text):
        assets = assets.filter(search__contains=word)
    return assets


def refresh(assets: Iterable[UUID]) -> int:
    """Bring the texts of these assets up to date; returns how many had changed.

    Three queries for five hundred assets, beside the writing. What is found by other words counts
    as changed (``browsing.remembered``). The SKU is named by its lookup path: the catalog lies a
    floor above.
    """
    ids = list(assets)
    parts = [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
    return sum(_refresh(part) for part in parts)


def refresh_tag(tag: UUID) -> int:
    """The same for every asset under a tag that was renamed."""
    return refresh(Asset.objects.filter(tags=tag).values_list("pk", flat=True))


def _refresh(ids: Sequence[UUID]) -> int:
    rows = Asset.objects.filter(pk__in=ids).values_list(
        "pk", "name", "description", "search", "photograph__variant__sku"
    )
    links = Asset.tags.through.objects.filter(asset__in=ids)
    tags: dict[UUID, list[str]] = {}
    for asset, name in links.values_list("asset_id", "tag__name"):
        tags.setdefault(asset, []).append(name)
    changed = []
    for pk, name, description, before, sku in rows:
        text = text_of(name, description, tags.get(pk, ()), sku or "")
        if text != before:
            changed.append(Asset(pk=pk, search=text, updated_at=timezone.now()))
    if changed:
        Asset.objects.bulk_update(changed, ["search", "updated_at"])
    return len(changed)
