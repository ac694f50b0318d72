"""What becomes of an asset: edited, ready, failed, deleted, restored."""

from collections.abc import Iterable
from typing import cast

from django.db import transaction
from django.utils import timezone

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.accounts.permissions import Action, may
from skyy.api.errors import Code, Problem

from . import ports, search
from .content.found import Found, Kind
from .content.roles import check_role
from .duplicates import deciding
from .models import Asset, AssetStatus, Collection, Tag
from .rights.terms import NEEDS_RELEASE
from .specifications import gets_renditions


@transaction.atomic
def edit(
    asset: Asset,
    *,
    name: str | None = None,
    description: str | None = None,
    role: str | None = None,
    collection: Collection | str | None = "unchanged",
    tags: Iterable[str] | None = None,
    user: User | None = None,
) -> Asset:
    """Change what is said of an asset; what is not given stays as it is.

    Args:
        collection: a collection of the asset's team, or ``None`` for none.
        tags: the words it is filed under, replacing those it has.
        user: who says so; taking a person's portrait or voice for something else asks for the
            right to edit rights.

    Raises:
        Problem: ``request.invalid`` for an empty name or a collection of another team; what
            ``content.roles.check_role`` refuses a role for; ``permission.denied``.
    """
    if name is not None:
        if not name.strip():
            raise _invalid("name", "An asset needs a name.")
        asset.name = name.strip()[:200]
    if description is not None:
        asset.description = description
    if role is not None and role != asset.role:
        check_new_role(asset, role, user)
        asset.role = role
    if not isinstance(collection, str):
        if collection is not None and collection.team_id != asset.team_id:
            raise _invalid("collection", "This collection belongs to another team.")
        asset.collection = collection
    asset.save()
    if tags is not None:
        asset.tags.set(_tags(asset, tags))
    search.refresh([asset.pk])
    return asset


def check_new_role(asset: Asset, role: str, user: User | None) -> None:
    """Refuse a role that an asset cannot have, or that this person may not give it.

    Raises:
        Problem: what ``content.roles.check_role`` refuses it for; ``permission.denied``.
    """
    if role != asset.role:
        _check_role(asset, role)
        _check_personal(asset, role, user)


def _check_personal(asset: Asset, role: str, user: User | None) -> None:
    """Otherwise the release could be gone round by calling a portrait something else."""
    leaves = asset.role in NEEDS_RELEASE and role not in NEEDS_RELEASE
    if leaves and not may(user, Action.EDIT_RIGHTS):
        raise Problem(
            Code.PERMISSION_DENIED,
            "This shows or sounds like a person, and its release counts. A Producer can say that "
            "it does not.",
        )


def mark_ready(asset: Asset) -> bool:
    """The renditions are there. A deleted asset stays deleted; returns whether it changed."""
    return _move(asset, (AssetStatus.PROCESSING, AssetStatus.ERROR), AssetStatus.READY)


def mark_failed(asset: Asset) -> bool:
    """The renditions could not be made, and there are none; the original is safe."""
    return _move(asset, (AssetStatus.PROCESSING,), AssetStatus.ERROR)


@transaction.atomic
def delete(asset: Asset) -> None:
    """Put an asset into the bin; ``restore`` brings it back. What was made of it stays."""
    before = {"status": asset.status}
    asset.status = AssetStatus.DELETED
    asset.deleted_at = timezone.now()
    asset.save(update_fields=["status", "deleted_at", "updated_at"])
    after = {"status": asset.status}
    audit(Happening.ASSET_DELETED, about=asset, name=asset.name, before=before, after=after)


@transaction.atomic
def restore(asset: Asset, user: User | None = None) -> Asset:
    """Take an asset out of the bin; asks for its renditions again when there are none.

    One that went there by a merge comes out by undoing the merge.

    Raises:
        Problem: ``duplicate.not_undoable``.
    """
    if asset.status != AssetStatus.DELETED:
        return asset
    merged = deciding.merged_away(asset)
    if merged is not None:
        deciding.undo(merged, user)
        asset.refresh_from_db()
        return asset
    version = asset.current_version
    missing = (
        gets_renditions(asset.kind, asset.role)
        and version is not None
        and not version.renditions.exists()
    )
    asset.status = AssetStatus.PROCESSING if missing else AssetStatus.READY
    asset.deleted_at = None
    asset.save(update_fields=["status", "deleted_at", "updated_at"])
    before, after = {"status": AssetStatus.DELETED}, {"status": asset.status}
    audit(Happening.ASSET_RESTORED, about=asset, name=asset.name, before=before, after=after)
    if missing and version is not None:
        ports.request_renditions(version.pk)
    return asset


def _move(asset: Asset, before: Iterable[AssetStatus], after: AssetStatus) -> bool:
    changed = Asset.objects.filter(pk=asset.pk, status__in=list(before)).update(
        status=after, updated_at=timezone.now()
    )
    return bool(changed)


def _check_role(asset: Asset, role: str) -> None:
    version = asset.current_version
    if version is None:
        return
    blob = version.blob
    kind = cast("Kind", asset.kind)
    found = Found(kind, blob.media_type, version.width, version.height, version.facts)
    check_role(role, found, blob.size)


def _tags(asset: Asset, words: Iterable[str]) -> list[Tag]:
    wanted = {word.strip()[:60] for word in words}
    return [
        Tag.objects.get_or_create(team_id=asset.team_id, name=word)[0]
        for word in sorted(wanted)
        if word
    ]


def _invalid(field: str, message: str) -> Problem:
    return Problem(Code.REQUEST_INVALID, message, fields={field: [message]})
