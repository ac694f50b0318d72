"""Rules about the shape of a mask: which parts belong to it, which holes are its own."""

import cv2
import numpy as np

from .result import BoolArray

# Parts smaller than this share of the largest are clutter; holes smaller than it are prints,
# buttons, labels.
SMALLEST_PART = 0.05
LARGEST_FILLED_HOLE = 0.03


def main_parts(mask: BoolArray) -> BoolArray:
    """Keep the largest part and those not much smaller: a pair of shoes stays a pair."""
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count <= 2:
        return mask
    areas = statistics[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    return np.asarray((areas > SMALLEST_PART * areas.max())[labels])


def holes_filled(mask: BoolArray) -> BoolArray:
    """Fill holes too small to be seen through."""
    padded = np.pad(~mask, 1, constant_values=True).astype(np.uint8)
    _, labels, statistics, _ = cv2.connectedComponentsWithStats(padded, connectivity=4)
    areas = statistics[:, cv2.CC_STAT_AREA]
    fill = areas < LARGEST_FILLED_HOLE * mask.sum()
    fill[0] = False
    return np.asarray(mask | fill[labels][1:-1, 1:-1])
