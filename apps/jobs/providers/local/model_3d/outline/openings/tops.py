"""Openings of tops and dresses: neck, hem, and a cuff or an armhole on either side."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ..contour import Index
from ..corners import Pair, best_pair, crossing
from ..limbs import TOUCHING, Shape, limb_end
from ..result import Opening, OpeningKind
from ..trunk import Trunk
from .armholes import armholes
from .bottoms import hem_of
from .hoods import has_hood
from .seams import parted, trimmed

F64 = npt.NDArray[np.float64]

# A dent in the rim shallower than this share of the longer side is no armpit.
ARMPIT = 0.02
# Sharper corners of the neck count no more (degrees): tips of shoulders are sharper still.
NECK_TURN = 45.0
# The underside of a short sleeve is at least this share of the trunk's width.
UNDERSIDE = 0.04
# The end of a sleeve, in widths of the trunk; and how fast it widens at most.
NARROWEST, WIDEST = 0.09, 0.5
TAPER, SHORT_TAPER = 1.55, 1.75
# A hanging sleeve may touch the trunk below this share of the height.
TOUCH_BELOW = 0.78
# Their sleeves may hang or be folded beside the hem.
LONG_SLEEVED = frozenset({"shirt", "longsleeve", "knitwear", "outwear"})
# These may have no sleeves.
BARE_ARMED = frozenset({"dress", "t-shirt", "outwear"})
# Both corners of a cuff together turn at least this many degrees.
CUFF_TURN = 75.0


def top_openings(trunk: Trunk, category: str) -> list[Opening]:
    """All openings that can be told."""
    rim = trunk.rim
    long = category in LONG_SLEEVED
    neck, hem = neck_of(trunk), hem_of(trunk)
    if long:
        hem = trimmed(trunk, hem)
    found = []
    if category == "dress" or not has_hood(trunk):
        found.append(Opening(OpeningKind.NECK, rim.line(neck)))
    edges = parted(trunk, hem)
    kind = OpeningKind.LEG if len(edges) == 2 and _legs(trunk, edges) else OpeningKind.HEM
    found += [Opening(kind, rim.line(edge)) for edge in edges]
    low = float(rim.y[neck].max())
    right = _side_opening(trunk, rim.between(int(neck[-1]), int(hem[0])), 1, low, long=long)
    left = _side_opening(trunk, rim.between(int(hem[-1]), int(neck[0])), -1, low, long=long)
    sides = _agreed(right, left, long=long)
    if not any(opening.kind is OpeningKind.CUFF for opening in sides) and category in BARE_ARMED:
        sides = armholes(trunk, neck, hem) or sides
    return found + sides


def _legs(trunk: Trunk, edges: list[Index]) -> bool:
    """Whether the gap between two parts of a hem ends below the middle, as between legs."""
    gap = trunk.rim.between(int(edges[0][-1]), int(edges[1][0]))
    return bool(trunk.rim.y[gap].min() > trunk.top + 0.5 * trunk.height)


def _agreed(right: Opening | None, left: Opening | None, *, long: bool) -> list[Opening]:
    """An armhole opposite a cuff is a short sleeve seen askew, or the bend of a long one."""
    found = [opening for opening in (right, left) if opening is not None]
    kinds = {opening.kind for opening in found}
    if long and (len(kinds) == 2 or len(found) == 1):
        return [opening for opening in found if opening.kind is OpeningKind.CUFF]
    if len(kinds) == 2:
        return [replace(opening, kind=OpeningKind.CUFF) for opening in found]
    return found


def neck_of(trunk: Trunk) -> Index:
    """The stretch on top between the shoulder points, clockwise: from left to right."""
    rim = trunk.rim
    middle = crossing(rim, trunk.axis, top=True)
    reach = rim.samples(0.75 * trunk.width)
    lefts = (middle - np.arange(1, reach)) % len(rim)
    rights = (middle + np.arange(1, reach)) % len(rim)
    turn = np.clip(rim.turning(0.07 * trunk.width), -60, NECK_TURN)

    def inside(indices: Index, sign: int) -> Index:
        offset = sign * (rim.x[indices] - trunk.axis) / trunk.width
        return indices[(offset > 0.07) & (offset < 0.6)]

    lefts, rights = inside(lefts, -1), inside(rights, 1)

    def score(first: Index, second: Index) -> F64:
        left = (trunk.axis - rim.x[first]) / trunk.width
        right = (rim.x[second] - trunk.axis) / trunk.width
        half = (left + right) / 2
        uneven = np.abs(left - right) + np.abs(rim.y[first] - rim.y[second]) / trunk.width
        low = (rim.y[first] + rim.y[second] - 2 * trunk.top) / trunk.width
        return np.asarray(
            turn[first] + turn[second] - 120 * uneven - 150 * low - 12 * ((half - 0.2) / 0.1) ** 2,
            np.float64,
        )

    pair = best_pair(lefts, rights, score)
    if pair is None:
        return rim.between((middle - reach // 4) % len(rim), (middle + reach // 4) % len(rim))
    return rim.between(pair.first, pair.second)


def _side_opening(
    trunk: Trunk, stretch: Index, side: int, neck: float, *, long: bool
) -> Opening | None:
    """The cuff or armhole on the rim between neck and hem (`side` 1: the picture's right)."""
    rim = trunk.rim
    depth = rim.depth()[stretch]
    armpit = int(np.argmax(depth))
    limb = stretch
    if depth[armpit] > ARMPIT * max(trunk.height, trunk.right - trunk.left):
        limb = stretch[: armpit + 1] if side > 0 else stretch[armpit:]
    foot = int(limb[-1] if side > 0 else limb[0])
    low_enough = float(rim.y[foot]) > trunk.top + TOUCH_BELOW * trunk.height
    touch = foot if long and low_enough else None
    root = np.array([trunk.axis + side * 0.3 * trunk.width, neck + 0.15 * trunk.width])
    end = limb_end(rim, limb, root, Shape(0.32 * trunk.width, spread=0.55, reach=110), touch=touch)
    if end is None or not _is_clear(trunk, end, touch, TAPER if long else SHORT_TAPER):
        return None
    middle = (rim.points[end.first] + rim.points[end.second]) / 2
    out = side * (middle[0] - trunk.axis) / trunk.width
    low = (middle[1] - neck) / trunk.width
    inner = end.second if side > 0 else end.first
    under = (inner, int(stretch[-1])) if side > 0 else (int(stretch[0]), inner)
    sleeve = _has_underside(trunk, rim.points[rim.between(*under)] - rim.points[inner], side)
    short = out < 0.62 and low < 0.45
    if long and short:
        return None  # a fold of the shoulder: these sleeves end farther out
    kind = OpeningKind.ARMHOLE if short and not sleeve else OpeningKind.CUFF
    return Opening(kind, rim.line(rim.between(end.first, end.second)))


def _has_underside(trunk: Trunk, below: F64, side: int) -> bool:
    """Whether the rim runs inwards below the inner corner, as under a sleeve's end.

    Args:
        below: the rim between that corner and the hem, relative to the corner.
    """
    inwards, down = -side * below[:, 0], below[:, 1]
    return bool(((inwards > UNDERSIDE * trunk.width) & (inwards > down)).any())


def _is_clear(trunk: Trunk, end: Pair, touch: int | None, most: float) -> bool:
    """Whether the end has two corners, a believable width, and does not taper like a bend."""
    rim = trunk.rim
    turn = rim.corners(0.1 * trunk.width)
    width = float(np.hypot(*(rim.points[end.first] - rim.points[end.second])))
    if not NARROWEST * trunk.width < width < WIDEST * trunk.width:
        return False
    if touch is not None and touch in (end.first, end.second):
        turn[touch] = TOUCHING
        most = np.inf
    back = rim.samples(0.5 * width)
    before = rim.points[(end.first - back) % len(rim)]
    after = rim.points[(end.second + back) % len(rim)]
    taper = float(np.hypot(*(before - after))) / width
    return bool(turn[end.first] + turn[end.second] > CUFF_TURN) and taper < most
