"""Versions: what a job made, the next one of an asset, and going back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError

from apps.accounts.models import Team, User
from skyy.api.errors import Code, Problem

from . import ports
from .duplicates.noting import copy_print
from .models import (
    Asset,
    AssetKind,
    AssetStatus,
    Blob,
    Collection,
    Lineage,
    Rendition,
    Version,
    VersionSource,
)
from .specifications import gets_renditions


def derive(
    *,
    team: Team,
    user: User | None,
    name: str,
    kind: str,
    role: str,
    blob: Blob,
    filename: str,
    width: int | None,
    height: int | None,
    parents: Sequence[Version],
    provenance: Mapping[str, Any],
    collection: Collection | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Version:
    """Record something a job made as a new, ready asset, with what it was made from.

    Rows only; call it inside the transaction that accepts the result. Pictures ask for their
    renditions, evidence gets none, and a job that made a 3D model has made its renditions too.

    Args:
        facts: what is known of the file, for ``Version.facts``.
    """
    asset = Asset.objects.create(
        team=team,
        kind=kind,
        role=role,
        status=AssetStatus.READY,
        name=name[:200],
        collection=collection,
        created_by=user,
    )
    return add_version(
        asset,
        blob=blob,
        filename=filename,
        width=width,
        height=height,
        source=VersionSource.JOB,
        user=user,
        facts=facts,
        provenance=provenance,
        parents=parents,
    )


@transaction.atomic
def add_version(
    asset: Asset,
    *,
    blob: Blob,
    filename: str,
    width: int | None,
    height: int | None,
    source: VersionSource,
    user: User | None,
    facts: Mapping[str, Any] | None = None,
    provenance: Mapping[str, Any] | None = None,
    parents: Sequence[Version] = (),
) -> Version:
    """Add the next version and make it the current one."""
    version = _append(
        asset,
        blob=blob,
        filename=filename[:255],
        width=width,
        height=height,
        source=source,
        created_by=user,
        facts=dict(facts or {}),
        provenance=dict(provenance or {}),
    )
    Lineage.objects.bulk_create(Lineage(parent=parent, child=version) for parent in parents)
    if asset.kind == AssetKind.IMAGE and gets_renditions(asset.kind, asset.role):
        ports.request_renditions(version.pk)
    return version


@transaction.atomic
def revert(asset: Asset, number: int, user: User | None) -> Version:
    """Make an earlier version the current one again, as the next number: history only grows.

    The file and its renditions are shared, not copied. Reverting to the current version changes
    nothing and returns it.

    Raises:
        Problem: ``not_found`` when the asset has no such version.
    """
    earlier = asset.versions.filter(number=number).first()
    if earlier is None:
        raise Problem(Code.NOT_FOUND, f"{asset.name} has no version {number}.")
    if earlier.pk == asset.current_version_id:
        return earlier
    version = _append(
        asset,
        blob=earlier.blob,
        filename=earlier.filename,
        width=earlier.width,
        height=earlier.height,
        source=earlier.source,
        created_by=user,
        facts=earlier.facts,
        provenance={**earlier.provenance, "reverted_to": number},
    )
    Lineage.objects.create(parent=earlier, child=version, relation="reverted_to")
    copy_print(earlier, version)
    copied = Rendition.objects.bulk_create(
        Rendition(
            version=version,
            specification=rendition.specification,
            blob_id=rendition.blob_id,
            width=rendition.width,
            height=rendition.height,
        )
        for rendition in earlier.renditions.all()
    )
    if not copied and gets_renditions(asset.kind, asset.role):
        ports.request_renditions(version.pk)
    return version


def remove(asset: Asset, number: int) -> None:
    """Remove an earlier version for good. Its file goes with the next sweep, when nothing else
    points at it.

    Raises:
        Problem: ``version.undeletable`` for the first one, ``not_found``, and ``conflict`` for the
            current one and for one that something was made from.
    """
    try:
        with transaction.atomic():
            current = Asset.objects.select_for_update().get(pk=asset.pk).current_version_id
            version = asset.versions.filter(number=number).first()
            if version is None:
                raise Problem(Code.NOT_FOUND, f"{asset.name} has no version {number}.")
            if number == 1:
                words = "The first version stays: everything else began with it."
                raise Problem(Code.VERSION_UNDELETABLE, words)
            if version.pk == current:
                words = "This is the current version. Go back to another one first."
                raise Problem(Code.CONFLICT, words)
            ports.forget_versions([version.pk])
            Lineage.objects.filter(parent=version, child__asset=asset).delete()
            version.delete()
    except ProtectedError as error:
        words = "Something was made from this version, so it stays."
        raise Problem(Code.CONFLICT, words) from error


def _append(asset: Asset, **fields: Any) -> Version:
    # The asset's row is the lock: two appends at once get two numbers.
    Asset.objects.select_for_update().get(pk=asset.pk)
    newest = asset.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = Version.objects.create(asset=asset, number=newest + 1, **fields)
    asset.current_version = version
    asset.save(update_fields=["current_version", "updated_at"])
    return version
