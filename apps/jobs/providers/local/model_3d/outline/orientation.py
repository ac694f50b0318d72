"""Whether a garment lies on its side or upside down, told by its legs, sleeves or flare."""

import cv2
import numpy as np
import numpy.typing as npt

from .construction import BOTTOMS, SKIRTS, TOPS
from .contour import Contour, filled, rim_of
from .framing import turned_canvas, warp
from .upright import find_turn

Mask = npt.NDArray[np.bool_]
F64 = npt.NDArray[np.float64]

SIDE = 256
# How much clearer another way up must be (dents as shares of the longer side; flare as a share).
CLEAR, CLEAR_FLARE = 0.1, 0.3
# How much more symmetric it must be when turned onto its other axis.
MIRRORED = 0.02


def quarter_turns(mask: Mask, category: str) -> int:
    """How many quarter turns counter-clockwise put a garment on its feet.

    Returns:
        0 to 3; 0 unless another way up is clearly the right one.
    """
    scale = SIDE / max(mask.shape)
    size = (max(2, round(mask.shape[1] * scale)), max(2, round(mask.shape[0] * scale)))
    small = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    if category in SKIRTS:
        return 2 if _flare(small) < -CLEAR_FLARE else 0
    if category == "dress" or category not in BOTTOMS | TOPS:
        return 0  # the dent under a dress's sleeve may be its waist
    stands = _legs if category in BOTTOMS else _sleeves
    rim = rim_of(filled(small) > 0)
    evidence = [stands(_turned(rim, size, turns)) for turns in range(4)]
    best = int(np.argmax(evidence))
    if evidence[best] <= CLEAR or evidence[best] < 2 * evidence[0]:
        return 0
    return best if best == 2 or _mirrors_better(small, best) else 0


def _mirrors_better(mask: Mask, turns: int) -> bool:
    turned = find_turn(np.ascontiguousarray(np.rot90(mask, turns)))
    return turned.score > find_turn(mask).score + MIRRORED


def turning(turns: int, size: tuple[int, int]) -> F64:
    """2 × 3 matrix of ``np.rot90(picture, turns)`` for a picture of (width, height) `size`."""
    width, height = size
    return np.array(
        [
            [[1, 0, 0], [0, 1, 0]],
            [[0, 1, 0], [-1, 0, width - 1]],
            [[-1, 0, width - 1], [0, -1, height - 1]],
            [[0, -1, height - 1], [1, 0, 0]],
        ][turns],
        np.float64,
    )


def _turned(rim: Contour, size: tuple[int, int], turns: int) -> Contour:
    matrix = turning(turns, size)
    return Contour(rim.points @ matrix[:, :2].T + matrix[:, 2], rim.step)


def _legs(rim: Contour) -> float:
    """The dent between legs that point down, less the one between legs that point up."""
    x, y, depth = rim.x, rim.y, rim.depth()
    longer = max(np.ptp(x), np.ptp(y))
    middle = np.abs(x - (x.min() + x.max()) / 2) < 0.25 * np.ptp(x)
    centre = (y.min() + y.max()) / 2
    normal = np.roll(x, -3) - np.roll(x, 3)
    below = np.where(middle & (normal < 0) & (y > centre - 0.2 * np.ptp(y)), depth, 0).max()
    above = np.where(middle & (normal > 0) & (y < centre + 0.2 * np.ptp(y)), depth, 0).max()
    return float((below - above) / longer)


def _sleeves(rim: Contour) -> float:
    """The shallower of the dents under two sleeves that stick out above; negative: below."""
    x, y, depth = rim.x, rim.y, rim.depth()
    longer = max(np.ptp(x), np.ptp(y))
    axis = float(np.median(x))
    found = []
    for side in (1, -1):
        beside = np.where(side * (x - axis) > 0.15 * np.ptp(x), depth, 0)
        dent = int(np.argmax(beside))
        before, after = _mouth(depth, dent)
        upper, lower = sorted((before, after), key=lambda index: float(y[index]))
        sign = 1.0 if side * (x[upper] - x[lower]) > 0 else -1.0
        found.append(sign * float(depth[dent]) / longer)
    return min(found) if found[0] > 0 and found[1] > 0 else min(max(found), 0.0)


def _mouth(depth: F64, dent: int) -> tuple[int, int]:
    """The two points of the hull between which a dent lies."""
    count = len(depth)
    on_hull = depth < 1e-9
    before = next(i for i in range(1, count) if on_hull[(dent - i) % count])
    after = next(i for i in range(1, count) if on_hull[(dent + i) % count])
    return (dent - before) % count, (dent + after) % count


def _flare(mask: Mask) -> float:
    """How much wider the lower part is than the upper, as a share of the wider."""
    matrix, canvas = turned_canvas(mask, find_turn(mask).angle)
    mask = warp(mask.astype(np.uint8), matrix, canvas, ground=True) > 0
    rows = np.flatnonzero(mask.any(axis=1))
    widths = mask[rows[0] : rows[-1] + 1].sum(axis=1)
    tenth = max(1, len(widths) // 10)
    upper, lower = float(widths[tenth : 3 * tenth].mean()), float(widths[-3 * tenth :].mean())
    return (lower - upper) / max(upper, lower)
