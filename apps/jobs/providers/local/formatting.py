"""The format step: the packshot in the forms a storefront takes."""

from pathlib import Path
from typing import Any

import numpy as np

from apps.assets.imaging.decode import open_picture
from apps.assets.imaging.encode import write_jpeg, write_png, write_webp
from apps.jobs.engine.handler import Outcome, OutputFile, StepRun

from . import cutout
from .canvas import RATIO, place
from .composition import compose, parse_colour, spread
from .masks import read_mask
from .resampling import resize_premultiplied
from .segmentation import clean_foreground
from .segmentation.result import UInt8Array


def format_packshot(run: StepRun) -> Outcome:
    """Compose the product and write ``png`` (with alpha), ``jpeg`` and ``webp`` (on the backdrop).

    Parameters: ``backdrop`` {"top", "bottom"} colours, ``largest_px`` of the longer side. The
    result says which part of the photograph (``part``: left, top, right, bottom) stands where on
    the canvas (``place``: left, top, width, height), in pixels of each.
    """
    rgb, alpha, touches, box = _product(run)
    spot = place(alpha.shape[1], alpha.shape[0], touches, largest=int(run.params["largest_px"]))
    if (spot.width, spot.height) != (alpha.shape[1], alpha.shape[0]):
        rgb, alpha = resize_premultiplied(rgb, alpha, (spot.width, spot.height))
    run.checkpoint()
    canvas, canvas_alpha = spread(rgb, spot), spread(alpha, spot)
    run.progress(0.3)
    backdrop = run.params["backdrop"]
    composed = compose(canvas, canvas_alpha, top=backdrop["top"], bottom=backdrop["bottom"])
    run.progress(0.5)
    png = run.scratch / "packshot.png"
    canvas[canvas_alpha == 0] = 0
    write_png(png, canvas, alpha=canvas_alpha)
    run.checkpoint()
    files = {"png": OutputFile(png, "image/png"), **_write_opaque(run, composed)}
    where = {"part": box, "place": [spot.left, spot.top, spot.width, spot.height]}
    return Outcome(result=_size(composed) | {"touches": sorted(touches)} | where, files=files)


def reformat(run: StepRun) -> Outcome:
    """Put the whole photograph, background and all, on the canvas: ``jpeg`` and ``webp``.

    Parameters: as ``format_packshot``.
    """
    pixels = open_picture(run.inputs["source"]).pixels
    height, width = pixels.shape[:2]
    limit = int(run.params["largest_px"])
    rows = min(limit, round(max(height, width / RATIO)))
    columns = round(rows * RATIO)
    scale = min(rows / height, columns / width)
    size = (min(columns, round(width * scale)), min(rows, round(height * scale)))
    opaque = np.full((height, width), 255, np.uint8)
    fitted, _ = resize_premultiplied(pixels, opaque, size)
    run.checkpoint()
    backdrop = parse_colour(run.params["backdrop"]["top"])
    canvas = np.empty((rows, columns, 3), np.uint8)
    canvas[:] = backdrop
    top, left = (rows - size[1]) // 2, (columns - size[0]) // 2
    canvas[top : top + size[1], left : left + size[0]] = fitted
    where = {"part": [0, 0, width, height], "place": [left, top, *size]}
    return Outcome(result=_size(canvas) | where, files=_write_opaque(run, canvas))


def _product(run: StepRun) -> tuple[UInt8Array, UInt8Array, frozenset[str], list[int]]:
    """The cut-out of the last step that made one, or one made here from the mask; the sides it
    touches and the part of the photograph it was."""
    for key in ("upscale.cutout", "lighting.cutout"):
        if key in run.inputs:
            rgb, alpha = cutout.read(run.inputs[key])
            light = run.results["lighting"]
            return rgb, alpha, frozenset(light["touches"]), light["box"]
    pixels = open_picture(run.inputs["source"]).pixels
    alpha = read_mask(run.inputs["background_removal.mask"])
    box = cutout.bounding_box(alpha)
    clean = clean_foreground(pixels, alpha)
    inner = (slice(box.top, box.bottom), slice(box.left, box.right))
    touches = frozenset(side for side, cut in cutout.touched_sides(alpha).items() if cut)
    rgb, alpha = np.ascontiguousarray(clean[inner]), np.ascontiguousarray(alpha[inner])
    return rgb, alpha, touches, box.as_list()


def _write_opaque(run: StepRun, pixels: UInt8Array) -> dict[str, OutputFile]:
    jpeg, webp = run.scratch / "packshot.jpg", run.scratch / "packshot.webp"
    write_jpeg(jpeg, pixels, quality=92)
    run.progress(0.8)
    run.checkpoint()
    write_webp(webp, pixels)
    return {
        "jpeg": OutputFile(Path(jpeg), "image/jpeg"),
        "webp": OutputFile(Path(webp), "image/webp"),
    }


def _size(pixels: UInt8Array) -> dict[str, Any]:
    return {"width": pixels.shape[1], "height": pixels.shape[0]}
