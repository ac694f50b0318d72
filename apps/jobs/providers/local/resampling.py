"""Resizing pictures that have an edge: colours are weighed by their alpha."""

import cv2
import numpy as np

from .segmentation.result import UInt8Array


def resize_premultiplied(
    rgb: UInt8Array, alpha: UInt8Array, size: tuple[int, int]
) -> tuple[UInt8Array, UInt8Array]:
    """Return the cut-out at ``size`` (width, height): Lanczos when larger, area mean when smaller.

    Args:
        rgb: uint8 (H, W, 3). Transparent pixels should carry the product's colour near the edge
            (as ``clean_foreground`` leaves them), so that no fringe is drawn in.
        alpha: uint8 (H, W).
        size: both at least 1.
    """
    width, height = size
    smaller = width <= alpha.shape[1] and height <= alpha.shape[0]
    method = cv2.INTER_AREA if smaller else cv2.INTER_LANCZOS4
    resized_alpha = np.asarray(cv2.resize(alpha, size, interpolation=method), np.uint8)
    opaque = alpha.min() == 255
    if opaque:
        return np.asarray(cv2.resize(rgb, size, interpolation=method), np.uint8), resized_alpha
    weight = alpha.astype(np.float32) / 255
    resized_weight = cv2.resize(weight, size, interpolation=method)
    resized = np.empty((height, width, 3), np.uint8)
    # One channel at a time: a float copy of all three would treble the memory of a large picture.
    for channel in range(3):
        plane = rgb[..., channel].astype(np.float32) * weight
        weighed = cv2.resize(plane, size, interpolation=method)
        colour = weighed / np.maximum(resized_weight, 1e-3)
        resized[..., channel] = np.rint(np.clip(colour, 0, 255)).astype(np.uint8)
    return resized, resized_alpha
