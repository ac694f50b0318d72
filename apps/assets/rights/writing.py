"""Saying what an asset may be used for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.assets.models import Asset, Rights
from skyy.api.errors import Code, Problem

_TERRITORY = re.compile(r"[A-Z]{2}")
_CHANNEL = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
MOST_CODES = 250
TERMS = ("owner", "licence", "territories", "channels", "starts_on", "ends_on")


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
    values = checked(terms)
    with transaction.atomic():
        before = said(Rights.objects.filter(asset=asset).first())
        rights, _made = Rights.objects.update_or_create(
            asset=asset, defaults={**values, "updated_by": user}
        )
        _audit(asset, before, said(rights))
    return rights


def clear_rights(asset: Asset) -> bool:
    """Take the terms away: the asset is the house's own and free. Returns whether it had any."""
    with transaction.atomic():
        before = said(Rights.objects.filter(asset=asset).first())
        gone = bool(Rights.objects.filter(asset=asset).delete()[0])
        if gone:
            _audit(asset, before, {})
    return gone


def said(rights: Rights | None) -> dict[str, Any]:
    """The terms as JSON, for records; nothing for none."""
    if rights is None:
        return {}
    values = {name: getattr(rights, name) for name in TERMS}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _audit(asset: Asset, before: dict[str, Any], after: dict[str, Any]) -> None:
    audit(Happening.RIGHTS_CHANGED, about=asset, name=asset.name, before=before, after=after)


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
