"""How many assets there are of what, from one grouped query.

Counts beside filters and the number of results come from the same rows, so that they agree: what a
count says is what choosing it shows.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from apps.assets.models import Asset, Tag
from apps.assets.specifications import UNLISTED_ROLES

DIMENSIONS = ("collection", "kind", "role", "status")
TIES = 50
"""Tags with as many assets as the last one shown, among which the alphabet decides."""
Row = tuple[UUID | None, str, str, str]


@dataclass(frozen=True)
class Chosen:
    """What is ticked; an empty question does not narrow, but for roles: working material and
    evidence come only when their role is ticked."""

    collection: Collection[UUID] = frozenset()
    kind: Collection[str] = frozenset()
    role: Collection[str] = frozenset()
    status: Collection[str] = frozenset()

    def admits(self, row: Row, *, but: str = "") -> bool:
        """Whether assets like this are shown, leaving one question out."""
        for name, value in zip(DIMENSIONS, row, strict=True):
            wanted = getattr(self, name)
            if name == but:
                continue
            if name == "role" and not wanted:
                if value in UNLISTED_ROLES:
                    return False
            elif wanted and value not in wanted:
                return False
        return True


@dataclass(frozen=True)
class Counts:
    """Assets by collection, kind, role and status at once."""

    rows: Mapping[Row, int] = field(default_factory=dict)

    @classmethod
    def of(cls, assets: QuerySet[Asset]) -> "Counts":
        """Count assets that are narrowed by everything but the four."""
        rows = assets.order_by().values_list(*DIMENSIONS).annotate(number=Count("*"))
        return cls({(row[0], row[1], row[2], row[3]): row[4] for row in rows})

    def total(self, chosen: Chosen) -> int:
        """How many are shown."""
        return sum(number for row, number in self.rows.items() if chosen.admits(row))

    def by(self, name: str, chosen: Chosen) -> dict[UUID | str | None, int]:
        """How many each answer to one question would show, the other questions as they are."""
        place = DIMENSIONS.index(name)
        tally: dict[UUID | str | None, int] = {}
        for row, number in self.rows.items():
            if chosen.admits(row, but=name):
                tally[row[place]] = tally.get(row[place], 0) + number
        return tally


def tag_counts(assets: QuerySet[Asset], *, most: int) -> list[tuple[str, int]]:
    """Return the tags used most among these assets, with how many have each."""
    through: QuerySet[Any] = Asset.tags.through.objects.filter(
        asset__in=assets.order_by().values("pk")
    )
    # Names are looked up for the few that are shown, not joined to every link.
    counted = through.order_by().values_list("tag").annotate(number=Count("*"))
    numbers = dict(counted)
    names = Tag.objects.filter(pk__in=sorted(numbers, key=lambda pk: -numbers[pk])[: most + TIES])
    found = sorted((-numbers[pk], name) for pk, name in names.values_list("pk", "name"))
    return [(name, -number) for number, name in found[:most]]


def shown(assets: QuerySet[Asset], roles: Iterable[str]) -> QuerySet[Asset]:
    """Leave working material and evidence out while no role is ticked."""
    return assets if list(roles) else assets.exclude(role__in=UNLISTED_ROLES)
