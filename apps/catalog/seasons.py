"""Every write on seasons and drops."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.accounts.models import Team

from .models import Drop, Season
from .validation import assign, misfit, save


def create_season(
    *, team: Team, name: str, slug: str = "", starts_on: date | None = None
) -> Season:
    """Create a season; the slug is made from the name when none is given.

    Raises:
        Problem: ``CONFLICT`` when the slug is in use, ``REQUEST_INVALID``.
    """
    season = Season(team=team, name=name, slug=slug or slugify(name)[:60], starts_on=starts_on)
    save(season)
    return season


def update_season(season: Season, **changes: Any) -> Season:
    """Change name, slug or starts_on.

    Raises:
        Problem: as ``create_season``.
    """
    fresh = Season.objects.get(pk=season.pk)
    assign(fresh, changes, frozenset({"name", "slug", "starts_on"}))
    save(fresh)
    return fresh


def create_drop(
    *,
    season: Season,
    name: str,
    slug: str = "",
    goes_live_at: datetime | None = None,
    time_zone: str = "UTC",
) -> Drop:
    """Create a drop.

    Args:
        goes_live_at: aware; until then nothing of the drop is public. None: no embargo.
        time_zone: IANA name in which the date is shown.

    Raises:
        Problem: ``CONFLICT`` when the season has the slug, ``REQUEST_INVALID``.
    """
    drop = Drop(
        season=season,
        name=name,
        slug=slug or slugify(name)[:60],
        goes_live_at=goes_live_at,
        time_zone=time_zone,
    )
    _check_zone(time_zone)
    save(drop)
    return drop


def update_drop(drop: Drop, **changes: Any) -> Drop:
    """Change name, slug, goes_live_at or time_zone. Moving the date into the future takes the
    drop's products off every public page at once.

    Raises:
        Problem: as ``create_drop``.
    """
    fresh = Drop.objects.select_related("season").get(pk=drop.pk)
    assign(fresh, changes, frozenset({"name", "slug", "goes_live_at", "time_zone"}))
    _check_zone(fresh.time_zone)
    save(fresh)
    return fresh


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = _("There is no time zone “%(name)s”.") % {"name": name}
        raise misfit("time_zone", message) from error
