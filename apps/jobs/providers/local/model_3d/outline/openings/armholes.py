"""The armholes of what has no sleeves: from the tip of the shoulder to below the arm."""

import numpy as np
import numpy.typing as npt

from ..contour import Contour, Index
from ..corners import Pair, best_pair
from ..result import Opening, OpeningKind
from ..trunk import Trunk

F64 = npt.NDArray[np.float64]

# All in widths of the trunk. The tip lies at most this far below the neck.
TIP_BELOW_NECK = 0.4
NARROWEST, USUAL, WIDEST = 0.15, 0.36, 0.52
SPREAD = 0.35
# A shoulder is at least this long, and one armhole reaches this much lower than the other at most.
SHOULDER, UNEVEN = 0.06, 0.1
# Degrees that the tip and the lower corner turn at least, and both together.
TIP, LOWER, TOGETHER = 25.0, 10.0, 55.0


def armholes(trunk: Trunk, neck: Index, hem: Index) -> list[Opening]:
    """Both armholes, or none: one alone is a dent."""
    right = _armhole(trunk, trunk.rim.between(int(neck[-1]), int(hem[0])), 1)
    left = _armhole(trunk, trunk.rim.between(int(hem[-1]), int(neck[0])), -1)
    if right is None or left is None:
        return []
    rim = trunk.rim
    lowest = min(rim.y[right.second], rim.y[left.first]) + UNEVEN * trunk.width
    stretches = [
        _down_to(rim, rim.between(right.first, right.second), lowest),
        _down_to(rim, rim.between(left.first, left.second)[::-1], lowest)[::-1],
    ]
    if min(len(stretch) for stretch in stretches) * rim.step < NARROWEST * trunk.width:
        return []
    return [Opening(OpeningKind.ARMHOLE, rim.line(stretch)) for stretch in stretches]


def _down_to(rim: Contour, stretch: Index, lowest: float) -> Index:
    """The part of a stretch, from its start at the tip, before it comes below a row."""
    below = rim.y[stretch] > lowest
    return stretch[: int(np.argmax(below))] if below.any() else stretch


def _armhole(trunk: Trunk, stretch: Index, side: int) -> Pair | None:
    rim = trunk.rim
    neck = float(rim.y[stretch[0] if side > 0 else stretch[-1]])
    turn = np.clip(rim.turning(0.1 * trunk.width), 0, 75)
    thin = stretch[:: max(1, len(stretch) // 250)]
    away = side * (rim.x[thin] - trunk.axis) / trunk.width
    below = (rim.y[thin] - neck) / trunk.width
    shoulder = away - away[0 if side > 0 else -1]
    tips = thin[(shoulder > SHOULDER) & (below < TIP_BELOW_NECK) & (turn[thin] > TIP)]
    lowers = thin[(below > 0.15) & (below < 0.75) & (turn[thin] > LOWER)]

    def score(tip: Index, lower: Index) -> F64:
        return _score(rim, trunk.width, side, turn, tip, lower)

    if side > 0:
        return best_pair(tips, lowers, score)
    return best_pair(lowers, tips, lambda lower, tip: score(tip, lower))


def _score(rim: Contour, width: float, side: int, turn: F64, tip: Index, lower: Index) -> F64:
    chord = (rim.points[lower] - rim.points[tip]) / width
    length = np.hypot(chord[..., 0], chord[..., 1]) + 1e-9
    clockwise = side * (lower - tip) % len(rim)
    arc = clockwise * rim.step / width
    leaning = np.abs(chord[..., 0]) / length
    plausible = -0.5 * (np.log(length / USUAL) / SPREAD) ** 2
    together = turn[tip] + turn[lower]
    possible = (chord[..., 1] > 0) & (leaning < 0.55) & (arc < 1.35 * length)
    possible &= (length > NARROWEST) & (length < WIDEST) & (together > TOGETHER)
    total = together + 40 * plausible - 60 * np.maximum(leaning - 0.35, 0)
    return np.asarray(np.where(possible, total, -np.inf), np.float64)
