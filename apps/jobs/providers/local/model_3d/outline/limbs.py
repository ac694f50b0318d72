"""The open end of a sleeve or trouser leg: two corners at the far end of a stretch of the rim."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .contour import Contour, Index
from .corners import Pair, best_pair

F64 = npt.NDArray[np.float64]

# Corners sharper than this count no more (degrees).
SHARP = 85.0
# A corner that turns less than this is none.
FAINT = 20.0
# What a corner counts that touches the trunk, where its turn cannot be seen.
TOUCHING = 50.0


@dataclass(frozen=True)
class Shape:
    """What the end of a limb looks like.

    Attributes:
        width: the usual width of its end, in pixels.
        spread: standard deviation of its logarithm.
        reach: how much a far end is preferred, in degrees of corner.
    lift: sine of the steepest angle at which its outside may face upwards (negative: it must
        face downwards).
    """

    width: float
    spread: float = 0.5
    reach: float = 70.0
    lift: float = 0.25


def limb_end(
    rim: Contour, stretch: Index, root: F64, shape: Shape, *, touch: int | None = None
) -> Pair | None:
    """Find the end of the limb whose rim is `stretch` (clockwise) and that grows from `root`.

    The end is a nearly straight line between two convex corners, of a plausible width, far from
    the root and facing away from it. `touch`: the point of the stretch where the limb may touch
    the trunk, which then counts as a corner.
    """
    window = 0.3 * shape.width
    turn = np.clip(rim.corners(window), -SHARP, SHARP)
    thin = stretch[:: max(1, len(stretch) // 200)]
    corners = thin[turn[thin] > FAINT]
    if touch is not None:
        turn[touch] = max(turn[touch], TOUCHING)
        corners = np.union1d(corners, touch)
    distance = np.hypot(*(rim.points - root).T)
    farthest = float(distance[stretch].max())
    count = len(rim)

    def score(first: Index, second: Index) -> F64:
        chord = rim.points[second] - rim.points[first]
        width = np.hypot(chord[..., 0], chord[..., 1]) + 1e-9
        arc = ((second - first) % count) * rim.step
        inside = ((second - stretch[0]) % count) > ((first - stretch[0]) % count)
        middle = (rim.points[first] + rim.points[second]) / 2
        away = middle - root
        reach = np.hypot(away[..., 0], away[..., 1]) + 1e-9
        # The chord runs clockwise, so the outside lies to its left: (dy, −dx).
        facing = (chord[..., 1] * away[..., 0] - chord[..., 0] * away[..., 1]) / (width * reach)
        upwards = chord[..., 0] / width
        plausible = -0.5 * (np.log(width / shape.width) / shape.spread) ** 2
        straight = width / np.maximum(arc, width)
        total = (
            turn[first]
            + turn[second]
            + 60 * plausible
            + shape.reach * reach / farthest
            + 150 * np.minimum(straight - 0.95, 0)
            + 150 * np.minimum(facing - 0.7, 0)
        )
        possible = inside & (straight > 0.7) & (facing > 0.4) & (width < 3 * shape.width)
        possible &= upwards < shape.lift
        return np.asarray(np.where(possible, total, -np.inf), np.float64)

    return best_pair(corners, corners, score)
