"""Geometry: do the two outlines coincide?

Measured with position, scale and a plain stretch taken out: a stretch is the business of
proportions, and would otherwise be counted twice.
"""

import cv2
import numpy as np

from .finding import Finding
from .pair import Pair
from .subject import F32, Mask

# Outlines this far apart, as a share of the product's longer side, are the same outline.
TOLERANCE = 0.01


def measure_geometry(pair: Pair) -> Finding:
    """Distance: 1 − the mean of intersection over union and boundary F-score."""
    one, other = pair.reference.alpha >= 128, pair.result.alpha >= 128
    shared = int((one & other).sum())
    overlap = shared / max(int((one | other).sum()), 1)
    to_one, to_other = _distance_to_edge(one), _distance_to_edge(other)
    tolerance = max(1.0, TOLERANCE * pair.side)
    precision = _share_within(to_one, _edge(other), tolerance)
    recall = _share_within(to_other, _edge(one), tolerance)
    boundary = 2 * precision * recall / max(precision + recall, 1e-9)
    apart = np.where(_edge(one), to_other, np.where(_edge(other), to_one, 0)) / pair.side
    return Finding(
        distance=1 - (overlap + boundary) / 2,
        parts={
            "iou": overlap,
            "iou_with_stretch": pair.plain_overlap,
            "boundary_f": boundary,
            "boundary_mean": float(
                (to_other[_edge(one)].mean() + to_one[_edge(other)].mean()) / 2 / pair.side
            ),
        },
        heat=np.asarray(apart, np.float32),
    )


def _edge(mask: Mask) -> Mask:
    """The product's outermost pixels."""
    filled = cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    inner = cv2.erode(filled, np.ones((3, 3), np.uint8))[1:-1, 1:-1]
    return np.asarray(mask & (inner == 0), np.bool_)


def _distance_to_edge(mask: Mask) -> F32:
    away = (~_edge(mask)).astype(np.uint8)
    return np.asarray(cv2.distanceTransform(away, cv2.DIST_L2, 5), np.float32)


def _share_within(distance: F32, edge: Mask, tolerance: float) -> float:
    return float((distance[edge] <= tolerance).mean())
