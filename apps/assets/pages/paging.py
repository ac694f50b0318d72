"""Where one is in a long list, and the links to both sides."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import QueryDict

from apps.assets.browsing.keyset import Place, last_page

from .identifiers import uuid_or_none


def place_asked(asked: QueryDict) -> Place:
    """The place that an address names; the first page for anything that is none."""
    given = asked.get("page", "1")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 1
    after, before = (uuid_or_none(asked.get(name, "")) for name in ("after", "before"))
    return Place(max(1, number), after, before)


def links(place: Place, total: int, size: int, ids: Sequence[UUID]) -> dict[str, Any]:
    """What ``assets/parts/pages.html`` shows of a page with these ids."""
    number, last = place.number, last_page(total, size)
    return {
        "total": total,
        "number": number,
        "pages": last,
        "next": number + 1 if number < last and ids else None,
        "previous": number - 1 if number > 1 else None,
        "first_id": ids[0] if ids else None,
        "last_id": ids[-1] if ids else None,
    }
