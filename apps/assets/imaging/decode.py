"""Pictures of every kind a house delivers, as sRGB pixels the right way up.

Needs no Django: it runs in child processes.
"""

from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
from PIL import Image

from apps.assets.specifications import fitted

from .colour import Conversion, conversion, to_srgb
from .limits import PHOTOGRAPH, Limits
from .matrix_profile import read_matrix_profile
from .opening import (
    as_binary,
    band_rows,
    colour_mode,
    decode,
    open_header,
    profile_of,
    turned_on_decoding,
)
from .picture import Picture, PictureInfo, UInt8Array, UInt16Array

INSPECTED_PIXELS = {"JPEG": 40_000_000, "AVIF": 16_000_000}
"""These decoders hold the whole picture whatever size is asked for: 6 bytes a pixel for a
progressive JPEG, 14 for an AVIF of ten bits and full colour."""


def open_picture(
    source: Path | BinaryIO, *, limits: Limits = PHOTOGRAPH, side: int | None = None
) -> Picture:
    """Decode a picture: orientation applied, colours converted through its profile.

    Args:
        source: a path, or a seekable binary file (left open).
        limits: checked before decoding.
        side: the longer side that is needed, in pixels; a JPEG may come back at a half, a quarter
            or an eighth of its size, never below this. ``info`` tells the size of the file.

    Raises:
        Problem: ``file.unreadable``, ``upload.empty``, ``upload.unsupported`` or ``photo.*``.
    """
    file = as_binary(source)
    try:
        image, info = open_header(file, limits, walk=False)
        convert = conversion(profile_of(image), colour_mode(image.mode))
        if side is not None and info.format == "JPEG":
            # The decoder leaves out what it would compute to be averaged away (DCT scaling).
            image.draft(None, fitted(image.width, image.height, side))
        deep = _sixteen_bits(source, image, info)
        if deep is None:
            decode(image)
            pixels, alpha = _from_pillow(image, convert)
        else:
            pixels, alpha = _from_sixteen_bits(deep, image.info.get("icc_profile"), convert)
    finally:
        if file is not source:
            file.close()
    if alpha is not None and bool(alpha.min() == 255):
        alpha = None
    if not turned_on_decoding(info.format):
        pixels = _upright(pixels, info.orientation)
        alpha = None if alpha is None else _upright(alpha, info.orientation)
    return Picture(pixels, alpha, info)


def inspect_picture(source: Path | BinaryIO, *, limits: Limits = PHOTOGRAPH) -> PictureInfo:
    """Say what a picture is without holding its pixels.

    Bombs and animations are found from the header; truncation by walking the file (a JPEG is
    decoded at an eighth of its size, a PNG inflated, offsets checked in the others). Progressive
    JPEGs and AVIFs of more than ``INSPECTED_PIXELS`` must be whole by their markers alone.

    Raises:
        Problem: as ``open_picture``.
    """
    file = as_binary(source)
    try:
        image, info = open_header(file, limits, walk=True)
        heavy = image.width * image.height > INSPECTED_PIXELS.get(info.format, 0)
        if info.format == "JPEG" and not (heavy and image.info.get("progressive")):
            image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
            decode(image)
        elif info.format == "AVIF" and not heavy:
            decode(image)
        return info
    finally:
        if file is not source:
            file.close()


def _from_pillow(
    image: Image.Image, convert: Conversion | None
) -> tuple[UInt8Array, UInt8Array | None]:
    if image.mode.startswith("I;16"):
        image = Image.fromarray(_to_eight_bits(np.asarray(image).astype(np.uint16)))
    alpha: UInt8Array | None = None
    if image.has_transparency_data:
        straight = "LA" if colour_mode(image.mode) == "L" else "RGBA"
        if image.mode == "La":
            image = image.convert("LA")
        image = image.convert(straight)
        alpha = np.array(image.getchannel("A"))
    plain = colour_mode(image.mode)
    if image.mode != plain:
        image = image.convert(plain)
    return to_srgb(image, convert, band_rows(image.width)), alpha


def _from_sixteen_bits(
    deep: UInt16Array, profile: bytes | None, convert: Conversion | None
) -> tuple[UInt8Array, UInt8Array | None]:
    """Convert a band at a time, with all 16 bits where the profile allows, rounded otherwise."""
    height, width = deep.shape[:2]
    exact = read_matrix_profile(profile) if convert else None
    rows = band_rows(width)
    pixels = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, rows):
        band = deep[top : top + rows, :, 2::-1]
        if exact:
            pixels[top : top + rows] = exact.to_srgb(band)
        else:
            rounded = Image.fromarray(_to_eight_bits(band))
            pixels[top : top + rows] = to_srgb(rounded, convert, rows)
    return pixels, _to_eight_bits(deep[..., 3]) if deep.shape[2] == 4 else None


def _to_eight_bits(deep: UInt16Array) -> UInt8Array:
    # round(v / 257) without floating point.
    return ((deep.astype(np.uint32) + 128) // 257).astype(np.uint8)


def _sixteen_bits(
    source: Path | BinaryIO, image: Image.Image, info: PictureInfo
) -> UInt16Array | None:
    """All 16 bits of an RGB TIFF or PNG as (H, W, 3 or 4) in BGR order, where OpenCV can."""
    if info.bit_depth != 16 or info.format not in {"TIFF", "PNG"}:
        return None
    if image.mode != "RGB" and (image.mode, info.format) != ("RGBA", "PNG"):
        return None
    flags = cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        if isinstance(source, Path):
            deep = cv2.imread(str(source), flags)
        else:
            source.seek(0)
            deep = cv2.imdecode(np.frombuffer(source.read(), np.uint8), flags)
    except cv2.error:
        return None
    expected = (image.height, image.width, len(image.getbands()))
    if deep is None or deep.dtype != np.uint16 or deep.shape != expected:
        return None
    return np.asarray(deep, np.uint16)


def _upright(array: UInt8Array, orientation: int) -> UInt8Array:
    """Apply an EXIF orientation (CIPA DC-008, tag 0x0112)."""
    if orientation >= 5:
        array = array.swapaxes(0, 1)
    flip_columns = orientation in {2, 3, 6, 7}
    flip_rows = orientation in {3, 4, 7, 8}
    if flip_columns:
        array = array[:, ::-1]
    if flip_rows:
        array = array[::-1]
    return np.ascontiguousarray(array)
