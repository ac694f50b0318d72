"""Photographs named by id, with a word about each that cannot be used."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.assets.models import Asset, AssetKind, AssetStatus, VersionSource
from skyy.api.errors import Code, Problem

from .sources import RELATED, Source, as_sources


def photographs_named(user: User, ids: Mapping[str, UUID]) -> list[Source]:
    """Return the sources for these assets, in the order given, each once.

    Args:
        ids: by the field of the input that holds them, such as ``asset_ids.2``.

    Raises:
        Problem: ``not_found`` when some are not there or not for this user to see;
            ``request.invalid`` when some are no photographs, or not ready. ``fields`` name each.
    """
    seen = Asset.objects.visible_to(user).filter(pk__in=set(ids.values())).select_related(*RELATED)
    known = {asset.id: asset for asset in seen}
    missing = {
        field: [_("There is no asset %(id)s, or you may not see it.") % {"id": wanted}]
        for field, wanted in ids.items()
        if wanted not in known
    }
    if missing:
        words = ngettext(
            "%(count)d of the assets is not there, or you may not see it. Nothing was started.",
            "%(count)d of the assets are not there, or you may not see them. Nothing was started.",
            len(missing),
        )
        raise Problem(Code.NOT_FOUND, words % {"count": len(missing)}, fields=missing)
    unfit = {field: [words] for field, wanted in ids.items() if (words := _why_not(known[wanted]))}
    if unfit:
        words = ngettext(
            "%(count)d of the assets is no photograph that can be used. Nothing was started.",
            "%(count)d of the assets are no photographs that can be used. Nothing was started.",
            len(unfit),
        )
        raise Problem(Code.REQUEST_INVALID, words % {"count": len(unfit)}, fields=unfit)
    return as_sources(known[wanted] for wanted in dict.fromkeys(ids.values()))


def _why_not(asset: Asset) -> str:
    """What keeps an asset from being used, in words; empty for a photograph that is ready."""
    version = asset.current_version
    if asset.kind != AssetKind.IMAGE:
        return _("This is no photograph: %(kind)s.") % {"kind": asset.get_kind_display()}
    if version is not None and version.source == VersionSource.JOB:
        return _("A job made this picture. Name the photograph it was made from.")
    if asset.status != AssetStatus.READY or version is None:
        return _("This photograph is not ready: %(status)s.") % {
            "status": asset.get_status_display()
        }
    return ""
