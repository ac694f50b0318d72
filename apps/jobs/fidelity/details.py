"""Details: are the logo, the print, the buttons and the seams where they are?

Every place is described by its edges, by direction (four) and channel (lightness and the two of
colour), pooled over a small neighbourhood so that a slight misalignment does not matter. The
descriptors of both pictures are compared place by place.
"""

import cv2
import numpy as np
import numpy.typing as npt

from .colors import FEWEST_PIXELS, Matched
from .finding import Finding
from .pair import Pair, masked_blur
from .subject import F32

# Finer structure than this blur (share of the longer side) is the material's business.
FINEST = 0.004
POOL = 0.012
PATCH = 0.03
# A pooled edge strength (units of CIELAB a pixel of a 512-pixel product) that is hardly an edge.
FAINT = 1.2
# A fold's edges are fainter in one light than in another: a common factor is taken out.
CONTRAST_LIMIT = 1.6


def measure_details(pair: Pair, matched: Matched) -> Finding:
    """Distance from 0 to 1: mean of the unlike share of all edges and that of the worst patch."""
    if int(pair.common.sum()) < FEWEST_PIXELS:
        return Finding(None, notes=("too_little_in_common",))
    one, other = _described(matched.reference, pair), _described(matched.result, pair)
    strength_one, strength_other = one.sum(axis=2), other.sum(axis=2)
    contrast = _contrast(strength_one[pair.common], strength_other[pair.common])
    other, strength_other = other * contrast, strength_other * contrast
    unlike = np.abs(one - other).sum(axis=2)
    present = np.maximum(strength_one, strength_other)
    floor = FAINT
    heat = unlike / (strength_one + strength_other + floor)
    weight = present / (present + floor)
    heat = np.where(pair.common, heat * weight, 0).astype(np.float32)
    inside = float((heat * weight)[pair.common].sum()), float(weight[pair.common].sum())
    overall = inside[0] / (inside[1] + 0.02 * int(pair.common.sum()))
    worst = float(masked_blur(heat, pair.common, PATCH * pair.side)[pair.common].max())
    return Finding(
        distance=(overall + worst) / 2,
        parts={
            "edges_unlike": overall,
            "worst_patch": worst,
            "contrast": contrast,
            "edge_share": inside[1] / int(pair.common.sum()),
        },
        heat=heat,
    )


def _described(lab: F32, pair: Pair) -> F32:
    """Return pooled edge strengths, float32 (H, W, 12)."""
    # The outline's own edge is geometry: outside the common part colours continue.
    sigma = max(1.0, FINEST * pair.side)
    planes = []
    for channel in range(3):
        smooth = masked_blur(np.ascontiguousarray(lab[..., channel]), pair.common, sigma)
        for x, y in ((1, 0), (0, 1)):
            slope = cv2.Scharr(smooth, cv2.CV_32F, x, y, scale=pair.side / 512 / 32)
            planes += [np.maximum(slope, 0), np.maximum(-slope, 0)]
    stacked = np.stack(planes, axis=2)
    inner = cv2.erode(pair.common.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    stacked[~inner] = 0
    pooled = cv2.GaussianBlur(stacked, (0, 0), POOL * pair.side)
    return np.asarray(pooled, np.float32)


def _contrast(one: npt.NDArray[np.floating], other: npt.NDArray[np.floating]) -> float:
    """The factor that brings the other's edges to the same strength where both have some."""
    shared = np.minimum(one, other)
    if not (shared > 0).any():
        return 1.0
    ratio = float((shared * one).sum() / max(float((shared * other).sum()), 1e-9))
    return float(np.clip(ratio, 1 / CONTRAST_LIMIT, CONTRAST_LIMIT))
