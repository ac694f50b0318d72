"""One page of a long list: the first by counting rows off, the neighbours by where they begin.

``OFFSET`` reads all it leaves out. Whoever goes on from a page names its last asset instead, and
the database begins there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.assets.models import Asset

ORDERS: dict[str, tuple[str, bool]] = {
    "newest": ("created_at", True),
    "oldest": ("created_at", False),
    "name": ("name", False),
}
"""Field and whether it falls; ids in the same direction settle what is equal."""


@dataclass(frozen=True)
class Place:
    """Where a page begins.

    Attributes:
        number: from 1 on.
        after: the last asset of the page before; its place is looked up.
        before: the first asset of the page behind.
    """

    number: int = 1
    after: UUID | None = None
    before: UUID | None = None

    def within(self, total: int, size: int) -> "Place":
        """The same where there is such a page, else the last one. The first begins at the
        beginning, whatever came since."""
        last = last_page(total, size)
        if self.number > last:
            return Place(last)
        return self if self.number > 1 else Place()


def last_page(total: int, size: int) -> int:
    """The number of the last page of so many things."""
    return max(1, -(-total // size))


def page_of(found: QuerySet[Asset], order: str, place: Place, size: int) -> Sequence[UUID]:
    """Return the ids on a page, in order.

    What ``after`` or ``before`` name may be gone: then the rows are counted off.
    """
    name, falling = ORDERS[order]
    anchor = place.after or place.before
    if anchor is not None:
        value = Asset.objects.filter(pk=anchor).values_list(name, flat=True).first()
        if value is not None:
            back = place.after is None
            return _beside(found, name, falling != back, (value, anchor), size, back=back)
    ordered = found.order_by(*_ordering(name, falling))
    start = (place.number - 1) * size
    return list(ordered.values_list("pk", flat=True)[start : start + size])


def _beside(
    found: QuerySet[Asset],
    name: str,
    falling: bool,
    anchor: tuple[object, UUID],
    size: int,
    *,
    back: bool,
) -> Sequence[UUID]:
    value, pk = anchor
    side = "lt" if falling else "gt"
    # The first condition says no more than the second, but an index can begin there.
    beyond = Q(**{f"{name}__{side}e": value}) & (
        Q(**{f"{name}__{side}": value}) | Q(**{name: value, f"pk__{side}": pk})
    )
    ordered = found.filter(beyond).order_by(*_ordering(name, falling))
    ids = list(ordered.values_list("pk", flat=True)[:size])
    return ids[::-1] if back else ids


def _ordering(name: str, falling: bool) -> tuple[str, str]:
    sign = "-" if falling else ""
    return f"{sign}{name}", f"{sign}pk"
