"""The product on the collection's backdrop, with a contact shadow."""

import cv2
import numpy as np
import numpy.typing as npt

from .canvas import Placement
from .segmentation.result import UInt8Array

STRIP = 256
# The shadow is blurred so far that it is computed on a canvas of about this height.
SHADOW_HEIGHT = 500
# (blur, offset down) as shares of the canvas's height, and darkness: a soft one for the mass and a
# tight one where the product meets the ground.
SHADOWS = ((0.016, 0.010, 0.20), (0.004, 0.003, 0.16))


def parse_colour(text: str) -> tuple[int, int, int]:
    """Return ``#rrggbb`` as three numbers from 0 to 255.

    Raises:
        ValueError: the text is no such colour.
    """
    if len(text) != 7 or text[0] != "#":
        raise ValueError(f"{text!r} is not a colour such as #faf8f5")
    red, green, blue = (int(text[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def spread(plane: UInt8Array, placement: Placement) -> UInt8Array:
    """Return ``plane`` (h, w) or (h, w, 3), already at the placed size, on an empty canvas."""
    shape = (placement.canvas_height, placement.canvas_width, *plane.shape[2:])
    canvas = np.zeros(shape, np.uint8)
    rows = slice(placement.top, placement.top + placement.height)
    columns = slice(placement.left, placement.left + placement.width)
    canvas[rows, columns] = plane
    return canvas


def compose(rgb: UInt8Array, alpha: UInt8Array, *, top: str, bottom: str) -> UInt8Array:
    """Return the canvas ``rgb`` over a vertical gradient from ``top`` to ``bottom``, shadowed.

    Args:
        rgb: uint8 (H, W, 3) on the canvas.
        alpha: uint8 (H, W) on the canvas.
        top: colour ``#rrggbb`` at the head of the canvas.
        bottom: colour at its foot.
    """
    height, width = alpha.shape
    shadow = contact_shadow(alpha)
    ends = np.array([parse_colour(top), parse_colour(bottom)], np.float32)
    # Dither (triangular, one level wide) keeps eight bits from banding; the seed keeps it the same.
    noise = np.random.default_rng(20).triangular(-1, 0, 1, (STRIP, width, 1)).astype(np.float32)
    composed = np.empty_like(rgb)
    for start in range(0, height, STRIP):
        rows = slice(start, min(start + STRIP, height))
        share = (np.arange(rows.start, rows.stop, dtype=np.float32) / max(1, height - 1))[:, None]
        ground = ends[0] * (1 - share) + ends[1] * share
        behind = ground[:, None, :] * (1 - shadow[rows, :, None]) + noise[: rows.stop - start]
        opacity = alpha[rows, :, None].astype(np.float32) / 255
        mixed = rgb[rows].astype(np.float32) * opacity + behind * (1 - opacity)
        composed[rows] = np.rint(np.clip(mixed, 0, 255)).astype(np.uint8)
    return composed


def contact_shadow(alpha: UInt8Array) -> npt.NDArray[np.float32]:
    """Return how much of the ground's light the product takes, float32 (H, W) from 0 to 1."""
    height, width = alpha.shape
    scale = min(1.0, SHADOW_HEIGHT / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) / np.float32(255)
    light = np.ones_like(small)
    for blur, offset, darkness in SHADOWS:
        moved = _moved_down(small, round(offset * size[1]))
        soft = cv2.GaussianBlur(moved, (0, 0), max(0.5, blur * size[1]))
        light *= 1 - darkness * soft
    return np.asarray(
        1 - cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR), np.float32
    )


def _moved_down(plane: npt.NDArray[np.float32], pixels: int) -> npt.NDArray[np.float32]:
    if pixels <= 0:
        return plane
    moved = np.zeros_like(plane)
    moved[pixels:] = plane[:-pixels]
    return moved
