"""The way from a photograph to a cut-out product."""

from collections.abc import Callable

import numpy as np

from .choice import LARGEST, SMALLEST, Judge
from .consensus import colour_contrast
from .features import pixel_features
from .fusion import mend
from .hypotheses import FAINT_GUESSES, GUESSES, Guess, hypotheses
from .matting import soft_alpha
from .refinement import refine
from .result import BoolArray, FloatArray, NoProductFound, Segmentation, UInt8Array
from .shape import holes_filled, main_parts
from .verdict import require_product, verdict
from .working_size import COARSE_AREA, WORKING_AREA, reduce_to

# Shares of the time after the hypotheses and after the mask is found.
GUESSED, FOUND = 0.7, 0.9


def segment(rgb: UInt8Array, *, on_progress: Callable[[float], None] | None = None) -> Segmentation:
    """Cut the product out of `rgb`, uint8 (H, W, 3) in sRGB, from 100 px to 50 megapixels.

    `on_progress` is told the share done, 0 to 1. Raises NoProductFound when nothing stands out and
    ValueError when `rgb` is not such an array.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or min(rgb.shape[:2]) < 16:
        raise ValueError("segment wants a uint8 array of shape (H, W, 3), at least 16 px a side")
    report = on_progress or _unheard
    working = reduce_to(rgb, WORKING_AREA)
    coarse = reduce_to(rgb, COARSE_AREA)
    raw = _guess(coarse, GUESSES, report)
    faint = not any(map(_plausible, raw))
    if faint:
        raw = _guess(coarse, FAINT_GUESSES, report)
    if not any(map(_plausible, raw)):
        raise NoProductFound("nothing in the photograph stands out from the rest")
    masks = [holes_filled(mask) for mask in raw]
    judge = Judge(coarse)
    best, agreement = judge.choose(masks)
    votes = _share(masks)
    columns = pixel_features(coarse)
    mended = mend(judge, masks, best, votes, columns)
    evidence = judge.evidence(mended)
    require_product(mended, evidence, colour_contrast(columns, mended))
    mask = refine(coarse, working, mended, _share(raw))
    report(FOUND)
    alpha = soft_alpha(rgb, working, mask)
    report(1.0)
    confidence, warnings = verdict(mask, evidence, agreement, faint=faint)
    return Segmentation(alpha, confidence, warnings)


def _guess(
    coarse: UInt8Array, guesses: tuple[Guess, ...], report: Callable[[float], None]
) -> list[BoolArray]:
    masks: list[BoolArray] = []
    for mask in hypotheses(coarse, guesses):
        masks.append(main_parts(mask))
        report(GUESSED * len(masks) / len(guesses))
    return masks


def _plausible(mask: BoolArray) -> bool:
    return bool(SMALLEST < mask.mean() < LARGEST)


def _share(masks: list[BoolArray]) -> FloatArray:
    """Return the share of `masks` that say product, float32 per pixel."""
    return np.asarray(np.mean(masks, axis=0), np.float32)


def _unheard(share: float) -> None:
    """Where progress goes when nobody asked."""
