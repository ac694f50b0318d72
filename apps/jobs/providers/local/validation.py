"""First step of every job on a photograph: is it one, and what should a reviewer know of it?"""

from typing import Any

import cv2
import numpy as np

from apps.assets.imaging.decode import open_picture
from apps.jobs.engine.handler import Outcome, StepRun

from .segmentation.result import UInt8Array
from .segmentation.working_size import reduce_to

MEASURED_AREA = 500_000
BLURRED_BELOW = 20.0
CLIPPED_ABOVE = 0.05


def validate(run: StepRun) -> Outcome:
    """Decode the photograph whole and measure it.

    Raises:
        Problem: ``photo.*`` or ``upload.*``, when it is no usable photograph.
    """
    picture = open_picture(run.inputs["source"])
    height, width = picture.pixels.shape[:2]
    facts: dict[str, Any] = {
        "width": width,
        "height": height,
        "format": picture.info.format,
        "mode": picture.info.mode,
        "profile": picture.info.profile,
        **measure(picture.pixels),
    }
    return Outcome(result=facts)


def measure(rgb: UInt8Array) -> dict[str, Any]:
    """Return sharpness, the clipped share and warnings of ``rgb``, uint8 (H, W, 3).

    Sharpness is the variance of the Laplacian (Pech-Pacheco et al. 2000) at half a megapixel, so
    that pictures of different sizes can be compared.
    """
    small = reduce_to(rgb, MEASURED_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    sharpness = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    clipped = float(np.mean(small.min(axis=2) >= 254))
    warnings = []
    if sharpness < BLURRED_BELOW:
        warnings.append("blurred")
    if clipped > CLIPPED_ABOVE:
        warnings.append("clipped_highlights")
    return {
        "sharpness": round(sharpness, 2),
        "clipped_share": round(clipped, 4),
        "warnings": warnings,
    }
