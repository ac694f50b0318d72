"""The silhouette without specks, hooks and hairs: a region that a closed surface can be given to.

Cutting off product is worse than leaving a clip: only what is both thin and free at one end goes.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .result import UInt8Array

Mask = npt.NDArray[np.bool_]

# Nothing thinner than this share of the longer side can be built.
THINNEST = 1 / 200
# Hooks and clips are thinner than this share of the longer side.
HOOK = 0.03
# A hook or clip takes at most this share of the product.
HOOK_AREA = 0.02
# Holes below this share of the product are flaws of the mask.
SMALL_HOLE = 0.0015
# Pieces below this share of the largest are crumbs.
CRUMB = 0.02


@dataclass(frozen=True)
class Cleaned:
    """Attributes:
    mask: the silhouette.
    part_removed: a hook, clip or tag was taken off.
    """

    mask: Mask
    part_removed: bool


def disc(diameter: float) -> UInt8Array:
    """A round structuring element with an odd side of at least 3 pixels."""
    side = max(3, 2 * round((diameter - 1) / 2) + 1)
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def pieces(mask: Mask) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Label the pieces of a mask; returns labels and areas by label (0 is the ground)."""
    _, labels, facts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return np.asarray(labels, np.int32), np.asarray(facts[:, cv2.CC_STAT_AREA], np.int64)


def clean(mask: Mask, *, several: bool, hooks: bool) -> Cleaned:
    """Clean a silhouette that stands upright.

    Args:
        mask: True where the product is.
        several: keep every piece of some size, not the largest alone.
        hooks: look for hangers, clips and tags above the product and take them off.
    """
    longer = _longer_side(mask)
    kept = _main_pieces(mask, several=several)
    removed = False
    if hooks:
        kept, removed = _without_hooks(kept, longer)
    kept = _sturdy(kept, max(2.0, longer * THINNEST))
    kept = _without_small_holes(kept)
    return Cleaned(_manifold(_main_pieces(kept, several=several)), removed)


def _longer_side(mask: Mask) -> int:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(max(rows[-1] - rows[0], columns[-1] - columns[0])) + 1 if rows.size else 0


def _main_pieces(mask: Mask, *, several: bool) -> Mask:
    labels, areas = pieces(mask)
    if len(areas) < 2:
        return mask
    largest = int(areas[1:].max())
    keep = areas >= CRUMB * largest if several else areas == largest
    keep[0] = False
    if not several:
        keep[:] = False
        keep[1 + int(np.argmax(areas[1:]))] = True
    return np.asarray(keep[labels], np.bool_)


def _without_hooks(mask: Mask, longer: int) -> tuple[Mask, bool]:
    """Take off thin things that stick out of the top and are held at one place only."""
    body = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, disc(longer * HOOK)) > 0
    if not body.any():
        return mask, False
    labels, areas = pieces(mask & ~body)
    rows = np.flatnonzero(mask.any(axis=1))
    upper = rows[0] + 0.25 * (rows[-1] - rows[0])
    area = int(mask.sum())
    result, removed = mask.copy(), False
    near = cv2.dilate(body.astype(np.uint8), disc(3)) > 0
    for label in range(1, len(areas)):
        if areas[label] > HOOK_AREA * area or areas[label] < longer * 0.1:
            continue
        part = labels == label
        ys, xs = np.nonzero(part)
        reach = float(np.hypot(np.ptp(ys), np.ptp(xs)))
        thickness = areas[label] / max(reach, 1.0)
        _, bases = pieces(part & near)
        sticks_out = ys.min() < _top_of(body, xs) - 0.02 * longer
        if (
            ys.mean() < upper
            and sticks_out
            and len(bases) == 2
            and reach > 0.035 * longer
            and thickness < 0.6 * HOOK * longer
            and reach > 1.6 * bases[1]
        ):
            result &= ~part
            removed = True
    return result, removed


def _top_of(body: Mask, columns: npt.NDArray[np.intp]) -> float:
    """The highest row of the body below these columns."""
    rows = np.flatnonzero(body[:, columns.min() : columns.max() + 1].any(axis=1))
    return float(rows[0]) if rows.size else float(body.shape[0])


def _sturdy(mask: Mask, thinnest: float) -> Mask:
    """Drop hairs, widen thin bridges such as straps, close hair-thin gaps."""
    element = disc(thinnest)
    solid = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, element)
    labels, areas = pieces(mask & (solid == 0))
    near = cv2.dilate(solid, disc(3)) > 0
    bridges = np.zeros(mask.shape, np.uint8)
    for label in range(1, len(areas)):
        if areas[label] < 2 * thinnest:
            continue
        part = labels == label
        if len(pieces(part & near)[1]) > 2:
            bridges[part] = 1
    if bridges.any():
        solid |= cv2.dilate(bridges, element)
    return np.asarray(cv2.morphologyEx(solid, cv2.MORPH_CLOSE, element) > 0, np.bool_)


def _without_small_holes(mask: Mask) -> Mask:
    labels, areas = pieces(np.pad(~mask, 1, constant_values=True))
    small = areas < SMALL_HOLE * max(1, int(mask.sum()))
    small[0] = False
    return np.asarray(mask | small[labels][1:-1, 1:-1], np.bool_)


def _manifold(mask: Mask) -> Mask:
    """Fill the pixels where two regions meet at a corner only."""
    result = mask.copy()
    for _ in range(8):
        a, b = result[:-1, :-1], result[:-1, 1:]
        c, d = result[1:, :-1], result[1:, 1:]
        falling, rising = a & d & ~b & ~c, b & c & ~a & ~d
        if not (falling.any() or rising.any()):
            break
        result[:-1, 1:] |= falling
        result[:-1, :-1] |= rising
    return result
