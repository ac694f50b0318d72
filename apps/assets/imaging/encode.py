"""Writes pictures: sRGB, no metadata, the same bytes for the same pixels.

Every function takes ``pixels`` as uint8 (H, W, 3) in sRGB and, where it can, ``alpha`` as uint8
(H, W), straight.
"""

from pathlib import Path

import numpy as np
from PIL import Image

from .colour import srgb_profile
from .picture import UInt8Array


def write_png(path: Path, pixels: UInt8Array, *, alpha: UInt8Array | None = None) -> None:
    """Write a lossless PNG; ``pixels`` may also be (H, W) grey, such as a mask."""
    # Level 1: a tenth larger than the default and some six times as fast.
    _image(pixels, alpha).save(path, "PNG", compress_level=1, icc_profile=_profile(pixels))


def write_jpeg(path: Path, pixels: UInt8Array, *, quality: int = 90) -> None:
    """Write a progressive JPEG; ``quality`` from 1 to 95, with full colour resolution from 90."""
    _image(pixels, None).save(
        path,
        "JPEG",
        quality=quality,
        subsampling=0 if quality >= 90 else 2,
        progressive=True,
        icc_profile=_profile(pixels),
    )


def write_webp(
    path: Path, pixels: UInt8Array, *, alpha: UInt8Array | None = None, quality: int = 82
) -> None:
    """Write a lossy WebP (sRGB by its definition, so it carries no profile)."""
    _image(pixels, alpha).save(path, "WEBP", quality=quality, method=3)


def write_avif(
    path: Path, pixels: UInt8Array, *, alpha: UInt8Array | None = None, quality: int = 62
) -> None:
    """Write an AVIF, fast rather than smallest; sRGB is stated in its header."""
    _image(pixels, alpha).save(path, "AVIF", quality=quality, speed=9, max_threads=1)


def _image(pixels: UInt8Array, alpha: UInt8Array | None) -> Image.Image:
    if alpha is None:
        return Image.fromarray(np.ascontiguousarray(pixels))
    return Image.fromarray(np.dstack([pixels, alpha]))


def _profile(pixels: UInt8Array) -> bytes | None:
    # A grey picture cannot carry an RGB profile.
    return srgb_profile() if pixels.ndim == 3 else None
