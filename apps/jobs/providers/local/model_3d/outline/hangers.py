"""Hangers, hooks, clips and tags that stick out of the top of a garment.

Cutting off product is worse than leaving a clip: only what is thin, free at one end and of another
colour than the cloth below goes; and above trousers and skirts, which have no straps, a thin bar
over a gap.
"""

import cv2
import numpy as np
import numpy.typing as npt

from .cleaning import count_pieces, disc, longer_side, main_pieces, pieces
from .result import UInt8Array

Mask = npt.NDArray[np.bool_]
F32 = npt.NDArray[np.float32]

# Shares of the longer side: how thick a hook is at most, and how far it sticks out at least.
THICKEST = (0.03, 0.055)
REACH, FAR = 0.02, 0.05
# Share of the product a hook takes at most.
AREA = 0.02
# Share of the height, from the top, in which hooks are looked for.
UPPER = 0.25
# CIE76 distance from the cloth below; less is enough for what is long and thin.
OTHER_COLOUR = 14.0
# How long it is for the width of its foot.
STOUT, SLENDER = 0.8, 2.5
# A bar of a hanger lies this near the top and is this thick at most (shares of the height).
BAR_TOP, BAR_THICK = 0.15, 0.07


def without_hangers(mask: Mask, pixels: UInt8Array, *, straps: bool) -> tuple[Mask, bool]:
    """Take off what a garment hangs from.

    Args:
        mask: an upright garment.
        pixels: uint8 (H, W, 3) sRGB.
        straps: whether the garment may have straps on top.

    Returns:
        The mask without it, and whether anything was taken off.
    """
    lab = np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
    kept = mask if straps else _without_bar(mask)
    for thickest in THICKEST:
        kept = _without_hooks(kept, lab, thickest * longer_side(mask))
    kept = main_pieces(kept, several=False)
    return kept, int(mask.sum()) - int(kept.sum()) > 0.0005 * int(mask.sum())


def _without_bar(mask: Mask) -> Mask:
    """Without the thin bar above a gap near the top."""
    height = _height(mask)
    top = int(np.flatnonzero(mask.any(axis=1))[0])
    labels, areas = pieces(np.pad(~mask, 1, constant_values=True))
    labels = labels[1:-1, 1:-1]
    result = mask.copy()
    for label in range(1, len(areas)):
        if label == labels[0, 0]:
            continue
        gap = labels == label
        rows, columns = np.nonzero(gap)
        wide = np.ptp(columns) > 2 * np.ptp(rows)
        if not wide or rows.mean() > top + BAR_TOP * height:
            continue
        span = slice(int(columns.min()), int(columns.max()) + 1)
        upper = np.argmax(gap[:, span], axis=0)
        above = np.arange(mask.shape[0])[:, None] < upper[None, :]
        bar = mask[:, span] & above & (upper > 0)
        if np.median(bar.sum(axis=0)) <= BAR_THICK * height:
            result[:, span] &= ~bar
    return result


def _without_hooks(mask: Mask, lab: F32, thickest: float) -> Mask:
    """Without thin things on top that are held at one place only."""
    body = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, disc(thickest)) > 0
    body = main_pieces(body, several=False)
    if not body.any():
        return mask
    ring = max(5.0, 0.5 * thickest)
    near = cv2.dilate(body.astype(np.uint8), disc(ring)) > 0
    labels, areas = pieces(mask & ~body)
    upper = np.flatnonzero(mask.any(axis=1))[0] + UPPER * _height(mask)
    area, longer = int(mask.sum()), longer_side(mask)
    result = mask.copy()
    for label in range(1, len(areas)):
        if not 0.02 * longer < areas[label] < AREA * area:
            continue
        part = labels == label
        rows, columns = np.nonzero(part)
        out = _top_of(body, columns) - float(rows.min())
        foot = _joined(part & near)
        if rows.mean() > upper or out < REACH * longer or count_pieces(foot) != 1:
            continue
        slender = out * (ring / 2) / int(foot.sum())
        other = float(np.linalg.norm(lab[part].mean(axis=0) - _cloth_below(body, lab, part)))
        clear = other > OTHER_COLOUR and slender > STOUT
        long = out > FAR * longer and slender > SLENDER and other > OTHER_COLOUR / 2
        if clear or long:
            result &= ~part
    return result


def _joined(mask: Mask) -> Mask:
    """Pixels that meet at a corner count as one piece."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0, np.bool_)


def _cloth_below(body: Mask, lab: F32, part: Mask) -> F32:
    """The median colour of the body about a part's foot."""
    reach = 0.15 * longer_side(body)
    ring = (cv2.dilate(part.astype(np.uint8), disc(reach)) > 0) & body
    chosen = ring if ring.any() else body
    return np.asarray(np.median(lab[chosen], axis=0), np.float32)


def _top_of(body: Mask, columns: npt.NDArray[np.intp]) -> float:
    """The highest row of the body below these columns."""
    rows = np.flatnonzero(body[:, columns.min() : columns.max() + 1].any(axis=1))
    return float(rows[0]) if rows.size else float(body.shape[0])


def _height(mask: Mask) -> int:
    return int(np.ptp(np.flatnonzero(mask.any(axis=1)))) + 1
