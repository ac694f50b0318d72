"""Finds assets that look alike without reading every row.

The 64 bits of a fingerprint are cut into five bands. Two prints that differ in at most 9 bits have
a band in which they differ in at most one (five bands with two each would be ten), so that asking
for each band as it is and with any one bit turned finds every such print: 69 keys of indexes
whatever the number of assets (multi-index hashing: Norouzi, Punjani and Fleet, 2012).
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Q

from apps.assets.models import AssetStatus, Fingerprint
from apps.assets.models.duplicate import BANDS

WIDTHS = (13, 13, 13, 13, 12)
MOST_BITS = 8
"""Prints that differ in more show different pictures. Of 148 photographs of a season no two are
nearer than 10; re-encoding, halving and brightening move a print by at most 4, cutting off a
margin of 2 % by 4 in the median and at most 10."""

_MASK = 2**64 - 1


def signed(print_hex: str) -> int:
    """A hash of 16 hexadecimal digits as a signed number, which databases keep."""
    value = int(print_hex, 16)
    return value - 2**64 if value >= 2**63 else value


def bands(bits: int) -> tuple[int, ...]:
    """The parts of a print, by which it is looked up."""
    rest = bits & _MASK
    parts = []
    for width in WIDTHS:
        parts.append(rest & ((1 << width) - 1))
        rest >>= width
    return tuple(parts)


def distance(one: int, other: int) -> int:
    """In how many bits two prints differ."""
    return ((one ^ other) & _MASK).bit_count()


def alike(
    fingerprint: Fingerprint, *, most: int = MOST_BITS, limit: int = 10
) -> Sequence[tuple[UUID, int]]:
    """Return assets of the team whose current picture looks like this, nearest first.

    Args:
        most: bits; up to 9 none is missed.
        limit: of assets returned.

    Returns:
        Pairs of asset id and distance, the print's own asset left out.
    """
    near = Q()
    for name, width, value in zip(BANDS, WIDTHS, bands(fingerprint.bits), strict=True):
        near |= Q(**{f"{name}__in": [value, *(value ^ (1 << bit) for bit in range(width))]})
    own = fingerprint.version.asset_id
    candidates = (
        Fingerprint.objects.filter(near, team=fingerprint.team_id)
        .filter(version__asset__current_version=F("version"))
        .exclude(version__asset=own)
        .exclude(version__asset__status=AssetStatus.DELETED)
        .values_list("version__asset", "bits")
    )
    found = [(asset, distance(bits, fingerprint.bits)) for asset, bits in candidates]
    close = sorted((far, asset) for asset, far in found if far <= most)
    return [(asset, far) for far, asset in close[:limit]]
