"""Releases: a person's written word for their portrait or voice."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.assets.models import Asset, AssetKind, AssetStatus, Release
from skyy.api.errors import Code, Problem

from .terms import NEEDS_RELEASE

PAPERS = (AssetKind.DOCUMENT, AssetKind.IMAGE)
"""Kinds of asset that can be the signed paper: a document, or its scan."""


def add_release(
    asset: Asset,
    *,
    person: str,
    scope: Iterable[str],
    expires_on: date,
    document: Asset,
    user: User | None,
) -> Release:
    """Record a release for a portrait or a voice sample.

    Args:
        scope: kinds of asset that may be made from it, at least one.
        expires_on: the last day it holds.
        document: the signed paper, an asset of the same team.

    Raises:
        Problem: ``request.invalid`` with ``fields``.
    """
    kinds = sorted(set(scope))
    faults: dict[str, list[str]] = {}
    if asset.role not in NEEDS_RELEASE:
        words = _("Only portraits and voice samples have releases; this is a %(role)s.")
        faults["asset"] = [words % {"role": asset.role}]
    if not person.strip():
        faults["person"] = [_("Whose release is it?")]
    if not kinds or not set(kinds) <= set(AssetKind.values):
        words = _("At least one of %(kinds)s.")
        faults["scope"] = [words % {"kinds": ", ".join(AssetKind.values)}]
    if document.team_id != asset.team_id or document.status == AssetStatus.DELETED:
        faults["document"] = [_("This document is not there.")]
    elif document.kind not in PAPERS or document.pk == asset.pk:
        faults["document"] = [_("The signed paper is a document, or a scan of one.")]
    if faults:
        raise Problem(Code.REQUEST_INVALID, next(iter(faults.values()))[0], fields=faults)
    with transaction.atomic():
        release = Release.objects.create(
            team_id=asset.team_id,
            asset=asset,
            person=person.strip()[:160],
            scope=kinds,
            expires_on=expires_on,
            document=document,
            created_by=user,
        )
        after = {"release": str(release.pk), "scope": kinds, "expires_on": expires_on}
        audit(Happening.RIGHTS_CHANGED, about=asset, name=asset.name, before={}, after=after)
    return release


def withdraw_release(release: Release) -> None:
    """Take a release back: from now on nothing is made from the asset on its word."""
    asset = release.asset
    before = {"release": str(release.pk), "scope": list(release.scope)}
    with transaction.atomic():
        release.delete()
        audit(Happening.RIGHTS_CHANGED, about=asset, name=asset.name, before=before, after={})
