"""Photographs whose names said nothing that could be used: they wait to be placed by hand."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.assets.models import Asset, AssetKind, Version, VersionSource
from skyy.api.errors import Code, Problem

from .models import Photograph, Variant, View
from .naming.reading import Read, read_name, read_names
from .photographs import attach_photograph
from .skus import from_file_name

ROLE = "photograph"
ASIDE = "other"
"""Role of a picture that was taken out of the tray because it shows no product."""
MOST = 1000


def arrived(asset_id: UUID) -> None:
    """Place a photograph that has just come in by its name, where that names one colourway; else it
    waits. Called by the assets floor, in the transaction that makes the asset."""
    asset = Asset.objects.select_related("current_version", "team").get(pk=asset_id)
    if asset.role != ROLE or asset.kind != AssetKind.IMAGE or asset.current_version is None:
        return
    read = read_name(asset.team_id, asset.current_version.filename)
    if read.variant is not None:
        _place(asset, read.variant, read.view)


def waiting(user: User) -> QuerySet[Asset]:
    """The photographs in the tray, newest first: brought in, and of no product."""
    brought = Asset.objects.visible_to(user).filter(
        role=ROLE, kind=AssetKind.IMAGE, photograph__isnull=True
    )
    return brought.exclude(current_version__source=VersionSource.JOB).order_by("-created_at", "-pk")


def read(assets: Sequence[Asset]) -> list[Read]:
    """What the names of these say; reads ``current_version``."""
    by_team: dict[UUID, list[int]] = {}
    for place, asset in enumerate(assets):
        by_team.setdefault(asset.team_id, []).append(place)
    found: dict[int, Read] = {}
    for team, places in by_team.items():
        names = [_filename(assets[place].current_version) for place in places]
        found |= dict(zip(places, read_names(team, names), strict=True))
    return [found[place] for place in range(len(assets))]


def place_many(user: User, ids: Sequence[UUID], variant: Variant, view: str = "") -> int:
    """Say that these photographs show a variant, all or none.

    Args:
        view: of all of them; where empty, each name's own, else the front.

    Returns:
        How many were placed.

    Raises:
        Problem: ``request.invalid`` for none, too many or an unknown view; ``not_found`` when one
            is not in the tray any more.
    """
    wanted = list(dict.fromkeys(ids))
    if not 0 < len(wanted) <= MOST:
        words = _("Tick 1 to %(most)d photographs.") % {"most": MOST}
        raise Problem(Code.REQUEST_INVALID, words, fields={"asset_ids": [words]})
    with transaction.atomic():
        tray = waiting(user).filter(pk__in=wanted, team=variant.team_id)
        assets = list(tray.select_related("current_version"))
        if len(assets) != len(wanted):
            words = _("%(number)d of them wait no longer. Nothing was placed.")
            raise Problem(Code.NOT_FOUND, words % {"number": len(wanted) - len(assets)})
        names = [_filename(asset.current_version) for asset in assets]
        views = [view] * len(assets) if view else _views(names)
        for asset, seen in zip(assets, views, strict=True):
            attach_photograph(variant, asset, seen)
    return len(assets)


def read_again(user: User) -> int:
    """Read the names in the tray once more, as after a change of the templates; returns how many
    found their place."""
    assets = list(waiting(user).select_related("current_version", "team")[:MOST])
    placed = 0
    for asset, said in zip(assets, read(assets), strict=True):
        if said.variant is not None:
            with transaction.atomic():
                placed += _place(asset, said.variant, said.view)
    return placed


def _place(asset: Asset, variant: Variant, view: str) -> bool:
    try:
        attach_photograph(variant, asset, view)
    except Problem:
        # Somebody was faster; it is where they put it.
        return Photograph.objects.filter(asset=asset, variant=variant).exists()
    return True


def _views(names: Sequence[str]) -> list[str]:
    """The view at the end of each name, the front where there is none."""
    return [from_file_name(name).view or View.FRONT for name in names]


def _filename(version: Version | None) -> str:
    return version.filename if version is not None else ""
