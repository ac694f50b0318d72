"""Saying what an asset may be used for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.assets.models import Asset, Rights
from skyy.api.errors import Code, Problem

_TERRITORY = re.compile(r"[A-Z]{2}")
_CHANNEL = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
MOST_CODES = 250


@dataclass(frozen=True)
class Terms:
    """What ``Rights`` holds, unchecked; no territories and no channels mean all."""

    owner: str = ""
    licence: str = ""
    territories: Iterable[str] = field(default_factory=tuple)
    channels: Iterable[str] = field(default_factory=tuple)
    starts_on: date | None = None
    ends_on: date | None = None


def set_rights(asset: Asset, terms: Terms, user: User | None) -> Rights:
    """Write an asset's rights, replacing those it has.

    Raises:
        Problem: ``request.invalid`` with ``fields``.
    """
    rights, _made = Rights.objects.update_or_create(
        asset=asset, defaults={**checked(terms), "updated_by": user}
    )
    return rights


def clear_rights(asset: Asset) -> bool:
    """Take the terms away: the asset is the house's own and free. Returns whether it had any."""
    return bool(Rights.objects.filter(asset=asset).delete()[0])


def checked(terms: Terms) -> dict[str, Any]:
    """Return the columns of ``Rights``.

    Raises:
        Problem: ``request.invalid`` with ``fields``.
    """
    faults: dict[str, list[str]] = {}
    territories = _codes(terms.territories, str.upper)
    channels = _codes(terms.channels, str.lower)
    wrong = [code for code in territories if not _TERRITORY.fullmatch(code)]
    if wrong or len(territories) > MOST_CODES:
        words = _("Two letters each, such as FR; not “%(code)s”.")
        faults["territories"] = [words % {"code": ", ".join(wrong[:5])}]
    wrong = [code for code in channels if not _CHANNEL.fullmatch(code)]
    if wrong or len(channels) > MOST_CODES:
        words = _("Small letters and digits, such as showcase; not “%(code)s”.")
        faults["channels"] = [words % {"code": ", ".join(wrong[:5])}]
    for name, longest in (("owner", 160), ("licence", 400)):
        if len(getattr(terms, name)) > longest:
            faults[name] = [_("At most %(most)d characters.") % {"most": longest}]
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        faults["ends_on"] = [_("The last day comes before the first.")]
    if faults:
        raise Problem(Code.REQUEST_INVALID, next(iter(faults.values()))[0], fields=faults)
    return {
        "owner": terms.owner.strip(),
        "licence": terms.licence.strip(),
        "territories": territories,
        "channels": channels,
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
    }


def _codes(given: Iterable[str], case: Any) -> tuple[str, ...]:
    return tuple(sorted({case(code.strip()) for code in given if code.strip()}))
