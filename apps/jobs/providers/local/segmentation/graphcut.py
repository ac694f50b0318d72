"""A binary labelling with given log-odds and contrast-sensitive smoothness.

OpenCV offers its minimum cut (Boykov and Kolmogorov 2004) only inside grabCut, which brings its
own colour models. Here the models are frozen to one Gaussian each along the first channel, which
carries the log-odds: two Gaussians of one variance, whose log ratio is linear in that channel. So
grabCut solves for any log-odds, with the photograph's two principal colours giving the contrast.
"""

import cv2
import numpy as np

from .result import BoolArray, FloatArray, UInt8Array

LEVELS = 48
# Log-odds beyond this are as certain as this.
CERTAIN = 4.0

FREE, BACKGROUND, PRODUCT = 0, 1, 2


def minimum_cut(
    log_odds: FloatArray, colours: UInt8Array, fixed: UInt8Array, *, weight: float
) -> BoolArray:
    """Return the mask, bool (H, W), that best agrees with `log_odds` (H, W; above 0 = product).

    `colours` is uint8 (H, W, 2); `fixed` says FREE, BACKGROUND or PRODUCT per pixel; `weight` is
    how much the log-odds count against smoothness.
    """
    scaled = (np.clip(log_odds, -CERTAIN, CERTAIN) / CERTAIN + 1) * (LEVELS / 2)
    channel = np.rint(scaled).astype(np.uint8)
    image = np.dstack([channel, colours])
    labels = np.where(log_odds > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[fixed == BACKGROUND] = cv2.GC_BGD
    labels[fixed == PRODUCT] = cv2.GC_FGD
    variance = LEVELS**2 / (2 * CERTAIN * weight)
    cv2.setRNGSeed(0)
    cv2.grabCut(
        image,
        labels,
        (0, 0, 1, 1),
        _one_gaussian(0, variance),
        _one_gaussian(LEVELS, variance),
        1,
        cv2.GC_EVAL_FREEZE_MODEL,
    )
    return np.asarray(labels & 1 == 1)


def _one_gaussian(
    mean: float, variance: float
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """OpenCV's layout: 5 weights, 5 means of 3, 5 covariances of 3x3."""
    model = np.zeros((1, 65))
    model[0, 0] = 1
    model[0, 5:8] = [mean, 128, 128]
    # A vast variance makes the two colour channels say nothing about the label.
    model[0, 20:29] = np.diag([variance, 1e6, 1e6]).ravel()
    return model
