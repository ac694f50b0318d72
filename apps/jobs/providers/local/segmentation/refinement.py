"""From the mended mask of the small copy to the mask of the working copy."""

import cv2
import numpy as np

from .consensus import agreed, colour_log_odds, typical_ground
from .features import pixel_features, principal_colours
from .gaps import gaps_opened
from .graphcut import CERTAIN, FREE, minimum_cut
from .result import BoolArray, FloatArray, UInt8Array
from .shape import main_parts

AGREEMENT = 0.6
TEMPER = 0.3
# Floor between two sleeves, taken for product by every hypothesis, is at most this much of it.
RELEASED = 0.15
# A hole stays open where the log-odds are below the first and the colour is at least as common on
# the ground as this quantile of the ground itself.
SEEN_THROUGH, TYPICAL = -0.6, 0.05
WEIGHT = 4.0
# Log-odds given to the mended mask itself, reached so many pixels of the small copy from its edge.
TRUST, TRUST_DEPTH = 1.0, 8.0


def refine(
    coarse: UInt8Array, working: UInt8Array, mask: BoolArray, votes: FloatArray
) -> BoolArray:
    """Return the mask of `working` for `mask` and `votes`, which belong to `coarse`.

    `votes` is the share of hypotheses that say product, before their holes were filled. The
    log-odds of the colours are found on the small copy, the cut follows the larger one's edges.
    """
    product, background = agreed(votes, AGREEMENT)
    ground = background & ~mask
    columns = pixel_features(coarse)
    log_odds = colour_log_odds(columns, product & mask, ground, released=RELEASED) * TEMPER
    depth = np.clip(_signed_distance(mask) / TRUST_DEPTH, -1, 1)
    combined = np.clip(log_odds, -CERTAIN, CERTAIN) + TRUST * depth
    size = (working.shape[1], working.shape[0])
    fine = cv2.resize(combined.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    fixed = np.full(fine.shape, FREE, np.uint8)
    cut = minimum_cut(fine, principal_colours(working), fixed, weight=WEIGHT)
    typical = (log_odds < SEEN_THROUGH) & typical_ground(columns, ground, TYPICAL)
    typical_fine = cv2.resize(typical.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    votes_fine = np.asarray(cv2.resize(votes, size), np.float32)
    return gaps_opened(working, main_parts(cut), votes_fine, np.asarray(typical_fine))


def _signed_distance(mask: BoolArray) -> FloatArray:
    inside = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    outside = cv2.distanceTransform(1 - mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(inside - outside, np.float32)
