"""Where the hem of a top really ends: sleeves that lie against the trunk, and open fronts."""

import numpy as np

from ..contour import Index
from ..corners import walk
from ..trunk import Trunk

# In widths of the trunk: where sleeves may begin, and how wide the end of one is at least.
BESIDE = 0.28
SLEEVE = 0.08
# Degrees the rim bends inwards between a hem and a sleeve that hangs beside it.
NOTCH = 35.0
# A gap this deep (share of the height) parts the hem in two: legs, or an open front.
GAP = 0.12


def trimmed(trunk: Trunk, hem: Index) -> Index:
    """The hem (clockwise: from right to left) without the ends of sleeves beside it."""
    right = _seam(trunk, hem, 1)
    left = _seam(trunk, hem, -1)
    start = int(hem[0]) if right is None else right
    end = int(hem[-1]) if left is None else left
    return trunk.rim.between(start, end)


def parted(trunk: Trunk, hem: Index) -> list[Index]:
    """The hem in one piece, or in two where a deep gap parts it."""
    rim = trunk.rim
    inner = hem[np.abs(rim.x[hem] - trunk.axis) < 0.35 * trunk.width]
    if len(inner) < 3:
        return [hem]
    peak = int(inner[int(np.argmin(rim.y[inner]))])
    right, left = rim.between(int(hem[0]), peak), rim.between(peak, int(hem[-1]))
    foot = min(float(rim.y[right].max()), float(rim.y[left].max()))
    if foot - rim.y[peak] < GAP * trunk.height or min(len(right), len(left)) < 5:
        return [hem]
    window = 0.06 * trunk.width
    lowest = int(right[int(np.argmax(rim.y[right]))])
    first = walk(rim, lowest, clockwise=True, window=window, steepest=50)
    lowest = int(left[int(np.argmax(rim.y[left]))])
    second = walk(rim, lowest, clockwise=False, window=window, steepest=50)
    if first not in right or second not in left:
        return [hem]
    return [rim.between(int(hem[0]), first), rim.between(second, int(hem[-1]))]


def _seam(trunk: Trunk, hem: Index, side: int) -> int | None:
    rim = trunk.rim
    out = side * (rim.x[hem] - trunk.axis) / trunk.width
    beside = hem[out > BESIDE]
    if len(beside) < 3:
        return None
    bend = -rim.turning(0.05 * trunk.width)[beside]
    holes = [
        x for x, _ in trunk.holes if 0.22 * trunk.width < side * (x - trunk.axis) < trunk.width
    ]
    end = float(out.max())
    if holes:
        far = np.min([np.abs(rim.x[beside] - x) for x in holes], axis=0) / trunk.width
        best = int(np.argmax(bend - 60 * far))
        found = far[best] < 0.3
    else:
        best = int(np.argmax(bend))
        found = bend[best] > NOTCH
    seam = int(beside[best])
    wide = end - side * (rim.x[seam] - trunk.axis) / trunk.width >= SLEEVE
    return seam if found and wide else None
