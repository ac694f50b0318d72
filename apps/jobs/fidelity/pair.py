"""Reference and result on one grid."""

from dataclasses import dataclass

import cv2
import numpy as np

from .alignment import Placement, align
from .subject import F32, Mask, Picture, box_of, warp

WORKING_SIDE = 512
MARGIN = 0.06
# Pixels this far inside both outlines, as a share of the working side, belong to both products.
INSET = 0.012


@dataclass(frozen=True)
class Pair:
    """Two pictures of a product on the reference's grid, its longer side ``side`` pixels.

    Attributes:
        reference: cropped to the product with a margin.
        result: laid over it by position, scale, rotation and stretch.
        unstretched: the same without taking a stretch out: for proportions.
        placement: how ``result`` was laid.
        plain_overlap: soft intersection over union of ``unstretched``.
        side: longer side of the product, in pixels.
        common: well inside both products.
    """

    reference: Picture
    result: Picture
    unstretched: Picture
    placement: Placement
    plain_overlap: float
    side: int
    common: Mask


def working_side(reference: Picture) -> int:
    """Longer side of the product on the working grid: never enlarged."""
    return min(WORKING_SIDE, reference.product_size())


def pair_up(reference: Picture, result: Picture, *, rotate: bool) -> Pair:
    """Lay ``result`` over ``reference``; both checked."""
    side = working_side(reference)
    left, top, right, bottom = box_of(reference.alpha)
    scale = side / max(right - left, bottom - top)
    margin = MARGIN * side
    size = (
        round((right - left) * scale + 2 * margin),
        round((bottom - top) * scale + 2 * margin),
    )
    half = (scale - 1) / 2
    onto_grid = np.array(
        [[scale, 0, half - left * scale + margin], [0, scale, half - top * scale + margin]],
        np.float64,
    )
    placed = warp(reference, onto_grid, size)
    plain = align(placed.alpha, result.alpha, rotate=rotate, stretch=False)
    best = align(placed.alpha, result.alpha, rotate=rotate, stretch=True)
    laid = warp(result, best.matrix, size)
    return Pair(
        reference=placed,
        result=laid,
        unstretched=warp(result, plain.matrix, size),
        placement=best,
        plain_overlap=plain.overlap,
        side=side,
        common=_inside(placed, laid, side),
    )


def _inside(one: Picture, other: Picture, side: int) -> Mask:
    both = ((one.alpha >= 250) & (other.alpha >= 250)).astype(np.uint8)
    reach = max(1, round(INSET * side))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    bordered = cv2.copyMakeBorder(both, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    return np.asarray(cv2.erode(bordered, kernel)[1:-1, 1:-1] > 0, np.bool_)


def masked_blur(plane: F32, mask: Mask, sigma: float) -> F32:
    """Gaussian blur of ``plane`` (H, W) or (H, W, C) over the mask alone; 0 where it is far."""
    weight = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), sigma)
    kept = plane * (mask if plane.ndim == 2 else mask[..., None])
    blurred = cv2.GaussianBlur(kept.astype(np.float32), (0, 0), sigma)
    divisor = np.maximum(weight, 1e-3)
    return np.asarray(blurred / (divisor if plane.ndim == 2 else divisor[..., None]), np.float32)
