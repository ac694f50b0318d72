"""A back for a garment of which only the front was photographed.

The back keeps what runs round the sides (sleeves, panels, stripes), and is covered with the
product's own cloth elsewhere: no print, no text, no button, no neckline.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ..outline.result import Opening
from .bleeding import bleed_outwards
from .pattern import boldness, repeats
from .plain_cloth import band_width, detail_mask, fastening_mask, turned_mask
from .quilting import quilt
from .rim import depth_inside

UInt8Array = npt.NDArray[np.uint8]
BoolArray = npt.NDArray[np.bool_]
F32 = npt.NDArray[np.float32]
WORK = 480
PATCH = 0.075
LEAST_PATCH = 14
# Large-scale brightness of the laid cloth is brought to that of its surroundings, at most so much.
MOST_CORRECTION = 14.0
# Half the width of the strip in the middle where checks and stripes are laid anew (plackets,
# buttons, fly), relative to the product's width.
MIDDLE = 0.06
# What is kept of creases on plain cloth, which patches would break; and of a bold pattern, all.
CREASES = 0.3
CALM = 0.35
# How far from the outline plain cloth is taken, relative to the greatest depth.
SIDES = 0.6
PLAIN, BOLD = 0.7, 1.0


@dataclass(frozen=True)
class BackCloth:
    """Attributes:
    pixels: uint8 (H, W, 3), the back as seen through the front.
    regular: whether the cloth has stripes or checks.
    warnings: codes.
    """

    pixels: UInt8Array
    regular: bool
    warnings: Sequence[str] = ()


def synthesise_back(front: UInt8Array, alpha: UInt8Array, openings: Sequence[Opening]) -> BackCloth:
    """Return the cloth of a back that was not photographed.

    Args:
        front: uint8 (H, W, 3), colours continued beyond the edge.
        alpha: uint8 (H, W), 255 = product.
    """
    scale = min(1.0, WORK / max(alpha.shape))
    size = (max(1, round(alpha.shape[1] * scale)), max(1, round(alpha.shape[0] * scale)))
    small = np.asarray(cv2.resize(front, size, interpolation=cv2.INTER_AREA), np.uint8)
    shape = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.uint8)
    depth = depth_inside(shape)
    inside = depth > 0
    detail = detail_mask(small, shape)
    fastening = fastening_mask(shape, openings, scale)
    clean = inside & ~detail & ~fastening
    regular = repeats(small, clean & (depth > 3))
    if regular:
        detail = detail_mask(small, shape, edges=False) | turned_mask(small, shape)
        clean = inside & ~detail & ~fastening
    bold = 1.0 if regular else boldness(small, clean & (depth > 3))
    # A bold pattern is broken by every patch: it is laid anew in the middle alone.
    core = _middle(inside) if bold >= BOLD else depth > band_width(depth)
    hole = (inside & core) | detail | fastening
    creases = float(np.interp(bold, [PLAIN, BOLD], [CREASES, 1.0]))
    if not hole.any():
        return BackCloth(front, regular)
    patch = max(LEAST_PATCH, round(PATCH * max(shape.shape)))
    patch = min(patch, max(6, int(1.2 * float(depth.max()))))
    patch -= patch % 2
    guide = _guide(small.astype(np.float32), inside & ~hole, inside & clean)
    warnings: list[str] = []
    plain = float(np.interp(bold, [PLAIN, BOLD], [CALM, 0.0]))
    picture = small.astype(np.float32)
    shift = None
    if bold < PLAIN:
        # What is left of a print lies in the middle: plain cloth is taken from the sides.
        sides = clean & (depth < SIDES * float(depth.max()))
        shift = quilt(picture, guide, hole, sides, patch, plain=plain)
    if shift is None:
        shift = quilt(picture, guide, hole, clean, patch, plain=plain)
    if shift is None:
        warnings.append("little_clean_cloth")
        laid = np.where(hole[..., None], guide, small).astype(np.uint8)
        back = np.asarray(cv2.resize(laid, (alpha.shape[1], alpha.shape[0])), np.uint8)
    else:
        back = _lay(front, shift, hole, guide, creases=creases, soften=bold < BOLD)
    return BackCloth(bleed_outwards(back, alpha), regular, tuple(warnings))


def _middle(inside: BoolArray) -> BoolArray:
    """(H, W): a strip down the product's middle."""
    columns = np.flatnonzero(inside.any(axis=0))
    centre = float(np.nonzero(inside)[1].mean())
    half = MIDDLE * len(columns)
    return np.broadcast_to(np.abs(np.arange(inside.shape[1]) - centre) < half, inside.shape)


def _guide(picture: F32, kept: BoolArray, clean: BoolArray) -> F32:
    """Large-scale colours: what is kept at the same height, continued inwards."""
    height, width = kept.shape
    size = (max(2, width // 4), max(2, height // 4))
    total = np.zeros((size[1], size[0], 3), np.float32)
    weight = np.zeros((size[1], size[0]), np.float32)
    for across, down, mask in ((0.10, 0.015, kept), (0.30, 0.03, kept), (0.5, 0.25, clean)):
        here = mask.astype(np.float32)
        colors = cv2.resize(picture * here[..., None], size, interpolation=cv2.INTER_AREA)
        known = cv2.resize(here, size, interpolation=cv2.INTER_AREA)
        sigma = {"sigmaX": across * size[0], "sigmaY": max(down * size[1], 0.6)}
        colors = cv2.GaussianBlur(colors, (0, 0), **sigma)
        near = np.asarray(cv2.GaussianBlur(known, (0, 0), **sigma), np.float32)
        free = (1 - weight) * np.clip(near * 8, 0, 1)
        total += colors / np.maximum(near, 1e-4)[..., None] * free[..., None]
        weight += free
    found = total / np.maximum(weight, 1e-3)[..., None]
    return np.asarray(
        cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR), np.float32
    )


def _lay(
    front: UInt8Array, shift: Any, hole: BoolArray, guide: F32, *, creases: float, soften: bool
) -> UInt8Array:
    """Copy the cloth in full size, and bring its brightness to that of its surroundings."""
    height, width = front.shape[:2]
    ratio_y, ratio_x = height / shift.shape[0], width / shift.shape[1]
    full = cv2.resize(shift.astype(np.float32), (width, height), interpolation=cv2.INTER_NEAREST)
    y, x = np.indices((height, width), np.float32)
    laid = cv2.remap(
        front,
        x + full[..., 1] * ratio_x,
        y + full[..., 0] * ratio_y,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    softened = np.asarray(laid, np.float32)
    if soften:
        softened = _soften_seams(np.asarray(laid, np.uint8), full).astype(np.float32)
    cover = cv2.resize(hole.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    cover = cv2.GaussianBlur(cover, (0, 0), 0.01 * max(height, width))[..., None]
    fine = cv2.GaussianBlur(softened, (0, 0), max(0.8, 0.003 * max(height, width)))
    broad = _broad(softened, 0.04)
    wanted = np.asarray(cv2.resize(guide, (width, height)), np.float32)
    luma = np.asarray([0.299, 0.587, 0.114], np.float32)
    correction = (_broad(wanted, 0.04) - broad) @ luma
    correction = np.clip(correction, -MOST_CORRECTION, MOST_CORRECTION)[..., None]
    evened = softened + cover * (correction - (1 - creases) * (fine - broad))
    return np.asarray(np.clip(np.rint(evened), 0, 255), np.uint8)


def _broad(picture: F32, share: float) -> F32:
    """``picture`` without anything finer than ``share`` of its longer side."""
    height, width = picture.shape[:2]
    size = (max(2, width // 4), max(2, height // 4))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), share * max(size))
    return np.asarray(cv2.resize(small, (width, height)), np.float32)


def _soften_seams(laid: UInt8Array, shift: F32) -> UInt8Array:
    seam = np.zeros(shift.shape[:2], np.float32)
    seam[1:] += (shift[1:] != shift[:-1]).any(axis=2)
    seam[:, 1:] += (shift[:, 1:] != shift[:, :-1]).any(axis=2)
    blend = cv2.GaussianBlur(np.minimum(seam, 1), (0, 0), 1.2) * 2.2
    blend = np.clip(blend, 0, 1)[..., None]
    calm = cv2.GaussianBlur(laid, (0, 0), 1.2)
    return np.asarray(np.rint(calm * blend + laid * (1 - blend)), np.uint8)
