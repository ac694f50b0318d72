"""What was spent in a month, by campaign: estimate against actual, and what is still held."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.visibility import within_team
from apps.jobs.engine.remote import OPEN
from apps.jobs.models import CallStatus, ProviderCall
from skyy.api.errors import Code, Problem
from skyy.money import from_nano

DECEMBER = 12
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Line:
    """A campaign's calls of a month in one currency; ``campaign`` empty: those of no campaign.

    ``estimate`` and ``actual`` are of the calls that ended, so that they can be compared; ``held``
    is of those that have not. Amounts are in units of ``currency``.
    """

    campaign_id: UUID | None
    campaign: str
    currency: str
    calls: int
    estimate: Decimal
    actual: Decimal
    held: Decimal

    @property
    def over(self) -> Decimal:
        """By how much it was dearer than expected."""
        return self.actual - self.estimate


def month(named: str) -> date:
    """Return the first day of a month such as ``2026-11``; empty: of the present one.

    Raises:
        Problem: ``request.invalid`` with ``fields``.
    """
    if not named:
        return timezone.localdate().replace(day=1)
    found = MONTH.fullmatch(named)
    if found is None:
        words = _("A month such as 2026-11.")
        raise Problem(Code.REQUEST_INVALID, words, fields={"month": [words]})
    return date(int(found[1]), int(found[2]), 1)


def month_by_campaign(user: User, first: date) -> list[Line]:
    """Return the lines of the month that begins on ``first``, in the house's time zone."""
    after = date(first.year + first.month // DECEMBER, first.month % DECEMBER + 1, 1)
    ended, still_open = ~Q(status__in=OPEN), Q(status__in=OPEN)
    found = (
        ProviderCall.objects.filter(
            within_team(user), created_at__gte=_begin(first), created_at__lt=_begin(after)
        )
        .order_by("job__campaign__name", "job__campaign", "currency")
        .values("job__campaign", "job__campaign__name", "currency")
        .annotate(
            number=Count("pk"),
            estimated=Sum("estimate_nano", filter=ended),
            actually=Sum("charged_nano", filter=ended),
            open=Sum("estimate_nano", filter=still_open),
        )
    )
    return [
        Line(
            campaign_id=one["job__campaign"],
            campaign=one["job__campaign__name"] or "",
            currency=one["currency"],
            calls=one["number"],
            estimate=from_nano(one["estimated"] or 0),
            actual=from_nano(one["actually"] or 0),
            held=from_nano(one["open"] or 0),
        )
        for one in found
    ]


def uncertain(user: User) -> QuerySet[ProviderCall]:
    """Return the calls that wait for word, oldest first."""
    found = ProviderCall.objects.filter(within_team(user), status=CallStatus.UNCERTAIN)
    return found.select_related("job__campaign", "step").order_by("created_at")


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
