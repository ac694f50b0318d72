"""Colours of the soft edge, freed of the old background.

Blur fusion (Forte 2021, "Approximate Fast Foreground Colour Estimation"): the product's colour near
the edge is the alpha-weighted mean of its surroundings, corrected so that composing it over the
likewise estimated background gives back the photograph. Two passes, wide and narrow.

Colour reaches farther than light: JPEG and sensors keep chroma at half the resolution, so that the
ground tints the outermost pixels that a mask calls opaque, too. From their chroma the part that
points from the product's to the local ground's is taken away; their lightness is their own.
"""

import cv2
import numpy as np

from .result import BoolArray, FloatArray, UInt8Array

TILE = 512
# Radii of the two passes relative to the longer side, and their floors in pixels.
WIDE, NARROW = 0.012, 0.003
WIDE_FLOOR, NARROW_FLOOR = 9, 3
# How deep the mixed rim reaches into the opaque part, in the same measure.
RIM, RIM_FLOOR = 0.0012, 3
# Nearer chromas than this (8-bit Cr and Cb) cannot be told apart, let alone unmixed.
LEAST_CONTRAST = 10.0


def clean_foreground(rgb: UInt8Array, alpha: UInt8Array) -> UInt8Array:
    """Return `rgb` with the colours of the soft edge freed of the background's colour.

    `rgb` is uint8 (H, W, 3), `alpha` uint8 (H, W). Pixels of full alpha are returned bit for bit,
    but for a rim of 0.12 % of the longer side (3 pixels at least), from whose chroma the ground's
    share is taken.
    Transparent pixels near the edge take the product's colour, so that resizing the result without
    premultiplying brings no fringe back; those farther away become black.
    """
    height, width = alpha.shape
    wide = max(WIDE_FLOOR, round(WIDE * max(height, width)))
    narrow = max(NARROW_FLOOR, round(NARROW * max(height, width)))
    cleaned = np.where((alpha == 255)[..., None], rgb, np.uint8(0))
    rim = max(RIM_FLOOR, round(RIM * max(height, width)))
    margin = wide + narrow + rim
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            rows = slice(max(0, top - margin), min(height, top + TILE + margin))
            columns = slice(max(0, left - margin), min(width, left + TILE + margin))
            around = alpha[rows, columns]
            if around.min() == 255 or around.max() == 0:
                continue
            tile = _edge_colours(rgb[rows, columns], around, wide, narrow)
            opaque_rim = _rim_of(around, rim)
            _unmix(tile, rgb[rows, columns], around, opaque_rim, wide)
            inner = (
                slice(top - rows.start, min(top + TILE, height) - rows.start),
                slice(left - columns.start, min(left + TILE, width) - columns.start),
            )
            target = cleaned[top : top + TILE, left : left + TILE]
            changed = opaque_rim[inner] | (alpha[top : top + TILE, left : left + TILE] < 255)
            target[changed] = tile[inner][changed]
    return cleaned


def _edge_colours(rgb: UInt8Array, alpha: UInt8Array, wide: int, narrow: int) -> UInt8Array:
    image = rgb.astype(np.float32)
    opacity = np.asarray(alpha[..., None] / 255, np.float32)
    foreground, background = _fuse(image, image, image, opacity, wide)
    foreground, _ = _fuse(image, foreground, background, opacity, narrow)
    return np.rint(np.clip(foreground, 0, 255)).astype(np.uint8)


def _rim_of(alpha: UInt8Array, depth: int) -> BoolArray:
    """The opaque pixels that lie at most ``depth`` pixels from softer ones."""
    opaque = alpha == 255
    inside = cv2.erode(
        opaque.astype(np.uint8), np.ones((2 * depth + 1,) * 2, np.uint8), borderValue=1
    )
    return np.asarray(opaque & (inside == 0))


def _unmix(
    cleaned: UInt8Array, rgb: UInt8Array, alpha: UInt8Array, rim: BoolArray, radius: int
) -> None:
    """Write the edge's colours without the ground's chroma into ``cleaned``.

    The opaque rim has the photograph's own lightness, the soft edge the one estimated before.
    """
    cleaned[rim] = rgb[rim]
    chroma = _chroma(rgb)
    core = ((alpha == 255) & ~rim).astype(np.float32)
    ground = (alpha < 8).astype(np.float32)
    core_share, ground_share = _blur(core, radius), _blur(ground, radius)
    edge = (rim | ((alpha >= 8) & (alpha < 255))) & (core_share > 0.02) & (ground_share > 0.02)
    rows, columns = np.nonzero(edge)
    if not rows.size:
        return
    product = _blur(chroma * core[..., None], radius)[rows, columns]
    product /= core_share[rows, columns][:, None]
    behind = _blur(chroma * ground[..., None], radius)[rows, columns]
    behind /= ground_share[rows, columns][:, None]
    towards = behind - product
    contrast = np.maximum((towards**2).sum(axis=1), 1.0)
    colours = np.ascontiguousarray(cleaned[rows, columns][None])
    ycc = cv2.cvtColor(colours, cv2.COLOR_RGB2YCrCb)[0].astype(np.float32)
    share = ((ycc[:, 1:] - product) * towards).sum(axis=1) / contrast
    share = np.clip(share, 0.0, 1.0)
    share[contrast < LEAST_CONTRAST**2] = 0.0
    ycc[:, 1:] -= share[:, None] * towards
    unmixed = np.rint(np.clip(ycc, 0, 255)).astype(np.uint8)[None]
    cleaned[rows, columns] = cv2.cvtColor(unmixed, cv2.COLOR_YCrCb2RGB)[0]


def _chroma(rgb: UInt8Array) -> FloatArray:
    ycc = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2YCrCb)
    return np.asarray(ycc[..., 1:], np.float32)


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
