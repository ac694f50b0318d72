"""A person's word on a pair: merge, keep both, undo."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.assets import ports, search
from apps.assets.models import Asset, AssetStatus, DuplicatePair, PairStatus
from skyy.api.errors import Code, Problem

from .moving import move, move_back, unlike

LATELY = timedelta(hours=12)
"""How far back the undo key reaches."""


def merge(pair: DuplicatePair, keep: Asset, user: User) -> Asset:
    """Make one asset of two: ``keep`` gets the other's versions, tags, rights, releases and what
    the floors above know of it, where it has none of its own; the other goes into the bin.

    Versions stay the rows they were, so that approvals, product media and lineage hold on.

    Returns:
        The asset that was kept.

    Raises:
        Problem: ``duplicate.decided``; ``duplicate.unlike`` when the two differ in what a merge
            would lose (kind, role, rights, the product they show); ``not_found`` when one of them
            lies in the bin.
    """
    with transaction.atomic():
        pair, assets = _locked(pair)
        if pair.status != PairStatus.OPEN:
            raise Problem(
                Code.DUPLICATE_DECIDED, _("This pair is decided already. Undo that first.")
            )
        kept = assets[keep.pk]
        dropped = assets[pair.other(kept).pk]
        if AssetStatus.DELETED in {kept.status, dropped.status}:
            raise Problem(Code.NOT_FOUND, _("One of the two lies in the bin."))
        fault = unlike(kept, dropped)
        if fault:
            raise Problem(Code.DUPLICATE_UNLIKE, fault)
        above = {name: follower.merge(kept, dropped) for name, follower in ports.followers.items()}
        pair.changes = {**move(kept, dropped), "above": above}
        search.refresh([kept.pk, dropped.pk])
        said = {"status": dropped.status, "merged_into": kept.name}
        audit(Happening.ASSET_DELETED, about=dropped, name=dropped.name, after=said)
        _decide(pair, PairStatus.MERGED, user, kept)
    return kept


def keep_both(pairs: Iterable[DuplicatePair], user: User) -> int:
    """Say that these are two things each; returns how many pairs that settled."""
    return DuplicatePair.objects.filter(
        pk__in=[pair.pk for pair in pairs], status=PairStatus.OPEN
    ).update(status=PairStatus.KEPT, decided_by=user, decided_at=timezone.now())


def undo(pair: DuplicatePair, user: User | None) -> DuplicatePair:
    """Take the word back: both are there again as they were, and the pair waits.

    Raises:
        Problem: ``duplicate.not_undoable`` when nothing was decided, or when what was merged has
            changed so that it cannot be told apart any more.
    """
    with transaction.atomic():
        pair, assets = _locked(pair)
        if pair.status == PairStatus.OPEN:
            raise Problem(Code.DUPLICATE_NOT_UNDOABLE, _("Nothing is decided here yet."))
        if pair.status == PairStatus.MERGED:
            assert pair.kept_id is not None
            kept = assets[pair.kept_id]
            dropped = assets[pair.other(kept).pk]
            for name, noted in pair.changes.get("above", {}).items():
                ports.followers[name].undo(kept, dropped, noted)
            move_back(kept, dropped, pair.changes)
            search.refresh([kept.pk, dropped.pk])
            said = {"status": dropped.status, "parted_from": kept.name}
            audit(Happening.ASSET_RESTORED, about=dropped, name=dropped.name, after=said)
        pair.changes = {}
        _decide(pair, PairStatus.OPEN, user, None)
    return pair


def merged_away(asset: Asset) -> DuplicatePair | None:
    """The merge in which this asset was the one that went, if that stands."""
    pairs = DuplicatePair.objects.filter(status=PairStatus.MERGED).exclude(kept=asset)
    return (pairs.filter(first=asset) | pairs.filter(second=asset)).select_related("kept").first()


def last_of(user: User) -> DuplicatePair | None:
    """This person's newest decision of late, which is what Z takes back."""
    mine = DuplicatePair.objects.visible_to(user).filter(decided_by=user)
    recent = mine.exclude(status=PairStatus.OPEN).filter(decided_at__gt=timezone.now() - LATELY)
    return recent.order_by("decided_at", "id").last()


def _locked(pair: DuplicatePair) -> tuple[DuplicatePair, dict[UUID, Asset]]:
    fresh = DuplicatePair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    both = Asset.objects.select_for_update(of=("self",)).filter(
        pk__in=[fresh.first_id, fresh.second_id]
    )
    assets = {asset.pk: asset for asset in both.order_by("pk")}
    fresh.first, fresh.second = assets[fresh.first_id], assets[fresh.second_id]
    return fresh, assets


def _decide(pair: DuplicatePair, status: PairStatus, user: User | None, kept: Asset | None) -> None:
    pair.status, pair.kept = status, kept
    pair.decided_by, pair.decided_at = user, timezone.now()
    pair.save(update_fields=["status", "kept", "decided_by", "decided_at", "changes"])
