"""Rules about the shape of a mask: which parts belong to it, which holes are its own."""

import cv2
import numpy as np

from .result import BoolArray

# Parts smaller than this share of the largest are clutter.
SMALLEST_PART = 0.05
# Holes up to the first share of the product are prints, buttons and labels; up to the second too,
# unless the background's colour shows in them.
SMALL_HOLE, LARGE_HOLE = 0.005, 0.03


def main_parts(mask: BoolArray) -> BoolArray:
    """Keep the largest part and those not much smaller: a pair of shoes stays a pair."""
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8
    )
    if count <= 2:
        return mask
    areas = statistics[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    return np.asarray((areas > SMALLEST_PART * areas.max())[labels])


def holes_filled(mask: BoolArray, except_where: BoolArray | None = None) -> BoolArray:
    """Fill the holes that belong to the product.

    A hole that is mostly `except_where` (there the background shows) is left open unless tiny.
    """
    padded = np.pad(~mask, 1, constant_values=True).astype(np.uint8)
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(padded, connectivity=4)
    labels = labels[1:-1, 1:-1]
    areas = statistics[:, cv2.CC_STAT_AREA]
    fill = areas < LARGE_HOLE * mask.sum()
    if except_where is not None:
        seen = np.bincount(labels[except_where], minlength=count)
        fill &= (seen < 0.6 * areas) | (areas < SMALL_HOLE * mask.sum())
    # Label 0 is the product itself, the label around the frame the open background.
    fill[0] = False
    return np.asarray(mask | fill[labels])
