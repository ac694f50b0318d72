"""The reduced copy of a photograph on which the product is found."""

import cv2
import numpy as np

from .result import UInt8Array

# Pixels of the working copy: 400x533, the size at which the methods were measured.
WORKING_AREA = 400 * 533
# Pixels of the smaller copy on which the hypotheses grow.
COARSE_AREA = 50_000


def reduce_to(rgb: UInt8Array, area: int) -> UInt8Array:
    """Return `rgb` shrunk to about `area` pixels by averaging, or as is when it is smaller."""
    height, width = rgb.shape[:2]
    scale = (area / (height * width)) ** 0.5
    if scale >= 1:
        return np.ascontiguousarray(rgb)
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
