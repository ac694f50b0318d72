"""What is asked of rights, and the reason why something is outside them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from skyy.api.errors import Code, Problem

NEEDS_RELEASE = ("portrait", "voice_sample")
"""Roles of assets in which a person is seen or heard."""

WORLD = "001"
"""Territory of what everybody on earth can open: the code of the world in UN M49."""

WARNING = timedelta(days=30)
"""How long before the last day people are told."""


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody wants to do; what is ``None`` is not asked.

    Attributes:
        day: by the house's calendar.
        territory: ISO 3166-1 alpha-2, or ``WORLD``.
        channel: such as ``showcase``.
        kind: the kind of asset that is to be made (``AssetKind``); asked of releases.
    """

    day: date
    territory: str | None = None
    channel: str | None = None
    kind: str | None = None

    @classmethod
    def at(
        cls,
        moment: datetime | None = None,
        *,
        territory: str | None = None,
        channel: str | None = None,
        kind: str | None = None,
    ) -> "Use":
        """The use at a moment, now when ``None``."""
        return cls(timezone.localdate(moment), territory, channel, kind)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an asset may not be used; ``asset_id`` may be an ancestor of what was asked about."""

    code: Code
    message: str
    asset_id: UUID

    def as_problem(self) -> Problem:
        """For raising."""
        return Problem(self.code, self.message)
