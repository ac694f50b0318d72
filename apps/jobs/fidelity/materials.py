"""Materials: does the surface have the same grain, from thread to fold?

Gradient energy in bands from fine to coarse, and local binary patterns (Ojala, Pietikäinen and
Mäenpää 2002, rotation-invariant and uniform). Gloss cannot be told from one photograph.
"""

import cv2
import numpy as np
import numpy.typing as npt

from .colors import FEWEST_PIXELS, Matched
from .finding import Finding
from .pair import Pair, masked_blur
from .report import Standing
from .subject import F32, Mask

# Standard deviations of the bands' blur, and radii of the patterns, in pixels of the grid.
BANDS = (1.0, 2.0, 4.0)
RADII = (1, 2, 4)
# Grain is pooled over patches this wide, as a share of the product's longer side.
PATCH = 0.03
# Steps of lightness that are noise: of a gradient, and between two points of a pattern.
NOISE = 0.6
STEP = 1.0
# The fullest difference between two histograms counts as much as this many octaves of energy.
PATTERN_WEIGHT = 2.0


def measure_materials(pair: Pair, matched: Matched) -> Finding:
    """Distance: mean of the octaves between the gradient energies and twice the patterns'
    Hellinger distance. The median over patches is taken, so that a logo is not a material."""
    aspects = {"gloss": Standing.UNSEEN}
    if int(pair.common.sum()) < FEWEST_PIXELS:
        return Finding(None, aspects=aspects, notes=("too_little_in_common",))
    one, other = matched.reference[..., 0], matched.result[..., 0]
    maps = [_octaves(one, other, pair, sigma) for sigma in BANDS]
    energy = [float(np.median(np.abs(found[pair.common]))) for found in maps]
    patterns = [
        _hellinger(_patterns(one, pair.common, radius), _patterns(other, pair.common, radius))
        for radius in RADII
    ]
    names = [f"energy_{sigma:g}px" for sigma in BANDS] + [f"patterns_{r}px" for r in RADII]
    heat = np.mean([np.abs(found) for found in maps], axis=0)
    heat[~pair.common] = 0
    return Finding(
        distance=(float(np.mean(energy)) + PATTERN_WEIGHT * float(np.mean(patterns))) / 2,
        parts=dict(zip(names, energy + patterns, strict=True)),
        aspects=aspects,
        heat=np.asarray(heat, np.float32),
    )


def _octaves(one: F32, other: F32, pair: Pair, sigma: float) -> F32:
    """log2 of the ratio of root-mean-square gradients, by place."""
    pooled = [
        masked_blur(_gradient(plane, sigma) ** 2, pair.common, PATCH * pair.side)
        for plane in (one, other)
    ]
    floor = (NOISE / sigma) ** 2
    return np.asarray(0.5 * np.log2((pooled[1] + floor) / (pooled[0] + floor)), np.float32)


def _gradient(plane: F32, sigma: float) -> F32:
    smooth = cv2.GaussianBlur(plane, (0, 0), sigma)
    across = cv2.Scharr(smooth, cv2.CV_32F, 1, 0, scale=1 / 32)
    down = cv2.Scharr(smooth, cv2.CV_32F, 0, 1, scale=1 / 32)
    return np.asarray(np.hypot(across, down), np.float32)


def _patterns(plane: F32, mask: Mask, radius: int) -> npt.NDArray[np.float64]:
    """Histogram of eleven patterns: flat, the nine uniform ones, and the rest."""
    smooth = cv2.GaussianBlur(plane, (0, 0), 0.5 * radius)
    diagonal = max(1, round(radius * 0.7071))
    ring = [
        (0, radius), (diagonal, diagonal), (radius, 0), (diagonal, -diagonal),
        (0, -radius), (-diagonal, -diagonal), (-radius, 0), (-diagonal, diagonal),
    ]  # fmt: skip
    padded = cv2.copyMakeBorder(smooth, radius, radius, radius, radius, cv2.BORDER_REPLICATE)
    height, width = plane.shape
    steps = np.stack(
        [
            padded[radius + y : radius + y + height, radius + x : radius + x + width] - smooth
            for y, x in ring
        ]
    )[:, mask]
    flat = np.abs(steps).max(axis=0) < STEP
    brighter = steps > 0
    changes = (brighter != np.roll(brighter, 1, axis=0)).sum(axis=0)
    kind = np.where(changes <= 2, brighter.sum(axis=0) + 1, 10)
    kind[flat] = 0
    return np.bincount(kind, minlength=11) / kind.size


def _hellinger(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    return float(np.linalg.norm(np.sqrt(one) - np.sqrt(other)) / np.sqrt(2))
