"""Details: are the logo, the print, the buttons and the seams where they are?

Two comparisons, place by place. Edges: by direction (four) and channel (lightness and the two of
colour), pooled over a small neighbourhood. Structure: the correlation of lightness within a small
window, the best of nine slight shifts, which tells one print from another where both are dense.
"""

from itertools import product

import cv2
import numpy as np
import numpy.typing as npt

from .colors import FEWEST_PIXELS, Matched
from .finding import Finding
from .pair import Pair, masked_blur
from .subject import F32, Mask

# Finer structure than this blur (share of the longer side) is the material's business.
FINEST = 0.004
POOL = 0.012
PATCH = 0.03
# A pooled edge strength (units of CIELAB a pixel of a 512-pixel product) that is hardly an edge.
FAINT = 1.2
# A fold's edges are fainter in one light than in another: a common factor is taken out.
CONTRAST_LIMIT = 2.0
# The variance of lightness, at this blur, that may be grain.
GRAIN = 2.0
# Shifts that are tried, as a share of the longer side.
SHIFT = 0.005
PLAIN = 0.02


def measure_details(pair: Pair, matched: Matched) -> Finding:
    """Distance from 0 to 1: mean of the unlike share of all edges and that of the worst patch."""
    count = int(pair.common.sum())
    if count < FEWEST_PIXELS:
        return Finding(None, notes=("too_little_in_common",))
    edges, edge_weight, contrast = _edges(matched, pair)
    structure, structure_weight = _structure(matched, pair)
    heat = np.where(pair.common, (edges * edge_weight + structure * structure_weight) / 2, 0)
    overall = [
        _share(edges, edge_weight, pair.common),
        _share(structure, structure_weight, pair.common),
    ]
    patches = masked_blur(heat.astype(np.float32), pair.common, PATCH * pair.side)
    worst = float(patches[pair.common].max())
    return Finding(
        distance=((overall[0] + overall[1]) / 2 + worst) / 2,
        parts={
            "edges_unlike": overall[0],
            "structure_unlike": overall[1],
            "worst_patch": worst,
            "contrast": contrast,
            "edge_share": float(edge_weight[pair.common].mean()),
        },
        heat=heat.astype(np.float32),
    )


def _share(unlike: F32, weight: F32, mask: Mask) -> float:
    """Weighted mean; a plain product has next to no weight, and then nothing is unlike."""
    summed = float(weight[mask].sum()) + PLAIN * int(mask.sum())
    return float((unlike * weight)[mask].sum()) / summed


def _edges(matched: Matched, pair: Pair) -> tuple[F32, F32, float]:
    """Return the unlike share of the edges, how much there is of them, and the contrast."""
    one, other = _described(matched.reference, pair), _described(matched.result, pair)
    strength_one, strength_other = one.sum(axis=2), other.sum(axis=2)
    contrast = _contrast(strength_one[pair.common], strength_other[pair.common])
    other, strength_other = other * contrast, strength_other * contrast
    unlike = np.abs(one - other).sum(axis=2) / (strength_one + strength_other + FAINT)
    present = np.maximum(strength_one, strength_other)
    weight = present / (present + FAINT)
    return np.asarray(unlike, np.float32), np.asarray(weight, np.float32), contrast


def _structure(matched: Matched, pair: Pair) -> tuple[F32, F32]:
    """Return one minus the best local correlation, and how much there is to correlate."""
    sigma, window = max(1.0, FINEST * pair.side), POOL * pair.side
    one, other = (
        _relief(masked_blur(lab[..., 0], pair.common, sigma), pair.common, window)
        for lab in (matched.reference, matched.result)
    )
    energy_one, energy_other = (
        cv2.GaussianBlur(plane * plane, (0, 0), window) for plane in (one, other)
    )
    reach = max(1, round(SHIFT * pair.side))
    best = np.full(one.shape, -1, np.float32)
    for down, right in product((-reach, 0, reach), repeat=2):
        moved = np.roll(other, (down, right), axis=(0, 1))
        energy = np.roll(energy_other, (down, right), axis=(0, 1))
        together = cv2.GaussianBlur(one * moved, (0, 0), window)
        best = np.maximum(best, together / (np.sqrt(energy_one * energy) + GRAIN))
    present = np.maximum(energy_one, energy_other)
    weight = present / (present + GRAIN)
    # What is half grain correlates by half: only the part that is structure can be unlike.
    unlike = np.clip(weight - best, 0, 1)
    return np.asarray(unlike, np.float32), np.asarray(weight, np.float32)


def _relief(plane: F32, mask: Mask, window: float) -> F32:
    """What differs from its neighbourhood; 0 outside."""
    return np.asarray((plane - masked_blur(plane, mask, 2 * window)) * mask, np.float32)


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
