"""Rights and releases that end soon, have ended, or are missing: for lists, badges and Today."""

from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from apps.assets.models import Asset, AssetStatus, Release, Rights

from .terms import NEEDS_RELEASE, WARNING


class Standing(StrEnum):
    """What can be asked of a list of assets."""

    ENDING = "ending"
    ENDED = "ended"
    UNRELEASED = "unreleased"
    LIMITED = "limited"


def standing(assets: QuerySet[Asset], which: str, day: date | None = None) -> QuerySet[Asset]:
    """Narrow assets to those whose rights or releases stand so.

    ``ending``: the last day lies within 30 days; ``ended``: it has passed; ``unreleased``: a
    portrait or voice that no release covers today; ``limited``: there are terms at all.
    """
    today = day or timezone.localdate()
    if which == Standing.ENDING:
        soon = (today, today + WARNING)
        ends = Exists(Rights.objects.filter(asset=OuterRef("pk"), ends_on__range=soon))
        # A release that is followed by a later one does not end anything.
        lasting = _releases().filter(expires_on__gt=soon[1])
        expires = Q(Exists(_releases().filter(expires_on__range=soon))) & ~Exists(lasting)
        return assets.filter(Q(ends) | Q(_bound() & expires))
    if which == Standing.ENDED:
        ended = Exists(Rights.objects.filter(asset=OuterRef("pk"), ends_on__lt=today))
        expired = Exists(_releases()) & ~Exists(_releases().filter(expires_on__gte=today))
        return assets.filter(Q(ended) | Q(_bound() & expired))
    if which == Standing.UNRELEASED:
        return assets.filter(_bound() & ~Exists(_releases().filter(expires_on__gte=today)))
    return assets.filter(Exists(Rights.objects.filter(asset=OuterRef("pk"))))


def last_day(asset: Asset) -> date | None:
    """The day after which the asset may no longer be used; ``None`` when nothing ends it.

    Reads ``asset.rights`` and ``asset.releases``: prefetch them for lists.
    """
    rights: Rights | None = getattr(asset, "rights", None)
    days = [rights.ends_on] if rights is not None and rights.ends_on is not None else []
    if asset.role in NEEDS_RELEASE:
        days += [max((one.expires_on for one in asset.releases.all()), default=date.min)]
    return min(days, default=None)


def _bound() -> Q:
    return Q(role__in=NEEDS_RELEASE)


def _releases() -> QuerySet[Release]:
    kept = Release.objects.filter(asset=OuterRef("pk"))
    return kept.exclude(document__status=AssetStatus.DELETED)
