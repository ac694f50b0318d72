"""Whether there is a product at all, how sure the cut-out is and what a reviewer should look at."""

import cv2
import numpy as np

from .choice import LARGEST, SMALLEST, EdgeEvidence
from .hypotheses import frame_of
from .result import BoolArray, NoProductFound

# Of an outline drawn into noise or a smooth wall at most a tenth is borne out by a step in colour,
# of a product's outline nearly all (measured on rendered noise, walls, planks and on photographs).
LEAST_STEP = 0.3
# Contrast of the colour models inside and outside, 0..2; planks and tiles taken for a product
# reach 0.1, goods as pale as their wall 0.4.
LEAST_CONTRAST = 0.25
CLEAR_STEP, CLEAR_SEPARATION = 0.85, 0.7
# Share of the frame's pixels that the product covers before it counts as cut off by it.
FRAME_SHARE = 0.01
# A second part at least this large beside the largest is an object of its own.
OBJECT_SHARE = 0.2

TOUCHES_FRAME = "touches_frame"
LOW_CONTRAST = "low_contrast"
SEVERAL_OBJECTS = "several_objects"


def require_product(mask: BoolArray, evidence: EdgeEvidence, contrast: float) -> None:
    """Raise NoProductFound when the photograph does not bear out the mask's outline."""
    if not SMALLEST < mask.mean() < LARGEST:
        raise NoProductFound("nothing in the photograph stands out from the rest")
    if min(evidence.step, evidence.gradient) < LEAST_STEP or contrast < LEAST_CONTRAST:
        raise NoProductFound("no product could be told from its background")


def verdict(
    mask: BoolArray, evidence: EdgeEvidence, agreement: float, *, faint: bool
) -> tuple[float, tuple[str, ...]]:
    """Return the confidence, 0..1, and the warnings for a product's mask.

    The confidence is the agreement of the hypotheses times the share of the outline that is borne
    out by the photograph; it ranks results, it is no probability.
    """
    warnings = []
    if mask[frame_of(mask.shape, 0.005)].mean() > FRAME_SHARE:
        warnings.append(TOUCHES_FRAME)
    if faint or evidence.step < CLEAR_STEP or evidence.separation < CLEAR_SEPARATION:
        warnings.append(LOW_CONTRAST)
    if _objects(mask) > 1:
        warnings.append(SEVERAL_OBJECTS)
    outline = (evidence.step + evidence.separation) / 2
    confidence = min(1.0, agreement * outline * (0.5 if faint else 1.0))
    return confidence, tuple(warnings)


def _objects(mask: BoolArray) -> int:
    statistics = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)[2]
    areas = statistics[1:, cv2.CC_STAT_AREA]
    return int((areas > OBJECT_SHARE * areas.max()).sum()) if len(areas) else 0
