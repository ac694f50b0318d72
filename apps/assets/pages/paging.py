"""Where one is in a long list, and the links to both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.assets.browsing.keyset import Place


@dataclass(frozen=True)
class Page:
    """A page that was asked for, among ``total`` things of which it shows ``size``."""

    asked: Place
    total: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def place(self) -> Place:
        """Where it begins; beyond the end it is the last page."""
        if self.asked.number > self.last:
            return Place(self.last)
        # The first page begins at the beginning, whatever came since.
        return self.asked if self.asked.number > 1 else Place(1)

    def links(self, ids: Sequence[UUID]) -> dict[str, Any]:
        """What ``assets/parts/pages.html`` shows."""
        number = self.place.number
        return {
            "total": self.total,
            "number": number,
            "pages": self.last,
            "next": number + 1 if number < self.last and ids else None,
            "previous": number - 1 if number > 1 else None,
            "first_id": ids[0] if ids else None,
            "last_id": ids[-1] if ids else None,
        }
