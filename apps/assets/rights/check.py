"""May this be used? Asked where a job starts and where something is published.

What was made from an asset is bound by that asset's terms, however many steps lie between.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.assets.models import Asset, AssetStatus, Lineage, Release, Rights, Version
from skyy.api.errors import Code

from .terms import NEEDS_RELEASE, WORLD, Refusal, Use


def check(
    asset: Asset,
    territory: str | None = None,
    channel: str | None = None,
    at: datetime | None = None,
    kind: str | None = None,
) -> None:
    """Refuse a use of an asset that lies outside its rights, or those of what it was made from.

    Args:
        territory: ISO 3166-1 alpha-2, ``WORLD``, or ``None`` where it is not known yet.
        channel: such as ``showcase``, or ``None``.
        at: now when ``None``.
        kind: of asset that is to be made, for releases.

    Raises:
        Problem: ``rights.*`` or ``release.*``, the first of all reasons.
    """
    use = Use.at(at, territory=territory, channel=channel, kind=kind)
    found = refusals(asset.versions.values_list("pk", flat=True), use)
    if found:
        raise found[0].as_problem()


def check_versions(versions: Iterable[UUID], use: Use) -> None:
    """The same for many versions, in a few queries whatever their number.

    Raises:
        Problem: ``rights.*`` or ``release.*``.
    """
    found = refusals(versions, use)
    if found:
        raise found[0].as_problem()


def refusals(versions: Iterable[UUID], use: Use) -> list[Refusal]:
    """Return every reason why these versions may not be used so, nearest assets first."""
    assets = _with_ancestors(versions)
    found: list[Refusal] = []
    for rights in Rights.objects.filter(asset__in=assets).select_related("asset"):
        found += _outside(rights, use)
    found += _unreleased(assets, use)
    order = {asset: place for place, asset in enumerate(assets)}
    return sorted(found, key=lambda refusal: order[refusal.asset_id])


def _with_ancestors(versions: Iterable[UUID]) -> list[UUID]:
    """Ids of the versions' assets and of all they were made from, one query a generation."""
    assets: dict[UUID, None] = {}
    seen: set[UUID] = set()
    generation = set(versions)
    while generation:
        seen |= generation
        of = Version.objects.filter(pk__in=generation).order_by("created_at", "pk")
        assets |= dict.fromkeys(of.values_list("asset", flat=True))
        links = Lineage.objects.filter(child__in=generation)
        generation = set(links.values_list("parent", flat=True)) - seen
    return list(assets)


def _outside(rights: Rights, use: Use) -> list[Refusal]:
    name = rights.asset.name
    found: list[tuple[Code, str]] = []
    if rights.starts_on is not None and use.day < rights.starts_on:
        words = _("%(name)s may be used from %(day)s on, not before.")
        found.append((Code.RIGHTS_NOT_STARTED, words % _dated(name, rights.starts_on)))
    if rights.ends_on is not None and use.day > rights.ends_on:
        words = _("The rights in %(name)s ended on %(day)s. Renew them or use something else.")
        found.append((Code.RIGHTS_ENDED, words % _dated(name, rights.ends_on)))
    if use.territory and rights.territories and use.territory not in rights.territories:
        where = _("everywhere") if use.territory == WORLD else use.territory
        words = _("%(name)s may be used in %(territories)s only, not %(where)s.")
        there = ", ".join(rights.territories)
        given = {"name": name, "territories": there, "where": where}
        found.append((Code.RIGHTS_TERRITORY, words % given))
    if use.channel and rights.channels and use.channel not in rights.channels:
        words = _("%(name)s may be used on %(channels)s only, not on %(channel)s.")
        given = {"name": name, "channels": ", ".join(rights.channels), "channel": use.channel}
        found.append((Code.RIGHTS_CHANNEL, words % given))
    return [Refusal(code, message, rights.asset_id) for code, message in found]


def _unreleased(assets: Iterable[UUID], use: Use) -> list[Refusal]:
    bound = Asset.objects.filter(pk__in=assets, role__in=NEEDS_RELEASE)
    names = dict(bound.values_list("pk", "name"))
    if not names:
        return []
    given: dict[UUID, list[Release]] = {pk: [] for pk in names}
    kept = Release.objects.filter(asset__in=names).exclude(document__status=AssetStatus.DELETED)
    for release in kept:
        given[release.asset_id].append(release)
    return [
        Refusal(*reason, pk)
        for pk, name in names.items()
        if (reason := _release_fault(name, given[pk], use)) is not None
    ]


def _release_fault(name: str, releases: Iterable[Release], use: Use) -> tuple[Code, str] | None:
    releases = list(releases)
    if not releases:
        words = _("%(name)s needs a release by the person in it before anything is made from it.")
        return Code.RELEASE_MISSING, words % {"name": name}
    fitting = [one for one in releases if use.kind is None or use.kind in one.scope]
    if not fitting:
        words = _("The release for %(name)s does not cover this: it is for %(scope)s.")
        scope = ", ".join(sorted({kind for one in releases for kind in one.scope}))
        return Code.RELEASE_SCOPE, words % {"name": name, "scope": scope}
    last = max(one.expires_on for one in fitting)
    if last < use.day:
        words = _("The release for %(name)s expired on %(day)s. Ask for a new one.")
        return Code.RELEASE_EXPIRED, words % _dated(name, last)
    return None


def _dated(name: str, day: object) -> dict[str, str]:
    return {"name": name, "day": date_format(day, "DATE_FORMAT")}  # type: ignore[arg-type]  # a date
