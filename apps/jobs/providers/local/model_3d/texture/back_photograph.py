"""The real back: its photograph laid upon the front's outline."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ..outline.result import Outline
from .bleeding import bleed_outwards

UInt8Array = npt.NDArray[np.uint8]
F64 = npt.NDArray[np.float64]
WORK = 200
LEAST_OVERLAP, GOOD_OVERLAP = 0.70, 0.88
MOST_EXPOSURE = 1.2


def align_back(
    front: UInt8Array, alpha: UInt8Array, back: Outline
) -> tuple[UInt8Array, float] | None:
    """Return the back as seen through the front, uint8 (H, W, 3), and how far the two outlines
    agree (intersection over union); None when they are not of one product.

    The back's photograph is mirrored, brought to the front's box and then fitted by an affine
    transform (Evangelidis 2008) of the softened outlines.
    """
    mirrored = np.ascontiguousarray(back.pixels[:, ::-1])
    outline = np.ascontiguousarray(back.alpha[:, ::-1])
    start = _box_to_box(alpha, outline)
    best: tuple[float, F64] | None = None
    for matrix in (start, _refined(alpha, outline, start)):
        agreement = _agreement(alpha, outline, matrix)
        if best is None or agreement > best[0]:
            best = (agreement, matrix)
    if best is None or best[0] < LEAST_OVERLAP:
        return None
    agreement, matrix = best
    shape = (alpha.shape[1], alpha.shape[0])
    settings: dict[str, Any] = {"flags": cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP}
    cloth = bleed_outwards(mirrored, outline)
    laid = np.asarray(
        cv2.warpAffine(cloth, matrix, shape, borderMode=cv2.BORDER_REPLICATE, **settings), np.uint8
    )
    covered = np.asarray(cv2.warpAffine(outline, matrix, shape, **settings), np.uint8)
    return bleed_outwards(laid, np.minimum(covered, alpha)), agreement


def _box_to_box(alpha: UInt8Array, outline: UInt8Array) -> F64:
    """2 × 3: from the front's pixels to the mirrored back's."""
    (left, top, width, height), (other_left, other_top, other_width, other_height) = (
        cv2.boundingRect((one >= 128).astype(np.uint8)) for one in (alpha, outline)
    )
    across, down = other_width / max(width, 1), other_height / max(height, 1)
    return np.array(
        [[across, 0, other_left - left * across], [0, down, other_top - top * down]], np.float64
    )


def _refined(alpha: UInt8Array, outline: UInt8Array, start: F64) -> F64:
    scale = WORK / max(alpha.shape)
    other = WORK / max(outline.shape)
    template, moving = _soft(alpha, scale), _soft(outline, other)
    shrunk = start.copy()
    shrunk[:, :2] *= other / scale
    shrunk[:, 2] *= other
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-5)
    try:
        _, found = cv2.findTransformECC(
            template, moving, shrunk.astype(np.float32), cv2.MOTION_AFFINE, stop
        )
    except cv2.error:
        # The outlines have nothing in common that could be fitted: the boxes have to do.
        return start
    full = np.asarray(found, np.float64)
    full[:, :2] *= scale / other
    full[:, 2] /= other
    return full


def _soft(mask: UInt8Array, scale: float) -> npt.NDArray[np.float32]:
    size = (max(8, round(mask.shape[1] * scale)), max(8, round(mask.shape[0] * scale)))
    small = cv2.resize(mask, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 3.0), np.float32)


def _agreement(alpha: UInt8Array, outline: UInt8Array, matrix: F64) -> float:
    size = (alpha.shape[1], alpha.shape[0])
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(outline, matrix, size, flags=flags) >= 128
    own = alpha >= 128
    return float((laid & own).sum() / max((laid | own).sum(), 1))
