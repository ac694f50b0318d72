"""The way from a photograph to a cut-out product."""

from collections.abc import Callable

import cv2
import numpy as np

from .choice import Judge
from .features import pixel_features
from .fusion import mend
from .hypotheses import GUESSES, hypotheses
from .matting import soft_alpha
from .refinement import refine
from .result import BoolArray, NoProductFound, Segmentation, UInt8Array
from .shape import holes_filled, main_parts
from .working_size import COARSE_AREA, WORKING_AREA, reduce_to


def segment(
    rgb: UInt8Array, *, on_progress: Callable[[float], None] | None = None
) -> Segmentation:
    """Cut the product out of `rgb`, uint8 (H, W, 3) in sRGB.

    `on_progress` is told the share done, 0 to 1. Raises NoProductFound when nothing stands out.
    """
    report = on_progress or (lambda share: None)
    working = reduce_to(rgb, WORKING_AREA)
    coarse = reduce_to(rgb, COARSE_AREA)
    if cv2.GaussianBlur(working, (0, 0), 3).std(axis=(0, 1)).max() < 3:
        raise NoProductFound("nothing in the photograph stands out from the rest")
    report(0.1)
    masks: list[BoolArray] = []
    for mask in hypotheses(coarse):
        masks.append(holes_filled(main_parts(mask)))
        report(0.1 + 0.6 * len(masks) / len(GUESSES))
    judge = Judge(coarse)
    best, agreement = judge.choose(masks)
    votes = np.mean(masks, axis=0, dtype=np.float32)
    mask = mend(judge, masks, best, votes, pixel_features(coarse))
    if not 0.01 < mask.mean() < 0.98:
        raise NoProductFound("no product could be told from its background")
    fine = refine(coarse, working, mask, votes)
    alpha = soft_alpha(rgb, working, fine)
    report(1.0)
    return Segmentation(alpha, agreement, ())
