"""Notes pairs of assets that may be the same; decides nothing."""

from collections.abc import Iterable
from uuid import UUID

from apps.assets.models import (
    Asset,
    AssetStatus,
    DuplicatePair,
    Fingerprint,
    Version,
    VersionSource,
)
from apps.assets.models.duplicate import BANDS

from .looking import alike, bands, signed

MOST_SAME = 5
"""Pairs noted of one upload; the oldest assets come first."""


def note_same(asset: Asset, version: Version) -> list[DuplicatePair]:
    """Note which assets of the team have the very bytes of a file that has just come in.

    Call it in the transaction that makes the asset.
    """
    same = (
        Version.objects.filter(blob=version.blob_id, asset__team=asset.team_id)
        .exclude(asset=asset)
        .exclude(asset__status=AssetStatus.DELETED)
        .exclude(source=VersionSource.JOB)
        .order_by("asset__created_at", "asset")
        .values_list("asset", flat=True)
    )
    return _note(asset, [(one, 0) for one in dict.fromkeys(same[:MOST_SAME])], exact=True)


def remember(version: Version, print_hex: str) -> list[DuplicatePair]:
    """Keep how a version looks, and note what looks like it.

    What a job made is left alone: a packshot resembles its photograph and the one made before it.

    Args:
        print_hex: its perceptual hash, 16 hexadecimal digits.
    """
    if version.source == VersionSource.JOB:
        return []
    bits = signed(print_hex)
    parts = dict(zip(BANDS, bands(bits), strict=True))
    fingerprint, _made = Fingerprint.objects.update_or_create(
        version=version, defaults={"team_id": version.asset.team_id, "bits": bits, **parts}
    )
    return _note(version.asset, alike(fingerprint), exact=False)


def copy_print(earlier: Version, later: Version) -> None:
    """A version with an earlier one's file looks like it."""
    known = Fingerprint.objects.filter(version=earlier).first()
    if known is not None:
        parts = {name: getattr(known, name) for name in ("team_id", "bits", *BANDS)}
        Fingerprint.objects.create(version=later, **parts)


def _note(asset: Asset, others: Iterable[tuple[UUID, int]], *, exact: bool) -> list[DuplicatePair]:
    pairs = [
        DuplicatePair(
            team_id=asset.team_id,
            first_id=min(asset.pk, other),
            second_id=max(asset.pk, other),
            exact=exact,
            distance=far,
        )
        for other, far in others
    ]
    # A pair that is known stays as it was decided.
    DuplicatePair.objects.bulk_create(pairs, ignore_conflicts=True)
    return pairs
