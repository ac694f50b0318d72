"""Mask files: 8-bit grey PNG, 255 = product, as large as the photograph."""

from pathlib import Path

import cv2
import numpy as np

from .segmentation.result import UInt8Array


def read_mask(path: Path) -> UInt8Array:
    """Return a mask file as uint8 (H, W).

    Raises:
        OSError: it is no picture.
    """
    mask = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        raise OSError(f"{path.name} is not a mask")
    return np.asarray(mask, np.uint8)


def write_mask(path: Path, alpha: UInt8Array) -> None:
    """Write uint8 (H, W) as a PNG."""
    if not cv2.imwrite(str(path), alpha, [cv2.IMWRITE_PNG_COMPRESSION, 3]):
        raise OSError(f"could not write {path.name}")


def shift_edge(alpha: UInt8Array, pixels: float) -> UInt8Array:
    """Return the mask grown (positive) or shrunk (negative) by ``pixels``, its edge as soft."""
    radius = round(abs(pixels))
    if radius == 0:
        return alpha
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    operation = cv2.MORPH_DILATE if pixels > 0 else cv2.MORPH_ERODE
    return np.asarray(cv2.morphologyEx(alpha, operation, kernel), np.uint8)
