"""The silhouette without specks and hairs: a region that can be given a closed surface."""

import cv2
import numpy as np
import numpy.typing as npt

from .result import UInt8Array

Mask = npt.NDArray[np.bool_]

# Nothing thinner than this share of the longer side can be built.
THINNEST = 1 / 200
# Holes below this share of the product are flaws of the mask.
SMALL_HOLE = 0.0015
# Pieces below this share of the largest are crumbs.
CRUMB = 0.02


def disc(diameter: float) -> UInt8Array:
    """A round structuring element with an odd side of at least 3 pixels."""
    side = max(3, 2 * round((diameter - 1) / 2) + 1)
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def pieces(mask: Mask) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Label the pieces of a mask; returns labels and areas by label (0 is the ground)."""
    _, labels, facts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return np.asarray(labels, np.int32), np.asarray(facts[:, cv2.CC_STAT_AREA], np.int64)


def count_pieces(mask: Mask) -> int:
    """How many pieces a mask has; quick for one that is mostly empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return 0
    return len(pieces(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])[1]) - 1


def clean(mask: Mask, *, several: bool) -> Mask:
    """Clean a silhouette: no crumbs, hairs, specks or points where it pinches.

    Args:
        mask: True where the product is.
        several: keep every piece of some size, not the largest alone.
    """
    kept = main_pieces(mask, several=several)
    kept = _sturdy(kept, max(2.0, longer_side(mask) * THINNEST))
    kept = _without_small_holes(kept)
    return _manifold(main_pieces(kept, several=several))


def longer_side(mask: Mask) -> int:
    """Of the box around the mask, in pixels."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(max(rows[-1] - rows[0], columns[-1] - columns[0])) + 1 if rows.size else 0


def main_pieces(mask: Mask, *, several: bool) -> Mask:
    """The largest piece, or every piece that is no crumb."""
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
        if count_pieces(part & near) > 1:
            bridges[part] = 1
    if bridges.any():
        solid = np.maximum(solid, cv2.dilate(bridges, element))
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
