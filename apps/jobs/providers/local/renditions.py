"""Every rendition of a picture in one go, from one decoding, and its looks in 64 bits."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from apps.assets.imaging import encode
from apps.assets.imaging.decode import open_picture
from apps.assets.imaging.limits import ANY_SIZE
from apps.assets.imaging.looks import on_white, print_of
from apps.assets.imaging.picture import UInt8Array
from apps.assets.specifications import fitted
from apps.jobs.engine.handler import Outcome, OutputFile, StepRun

EXTENSIONS = {"image/webp": "webp", "image/avif": "avif", "image/jpeg": "jpg"}


def make_renditions(run: StepRun) -> Outcome:
    """Write what ``params["specifications"]`` lists: {name, side, media_type, quality}, any order.

    ``result["sizes"]`` holds [width, height] by name; ``result["print"]`` how the smallest looks
    (``imaging.looks``). Never enlarges.
    """
    wanted = sorted(run.params["specifications"], key=lambda one: -one["side"])
    # What the decoder leaves out of a JPEG lies 8 dB and more below what WebP and JPEG lose.
    side = wanted[0]["side"] if wanted else None
    picture = open_picture(run.inputs["source"], limits=ANY_SIZE, side=side)
    pixels, alpha = picture.pixels, picture.alpha
    width, height = picture.info.width, picture.info.height
    files: dict[str, OutputFile] = {}
    sizes: dict[str, list[int]] = {}
    for done, specification in enumerate(wanted):
        run.checkpoint()
        run.progress(done / len(wanted))
        size = fitted(width, height, specification["side"])
        # Each is made from the next larger one.
        pixels, alpha = _resized(pixels, alpha, size)
        name = specification["name"]
        path = run.scratch / f"{name}.{EXTENSIONS[specification['media_type']]}"
        _write(path, pixels, alpha, specification)
        files[name] = OutputFile(path, specification["media_type"], storage="renditions")
        sizes[name] = list(size)
    found = {"sizes": sizes, "print": print_of(pixels, alpha)}
    return Outcome(result=found, files=files)


def _resized(
    pixels: UInt8Array, alpha: UInt8Array | None, size: tuple[int, int]
) -> tuple[UInt8Array, UInt8Array | None]:
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels, alpha
    if alpha is None:
        return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), None
    # Averaged with its alpha as weight, so that hidden colours do not bleed into the edge.
    weight = alpha.astype(np.float32)[..., None] / 255
    weighted = cv2.resize(pixels * weight, size, interpolation=cv2.INTER_AREA)
    share = cv2.resize(weight[..., 0], size, interpolation=cv2.INTER_AREA)
    straight = weighted / np.maximum(share, 1 / 512)[..., None]
    return (
        np.clip(straight + 0.5, 0, 255).astype(np.uint8),
        np.clip(share * 255 + 0.5, 0, 255).astype(np.uint8),
    )


def _write(
    path: Path, pixels: UInt8Array, alpha: UInt8Array | None, specification: Mapping[str, Any]
) -> None:
    quality = specification["quality"]
    match specification["media_type"]:
        case "image/webp":
            encode.write_webp(path, pixels, alpha=alpha, quality=quality)
        case "image/avif":
            encode.write_avif(path, pixels, alpha=alpha, quality=quality)
        case _:
            encode.write_jpeg(path, on_white(pixels, alpha), quality=quality)
