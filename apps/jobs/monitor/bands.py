"""A batch as a band of tiles with its numbers: what the pipeline monitor shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.db.models import Q

from apps.accounts.models import User
from apps.jobs.models import Job, JobStatus

from .controls import Move, offered
from .pace import Pace, paces, remaining
from .states import STATES, State
from .tiles import Tile, tiles
from .words import duration, rate

NO_PACE = Pace(None, None)


@dataclass(frozen=True)
class Tally:
    """How many of a batch's jobs are in a state."""

    state: State
    count: int


@dataclass(frozen=True)
class Band:
    """A batch with everything the page says about it."""

    job: Job
    tiles: Sequence[Tile]
    pace: Pace
    moves: frozenset[Move]

    @property
    def total(self) -> int:
        """Jobs in the batch."""
        return int(self.job.counts.get("total", 0))

    @property
    def done(self) -> int:
        """Jobs the machines are finished with."""
        return max(0, self.total - remaining(self.job))

    @property
    def unseen(self) -> int:
        """Jobs without a tile, for want of room."""
        return max(0, self.total - len(self.tiles))

    @property
    def outcome(self) -> str:
        """``failed`` or ``done`` for a batch at rest, empty while it is worked on."""
        if self.job.status == JobStatus.FAILED:
            return "failed"
        return "done" if self.total and not remaining(self.job) else ""

    @property
    def rate(self) -> str:
        """The pace in words; empty while nothing was measured."""
        return "" if self.pace.per_minute is None else rate(self.pace.per_minute)

    @property
    def time_left(self) -> str:
        """The time left in words; empty while nothing was measured."""
        return "" if self.pace.seconds_left is None else duration(ceil(self.pace.seconds_left))

    @property
    def tallies(self) -> list[Tally]:
        """The states that occur, in the order of the work."""
        counted = [
            Tally(state, sum(int(self.job.counts.get(name.value, 0)) for name in state.statuses))
            for state in STATES.values()
        ]
        return [tally for tally in counted if tally.count]

    @property
    def failures(self) -> list[Tile]:
        """The tiles that failed, for the list of errors in words."""
        return [tile for tile in self.tiles if tile.status == JobStatus.FAILED]


def bands(batches: Sequence[Job], user: User, *, only: Q | None = None) -> list[Band]:
    """Return the bands of these batches, in a number of queries that does not grow with them."""
    drawn, measured = tiles(batches, only=only), paces(batches)
    return [
        Band(
            batch,
            drawn.get(batch.pk, []),
            measured.get(batch.pk, NO_PACE),
            offered(batch, user),
        )
        for batch in batches
    ]


def headings(batches: Sequence[Job], user: User) -> list[Band]:
    """Return bands without their tiles: only the numbers."""
    measured = paces(batches)
    return [
        Band(batch, [], measured.get(batch.pk, NO_PACE), offered(batch, user)) for batch in batches
    ]
