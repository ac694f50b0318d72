"""To sRGB through the embedded profile, a band of rows at a time, so that a big picture is never
held twice in full."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageCms

from .picture import UInt8Array

MAX_PROFILE_BYTES = 4_000_000
"""The largest press profiles have some 3 MB."""

Conversion: TypeAlias = Callable[[Image.Image], Image.Image]

# Relative colorimetric with black point compensation, as Photoshop converts by default.
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION


@dataclass(frozen=True, slots=True)
class Profile:
    """An embedded profile that was looked at; ``parsed`` is ``None`` when it is broken."""

    name: str
    parsed: ImageCms.ImageCmsProfile | None


def read_profile(data: bytes | None) -> Profile | None:
    """Parse an ICC profile; hostile ones come back as broken, never as an exception."""
    if not data:
        return None
    if len(data) > MAX_PROFILE_BYTES:
        return Profile("too large", None)
    try:
        parsed = ImageCms.ImageCmsProfile(io.BytesIO(data))
        name = ImageCms.getProfileDescription(parsed)
    except (OSError, ImageCms.PyCMSError, ValueError, TypeError, UnicodeError):
        return Profile("broken", None)
    printable = "".join(letter for letter in name if letter.isprintable()).strip()
    return Profile(printable[:120] or "unnamed", parsed)


def conversion(profile: Profile | None, mode: str) -> Conversion | None:
    """Return how pictures of this mode (``RGB``, ``L``, ``CMYK``, ``LAB``) become sRGB.

    ``None`` where the profile cannot be used for this mode, or there is none to use; the picture
    is then taken for sRGB, and CMYK inks for ideal ones.
    """
    if mode == "LAB":
        return _transform(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")), mode)
    if profile is None or profile.parsed is None:
        return None
    return _transform(profile.parsed, mode)


def to_srgb(image: Image.Image, convert: Conversion | None, rows: int) -> UInt8Array:
    """Return a loaded picture of a mode named in ``conversion`` as uint8 (H, W, 3) in sRGB.

    Args:
        image: any mode that ``convert`` takes; with ``None``, any mode Pillow makes RGB of.
        convert: from ``conversion``.
        rows: height of a band.
    """
    if convert is None and image.mode == "RGB":
        return np.array(image)
    width, height = image.size
    out = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, rows):
        band = image.crop((0, top, width, min(top + rows, height)))
        out[top : top + rows] = np.asarray(convert(band) if convert else band.convert("RGB"))
    return out


def _transform(source: ImageCms.ImageCmsProfile, mode: str) -> Conversion | None:
    try:
        transform = ImageCms.buildTransform(
            source, _srgb(), mode, "RGB", renderingIntent=_INTENT, flags=_FLAGS
        )
    except (ImageCms.PyCMSError, ValueError, TypeError, OSError):
        return None
    if mode == "RGB" and _changes_nothing(transform):
        return _as_it_is
    return transform.apply


def _as_it_is(image: Image.Image) -> Image.Image:
    return image


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Whether a profile is sRGB under whatever name: 729 colours stay where they are."""
    steps = np.linspace(0, 255, 9).round().astype(np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(27, 27, 3)
    moved = np.asarray(transform.apply(Image.fromarray(colours)))
    return bool(np.abs(moved.astype(np.int16) - colours).max() <= 1)


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """An sRGB profile, the same bytes every time."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # Bytes 24 to 35 are the moment it was made (ICC.1:2010, section 7.2.1): the year 2000 here.
    made[24:36] = b"\x07\xd0\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00"
    return bytes(made)


def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
