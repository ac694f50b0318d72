"""The background_removal step: a soft mask of the product, as large as the photograph."""

from pathlib import Path

from apps.assets.imaging.decode import open_picture
from apps.jobs.engine.handler import Outcome, OutputFile, StepRun
from skyy.api.errors import Code, Problem

from .masks import shift_edge, write_mask
from .rembg import segment_with_model
from .segmentation import NoProductFound, Segmentation, segment
from .segmentation.result import UInt8Array

CLASSICAL = "classical"
# Edge shifts are given in pixels of a photograph this long, so that they mean the same at any size.
SHIFT_UNIT = 1000


def remove_background(run: StepRun) -> Outcome:
    """Write ``mask``, an 8-bit grey PNG, 255 = product.

    Parameters: ``method`` is ``classical`` or ``rembg:<model>``; ``edge_shift`` grows (positive)
    or shrinks the mask, in thousandths of the photograph's longer side.

    Raises:
        Problem: ``photo.no_product``, or ``provider.unavailable`` when the named model is missing.
    """
    pixels = open_picture(run.inputs["source"]).pixels
    run.checkpoint()
    found = _segment(pixels, str(run.params.get("method", CLASSICAL)), run)
    run.checkpoint()
    mask = run.scratch / "mask.png"
    shift = float(run.params.get("edge_shift", 0.0)) * max(found.alpha.shape) / SHIFT_UNIT
    alpha = shift_edge(found.alpha, shift)
    share = float((alpha >= 128).mean())
    if share == 0:
        raise Problem(
            Code.PHOTO_NO_PRODUCT, "Nothing is left of the product: shrink its edge less."
        )
    write_mask(mask, alpha)
    return Outcome(
        result={
            "method": run.params.get("method", CLASSICAL),
            "confidence": round(found.confidence, 4),
            "product_share": round(share, 4),
            "warnings": list(found.warnings),
        },
        files={"mask": OutputFile(Path(mask), "image/png")},
    )


def _segment(pixels: UInt8Array, method: str, run: StepRun) -> Segmentation:
    try:
        if method.startswith("rembg:"):
            return segment_with_model(pixels, method.removeprefix("rembg:"))
        return segment(pixels, on_progress=run.progress)
    except NoProductFound as error:
        raise Problem(
            Code.PHOTO_NO_PRODUCT,
            "No product could be found in this photograph. Take it against a plainer ground, "
            "with the whole product in the frame.",
        ) from error
