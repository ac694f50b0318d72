"""The upscale step: small cut-outs are enlarged by Lanczos or, on request, generatively."""

from pathlib import Path

import cv2
import numpy as np

from apps.jobs.engine.handler import Outcome, OutputFile, StepRun

from . import cutout
from .generative_upscaling import enlarge_generatively
from .resampling import resize_premultiplied
from .segmentation.result import UInt8Array

LANCZOS = "lanczos"
GENERATIVE = "generative"


def upscale(run: StepRun) -> Outcome:
    """Bring the cut-out near to ``target_px`` on its longer side, at most ``scale_limit`` times.

    Parameters: ``upscaler`` (``lanczos`` or ``generative``), ``target_px``, ``scale_limit``. A
    cut-out that is large enough is passed on as it is. Generative enlarging invents weave; the
    result says so and reviewers see it.
    """
    rgb, alpha = cutout.read(run.inputs["lighting.cutout"])
    longer = max(alpha.shape)
    wanted = float(run.params["target_px"]) / longer
    factor = min(wanted, float(run.params["scale_limit"]))
    method = str(run.params.get("upscaler", LANCZOS))
    if factor <= 1.0:
        return Outcome(
            result={"factor": 1.0, "method": "none", "generative": False},
            reuse={"cutout": "lighting.cutout"},
        )
    run.checkpoint()
    size = (round(alpha.shape[1] * factor), round(alpha.shape[0] * factor))
    large, large_alpha = _enlarge(rgb, alpha, size, method)
    run.progress(0.8)
    path = run.scratch / "cutout.png"
    cutout.write(path, large, large_alpha)
    generative = method == GENERATIVE
    return Outcome(
        result={
            "factor": round(factor, 4),
            "method": method,
            "generative": generative,
            "warnings": ["invented_texture"] if generative else [],
        },
        files={"cutout": OutputFile(Path(path), "image/png")},
    )


def _enlarge(
    rgb: UInt8Array, alpha: UInt8Array, size: tuple[int, int], method: str
) -> tuple[UInt8Array, UInt8Array]:
    large, large_alpha = resize_premultiplied(rgb, alpha, size)
    if method != GENERATIVE:
        return large, large_alpha
    invented = enlarge_generatively(rgb)
    larger = size[0] > invented.shape[1]
    fitted = cv2.resize(
        invented, size, interpolation=cv2.INTER_LANCZOS4 if larger else cv2.INTER_AREA
    )
    return np.asarray(fitted, np.uint8), large_alpha
