"""The way from a photograph to a cut-out product."""

from collections.abc import Callable

import cv2
import numpy as np

from .matting import soft_alpha
from .result import BoolArray, NoProductFound, Segmentation, UInt8Array
from .working_size import WORKING_AREA, reduce_to


def segment(rgb: UInt8Array, *, on_progress: Callable[[float], None] | None = None) -> Segmentation:
    """Cut the product out of `rgb`, uint8 (H, W, 3) in sRGB.

    `on_progress` is told the share done, 0 to 1. Raises NoProductFound when nothing stands out.
    """
    report = on_progress or (lambda share: None)
    working = reduce_to(rgb, WORKING_AREA)
    if cv2.GaussianBlur(working, (0, 0), 3).std(axis=(0, 1)).max() < 3:
        raise NoProductFound("nothing in the photograph stands out from the rest")
    report(0.1)
    mask = _grab(working)
    report(0.8)
    if not 0.01 < mask.mean() < 0.98:
        raise NoProductFound("no product could be told from its background")
    alpha = soft_alpha(rgb, working, mask)
    report(1.0)
    return Segmentation(alpha, 0.5, ())


def _grab(working: UInt8Array) -> BoolArray:
    height, width = working.shape[:2]
    labels = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    axes = (int(0.42 * width), int(0.42 * height))
    cv2.ellipse(labels, (width // 2, height // 2), axes, 0, 0, 360, cv2.GC_PR_FGD, -1)
    frame = max(2, round(0.02 * min(height, width)))
    labels[:frame] = labels[-frame:] = cv2.GC_BGD
    labels[:, :frame] = labels[:, -frame:] = cv2.GC_BGD
    lab = cv2.cvtColor(working, cv2.COLOR_RGB2Lab)
    cv2.setRNGSeed(0)
    empty = np.zeros((1, 65))
    cv2.grabCut(lab, labels, None, empty, empty.copy(), 5, cv2.GC_INIT_WITH_MASK)
    return np.asarray(labels % 2 == 1)
