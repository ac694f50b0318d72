"""Colours of the soft edge, freed of the old background.

Blur fusion (Forte 2021, "Approximate Fast Foreground Colour Estimation"): the product's colour near
the edge is the alpha-weighted mean of its surroundings, corrected so that composing it over the
likewise estimated background gives back the photograph. Two passes, wide and narrow.
"""

import cv2
import numpy as np

from .result import FloatArray, UInt8Array

TILE = 512
# Radii of the two passes relative to the longer side, and their floors in pixels.
WIDE, NARROW = 0.012, 0.003
WIDE_FLOOR, NARROW_FLOOR = 9, 3


def clean_foreground(rgb: UInt8Array, alpha: UInt8Array) -> UInt8Array:
    """Return `rgb` with the colours of the soft edge freed of the background's colour.

    `rgb` is uint8 (H, W, 3), `alpha` uint8 (H, W). Pixels of full alpha are returned bit for bit.
    Transparent pixels near the edge take the product's colour, so that resizing the result without
    premultiplying brings no fringe back; those farther away become black.
    """
    height, width = alpha.shape
    wide = max(WIDE_FLOOR, round(WIDE * max(height, width)))
    narrow = max(NARROW_FLOOR, round(NARROW * max(height, width)))
    cleaned = np.where((alpha == 255)[..., None], rgb, np.uint8(0))
    margin = wide + narrow
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            rows = slice(max(0, top - margin), min(height, top + TILE + margin))
            columns = slice(max(0, left - margin), min(width, left + TILE + margin))
            around = alpha[rows, columns]
            if around.min() == 255 or around.max() == 0:
                continue
            tile = _edge_colours(rgb[rows, columns], around, wide, narrow)
            inner = (
                slice(top - rows.start, min(top + TILE, height) - rows.start),
                slice(left - columns.start, min(left + TILE, width) - columns.start),
            )
            target = cleaned[top : top + TILE, left : left + TILE]
            soft = alpha[top : top + TILE, left : left + TILE] < 255
            target[soft] = tile[inner][soft]
    return cleaned


def _edge_colours(rgb: UInt8Array, alpha: UInt8Array, wide: int, narrow: int) -> UInt8Array:
    image = rgb.astype(np.float32)
    opacity = np.asarray(alpha[..., None] / 255, np.float32)
    foreground, background = _fuse(image, image, image, opacity, wide)
    foreground, _ = _fuse(image, foreground, background, opacity, narrow)
    return np.rint(np.clip(foreground, 0, 255)).astype(np.uint8)


def _fuse(
    image: FloatArray,
    foreground: FloatArray,
    background: FloatArray,
    alpha: FloatArray,
    radius: int,
) -> tuple[FloatArray, FloatArray]:
    mean_alpha = _blur(alpha[..., 0], radius)[..., None]
    mean_foreground = _blur(foreground * alpha, radius) / (mean_alpha + 1e-5)
    mean_background = _blur(background * (1 - alpha), radius) / (1 - mean_alpha + 1e-5)
    residual = image - alpha * mean_foreground - (1 - alpha) * mean_background
    return mean_foreground + alpha * residual, mean_background


def _blur(plane: FloatArray, radius: int) -> FloatArray:
    size = 2 * radius + 1
    return np.asarray(cv2.blur(plane, (size, size), borderType=cv2.BORDER_REFLECT), np.float32)
