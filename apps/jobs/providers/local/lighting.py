"""The lighting step: the cut-out with clean edges, exposure and white balance normalised."""

from pathlib import Path

import cv2
import numpy as np

from apps.assets.imaging.decode import open_picture
from apps.jobs.engine.handler import Outcome, OutputFile, StepRun

from . import cutout, tone
from .masks import read_mask
from .segmentation import clean_foreground
from .segmentation.result import UInt8Array
from .segmentation.working_size import reduce_to

ESTIMATION_AREA = 1_000_000
# Room around the product for the foreground estimate at its edge.
MARGIN = 0.02


def light(run: StepRun) -> Outcome:
    """Write ``cutout`` (RGBA PNG of the product's box) and record the tone transform.

    Parameters: ``normalise`` (default True); False keeps exposure and white balance as they are.
    """
    pixels = open_picture(run.inputs["source"]).pixels
    alpha = read_mask(run.inputs["background_removal.mask"])
    run.progress(0.3)
    fitted = tone.Tone()
    if run.params.get("normalise", True):
        small = reduce_to(pixels, ESTIMATION_AREA)
        size = (small.shape[1], small.shape[0])
        fitted = tone.estimate(
            small, np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.uint8)
        )
    run.checkpoint()
    box = cutout.bounding_box(alpha)
    sides = cutout.touched_sides(alpha)
    rgb, cropped = _product(pixels, alpha, box)
    run.progress(0.7)
    path = run.scratch / "cutout.png"
    cutout.write(path, tone.apply(rgb, fitted), cropped)
    return Outcome(
        result={
            "tone": fitted.as_record(),
            "box": box.as_list(),
            "touches": [side for side, touched in sides.items() if touched],
        },
        files={"cutout": OutputFile(Path(path), "image/png")},
    )


def _product(
    pixels: UInt8Array, alpha: UInt8Array, box: cutout.Box
) -> tuple[UInt8Array, UInt8Array]:
    """The box's pixels with decontaminated edges; only the surroundings it needs are touched."""
    height, width = alpha.shape
    margin = round(MARGIN * max(height, width)) + 16
    rows = slice(max(0, box.top - margin), min(height, box.bottom + margin))
    columns = slice(max(0, box.left - margin), min(width, box.right + margin))
    clean = clean_foreground(
        np.ascontiguousarray(pixels[rows, columns]), np.ascontiguousarray(alpha[rows, columns])
    )
    top, left = box.top - rows.start, box.left - columns.start
    inner = (slice(top, top + box.height), slice(left, left + box.width))
    return (
        np.ascontiguousarray(clean[inner]),
        np.ascontiguousarray(alpha[box.top : box.bottom, box.left : box.right]),
    )
