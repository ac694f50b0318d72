"""Which holes of a mask are ground seen through the product.

A hole in a packshot is a far worse fault than a gap left filled, and prints, bands and linings are
often of the ground's colour. So a hole stays open only on positive evidence: its colours are found
on the open ground close by, or are those of that ground in shade.
"""

import cv2
import numpy as np

from .features import lab_planes
from .result import BoolArray, FloatArray, UInt8Array

# Holes below this share of the product are prints, buttons and labels.
SMALLEST_GAP = 0.005
# How much farther than its closest open ground a hole is compared with it, in pixels.
REACH = 40
SAMPLES = 400
# Colour differences in weighted Lab units: median and ninth decile over the hole of the distance to
# the nearest colour of the ground close by.
SIMILAR, SIMILAR_AT_MOST, SAME = 4.0, 8.0, 1.2
# Share of a hole that must be typical ground to be similar, or to be the same.
MOSTLY, PARTLY = 0.5, 0.3
# Share of votes for product below which a hole may be ground in shade, and how strong that ground's
# colour must be: a shaded grey is any other grey.
FEW_VOTES, STRONG_CHROMA, DARKEST_SHADE = 0.15, 15.0, 0.3


def gaps_opened(
    rgb: UInt8Array, mask: BoolArray, votes: FloatArray, typical: BoolArray
) -> BoolArray:
    """Return `mask` without holes but those through which the ground is seen.

    `votes` is the share of hypotheses that say product, `typical` where a colour is common on the
    ground; both have the size of `rgb`, uint8 (H, W, 3), and of `mask`.
    """
    padded = np.pad(~mask, 1, constant_values=True).astype(np.uint8)
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(padded, connectivity=4)
    open_ground = (labels == labels[0, 0])[1:-1, 1:-1]
    areas = statistics[:, cv2.CC_STAT_AREA]
    filled = np.asarray(~open_ground)
    colours: FloatArray | None = None
    for index in range(1, count):
        if index == labels[0, 0] or areas[index] < SMALLEST_GAP * mask.sum():
            continue
        if colours is None:
            colours = cv2.GaussianBlur(lab_planes(rgb), (0, 0), 2).astype(np.float32)
        hole = np.asarray(labels[1:-1, 1:-1] == index)
        ground = _close_to(hole, open_ground)
        if ground.any() and _is_gap(
            _sampled(colours, _core(hole)),
            _sampled(colours, ground),
            float(typical[hole].mean()),
            float(votes[hole].mean()),
        ):
            filled &= ~hole
    return filled


def _is_gap(inside: FloatArray, ground: FloatArray, typical: float, votes: float) -> bool:
    """Judge colours (n, 3) of a hole and (m, 3) of the ground near it."""
    difference = np.sqrt(((inside[:, None] - ground[None]) ** 2).sum(axis=2)).min(axis=1)
    median, most = np.median(difference), np.quantile(difference, 0.9)
    if typical >= MOSTLY and median <= SIMILAR and most <= SIMILAR_AT_MOST:
        return True
    if median <= SAME and (typical >= PARTLY or votes <= FEW_VOTES):
        return True
    return votes <= FEW_VOTES and _in_shade(inside, ground)


def _in_shade(inside: FloatArray, ground: FloatArray) -> bool:
    """Whether the colours are strong ones of the ground, darkened (Lab scales with light)."""
    length = (ground**2).sum(axis=1)
    light = np.clip(np.einsum("nd,md->nm", inside, ground) / length, DARKEST_SHADE, 1)
    rest = np.sqrt(((inside[:, None] - light[..., None] * ground[None]) ** 2).sum(axis=2))
    strong = np.hypot(ground[:, 1], ground[:, 2]) * light > STRONG_CHROMA
    shaded = np.where(strong, rest, np.inf).min(axis=1)
    return bool(np.median(shaded) <= SIMILAR and np.quantile(shaded, 0.9) <= SIMILAR_AT_MOST)


def _close_to(hole: BoolArray, open_ground: BoolArray) -> BoolArray:
    away = cv2.distanceTransform((~hole).astype(np.uint8), cv2.DIST_L2, 5)
    if not open_ground.any():
        return open_ground
    return np.asarray(open_ground & (away < away[open_ground].min() + REACH))


def _core(hole: BoolArray) -> BoolArray:
    """Return the hole without its blurred rim, or the whole of a slit."""
    core = np.asarray(cv2.erode(hole.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    return core if core.any() else hole


def _sampled(colours: FloatArray, where: BoolArray) -> FloatArray:
    pixels = colours[where]
    order = np.random.default_rng(0).permutation(len(pixels))[:SAMPLES]
    return np.asarray(pixels[order], np.float32)
