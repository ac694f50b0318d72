"""Rules about the shape of a mask: which parts belong to it, which holes are its own."""

import cv2
import numpy as np

from .result import BoolArray

# Parts smaller than this share of the largest are clutter.
SMALLEST_PART = 0.05
# Holes of a hypothesis up to this share of the product are taken for prints, buttons and labels.
LARGE_HOLE = 0.03


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


def holes_filled(mask: BoolArray) -> BoolArray:
    """Fill the holes that are small beside the mask."""
    padded = np.pad(~mask, 1, constant_values=True).astype(np.uint8)
    _, labels, statistics, _ = cv2.connectedComponentsWithStats(padded, connectivity=4)
    fill = statistics[:, cv2.CC_STAT_AREA] < LARGE_HOLE * mask.sum()
    # Label 0 is the product itself, the label around the frame the open background.
    fill[0] = False
    return np.asarray(mask | fill[labels[1:-1, 1:-1]])
