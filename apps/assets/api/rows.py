"""Assets as lists show them, read as plain rows.

A list of fifty needs neither model instances nor a field object for each value; what it shows is
what ``AssetSerializer`` shows of the same assets. Which ones, and how many there are, is asked
without joins first: an index answers that.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.fields import DateTimeField

from apps.assets.models import Asset, Rendition
from apps.assets.renditions import Addresses, Shown, sources

ORDERED_BY = ("id", "created_at", "updated_at", "name")
COLUMNS = (
    "id",
    "name",
    "kind",
    "role",
    "status",
    "description",
    "created_at",
    "updated_at",
    "collection_id",
    "collection__slug",
    "collection__name",
    "photograph__variant__sku",
    "current_version_id",
    "current_version__number",
    "current_version__filename",
    "current_version__width",
    "current_version__height",
    "current_version__blob__size",
    "current_version__blob__media_type",
    "created_by__username",
)


def places(assets: QuerySet[Asset]) -> QuerySet[Asset, Any]:
    """Read no more of each asset than where it stands in a list."""
    return assets.values_list(*ORDERED_BY, named=True)


def listed(ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return what lists show of these assets, in this order.

    Three queries, whatever their number. Assets that went in this moment are left out.
    """
    found = Asset.objects.filter(pk__in=ids).order_by().values_list(*COLUMNS, named=True)
    by_id = {row.id: row for row in found}
    rows = [by_id[one] for one in ids if one in by_id]
    tags = _tags(ids)
    drawn = _drawn([row.current_version_id for row in rows if row.current_version_id])
    addresses = Addresses()
    moment = DateTimeField().to_representation
    return [
        {
            "id": str(row.id),
            "name": row.name,
            "kind": row.kind,
            "role": row.role,
            "status": row.status,
            "description": row.description,
            "collection": _collection(row),
            "tags": tags.get(row.id, []),
            "sku": row.photograph__variant__sku,
            "version": row.current_version__number,
            "version_id": str(row.current_version_id) if row.current_version_id else None,
            "filename": row.current_version__filename,
            "width": row.current_version__width,
            "height": row.current_version__height,
            "size": row.current_version__blob__size,
            "media_type": row.current_version__blob__media_type,
            "picture": _picture(row, drawn, addresses),
            "created_by": row.created_by__username,
            "created_at": moment(row.created_at),
            "updated_at": moment(row.updated_at),
        }
        for row in rows
    ]


def _collection(row: Any) -> dict[str, str] | None:
    if row.collection_id is None:
        return None
    return {
        "id": str(row.collection_id),
        "slug": row.collection__slug,
        "name": row.collection__name,
    }


def _picture(row: Any, drawn: dict[UUID, list[Shown]], addresses: Addresses) -> Sequence[Any]:
    if row.current_version_id is None:
        return []
    original = Shown(
        row.current_version_id,
        row.current_version__blob__media_type,
        row.current_version__width,
        row.current_version__height,
    )
    return sources(drawn.get(row.current_version_id, ()), original, addresses)


def _tags(assets: Iterable[UUID]) -> dict[UUID, list[str]]:
    links = Asset.tags.through.objects.filter(asset__in=list(assets)).order_by("tag__name")
    found: dict[UUID, list[str]] = {}
    for asset, name in links.values_list("asset_id", "tag__name"):
        found.setdefault(asset, []).append(name)
    return found


def _drawn(versions: Iterable[UUID]) -> dict[UUID, list[Shown]]:
    rows = Rendition.objects.filter(version__in=list(versions)).order_by("width", "specification")
    found: dict[UUID, list[Shown]] = {}
    columns = ("version_id", "pk", "blob__media_type", "width", "height", "specification")
    for version, pk, media_type, width, height, specification in rows.values_list(*columns):
        shown = Shown(pk, media_type, width, height, specification)
        found.setdefault(version, []).append(shown)
    return found
