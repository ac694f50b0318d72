"""Openings of skirts, trousers and shorts."""

import numpy as np

from ..contour import Index
from ..corners import crossing, walk
from ..limbs import Shape, limb_end
from ..result import Opening, OpeningKind
from ..trunk import Trunk

STEEPEST = 45.0
WAIST_STEEPEST = 50.0
# Walks start this share of the width beside the axis: flies, zips and cords lie on it.
ASIDE = 0.15
# A notch between two legs is at least this deep, as a share of the height.
NOTCH = 0.02


def skirt_openings(trunk: Trunk) -> list[Opening]:
    """Waist on top, hem at the bottom."""
    return [
        Opening(OpeningKind.WAIST, trunk.rim.line(waist_of(trunk))),
        Opening(OpeningKind.HEM, trunk.rim.line(hem_of(trunk))),
    ]


def bottoms_openings(trunk: Trunk) -> list[Opening]:
    """Waist on top and two legs at the bottom; one leg opening where no notch parts them."""
    waist = waist_of(trunk)
    found = [Opening(OpeningKind.WAIST, trunk.rim.line(waist))]
    notch = _crotch(trunk)
    if notch is None:
        return [*found, Opening(OpeningKind.LEG, trunk.rim.line(hem_of(trunk)))]
    rim = trunk.rim
    depth = trunk.bottom - float(rim.y[notch])
    for stretch in (rim.between(int(waist[-1]), notch), rim.between(notch, int(waist[0]))):
        side = 1 if stretch[0] == waist[-1] else -1
        extent = rim.x[stretch]
        outermost = float(extent.max() if side > 0 else extent.min())
        width = max(0.5 * abs(outermost - float(rim.x[notch])), 0.25 * trunk.width)
        root = np.array(
            [trunk.axis + side * 0.2 * trunk.width, rim.y[notch] - 0.5 * max(depth, width)]
        )
        end = limb_end(rim, stretch, root, Shape(width, spread=0.6, reach=120, lift=-0.6))
        if end is not None:
            line = rim.line(rim.between(end.first, end.second))
            found.append(Opening(OpeningKind.LEG, line))
    return found


def waist_of(trunk: Trunk) -> Index:
    """The stretch of the rim on top, clockwise: from left to right."""
    aside = ASIDE * trunk.width
    window = 0.1 * trunk.width
    start = crossing(trunk.rim, trunk.axis - aside, top=True)
    left = walk(trunk.rim, start, clockwise=False, window=window, steepest=WAIST_STEEPEST)
    start = crossing(trunk.rim, trunk.axis + aside, top=True)
    right = walk(trunk.rim, start, clockwise=True, window=window, steepest=WAIST_STEEPEST)
    return trunk.rim.between(left, right)


def hem_of(trunk: Trunk) -> Index:
    """The stretch of the rim at the bottom, clockwise: from right to left."""
    window = 0.1 * trunk.width
    start = _lowest(trunk, 1)
    right = walk(trunk.rim, start, clockwise=False, window=window, steepest=STEEPEST)
    start = _lowest(trunk, -1)
    left = walk(trunk.rim, start, clockwise=True, window=window, steepest=STEEPEST)
    return trunk.rim.between(right, left)


def _lowest(trunk: Trunk, side: int) -> int:
    """Where the hem is lowest, beside the axis and within the trunk."""
    rim = trunk.rim
    out = side * (rim.x - trunk.axis) / trunk.width
    beside = (out > 0.08) & (out < 0.32)
    return int(np.argmax(np.where(beside, rim.y, -np.inf)))


def _crotch(trunk: Trunk) -> int | None:
    """The deepest point of the notch that comes up from below near the axis."""
    rim = trunk.rim
    depth = rim.depth()
    near = np.abs(rim.x - trunk.axis) < 0.3 * trunk.width
    below = rim.y > trunk.top + 0.3 * trunk.height
    candidates = np.where(near & below, depth, 0.0)
    best = int(np.argmax(candidates))
    return best if candidates[best] > NOTCH * trunk.height else None
