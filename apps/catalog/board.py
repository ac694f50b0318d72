"""The drops board: how far every drop is, and what keeps it from its date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User

from .models import Drop, Product, ProductStatus, Season
from .standing import Standing, standings

STAGES = ("planned", "shot", "made", "approved", "published")


@dataclass(frozen=True)
class Block:
    """One reason why the date is not safe, and the products behind it.

    ``state`` is the filter of the products page that shows them, or empty.
    """

    words: str
    state: str
    products: tuple[Product, ...]


@dataclass(frozen=True)
class DropBoard:
    """A drop with its counts by stage; each stage counts the products that have reached it."""

    drop: Drop
    counts: dict[str, int]
    blocks: tuple[Block, ...]
    overdue: bool

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way of the date."""
        return not self.blocks


@dataclass(frozen=True)
class SeasonBoard:
    """A season and its drops, by date."""

    season: Season
    drops: tuple[DropBoard, ...]


def season_boards(user: User, *, now: datetime | None = None) -> list[SeasonBoard]:
    """Return the boards of every season the user may see, newest season first."""
    seasons = list(Season.objects.visible_to(user))
    boards = {board.drop.pk: board for board in drop_boards(_drops(user), now=now)}
    return [
        SeasonBoard(
            season,
            tuple(board for board in boards.values() if board.drop.season_id == season.pk),
        )
        for season in seasons
    ]


def drop_boards(drops: Sequence[Drop], *, now: datetime | None = None) -> list[DropBoard]:
    """Return a board per drop, in a constant number of queries."""
    now = now or timezone.now()
    active = Product.objects.filter(drop__in=drops, status=ProductStatus.ACTIVE).order_by("name")
    by_drop: dict[object, list[Standing]] = {drop.pk: [] for drop in drops}
    for standing in standings(active).values():
        by_drop[standing.product.drop_id].append(standing)
    return [_board(drop, by_drop[drop.pk], now) for drop in drops]


def _drops(user: User) -> list[Drop]:
    return list(Drop.objects.visible_to(user).select_related("season"))


def _board(drop: Drop, of: list[Standing], now: datetime) -> DropBoard:
    counts = {
        "planned": len(of),
        "shot": sum(standing.shot for standing in of),
        "made": sum(standing.made for standing in of),
        "approved": sum(standing.approved for standing in of),
        "published": sum(standing.live and standing.approved for standing in of),
    }
    due = drop.goes_live_at is not None and drop.goes_live_at <= now
    return DropBoard(
        drop, counts, _blocks(of, due=due), overdue=due and counts["published"] < counts["planned"]
    )


def _blocks(of: list[Standing], *, due: bool) -> tuple[Block, ...]:
    """What stands in the way, each product named once, where it is stuck."""
    if not of:
        return (Block(_("No products are planned for this drop."), "", ()),)
    # What is live in every colourway is past being blocked, even with a view still to be shot.
    stuck = [standing for standing in of if not (standing.live and standing.approved)]
    unshot = [standing for standing in stuck if not standing.shot]
    rest = [standing for standing in stuck if standing.shot]
    unmade = [standing for standing in rest if not standing.made]
    waiting = [s for s in rest if s.made and not s.approved and s.waiting]
    refused = [s for s in rest if s.made and not s.approved and not s.waiting]
    unpublished = [s for s in rest if s.approved] if due else []
    found = (
        (unshot, "missing", ngettext("%d lacks photographs", "%d lack photographs", len(unshot))),
        (unmade, "to_make", ngettext("%d has no packshot", "%d have no packshot", len(unmade))),
        (waiting, "waiting", ngettext("%d waits for review", "%d wait for review", len(waiting))),
        (refused, "", ngettext("%d was not approved", "%d were not approved", len(refused))),
        (
            unpublished,
            "approved",
            ngettext(
                "%d is approved but not live", "%d are approved but not live", len(unpublished)
            ),
        ),
    )
    return tuple(
        Block(words % len(held), state, tuple(standing.product for standing in held))
        for held, state, words in found
        if held
    )
