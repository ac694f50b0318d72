"""Opens a picture as far as its header and refuses what must not be decoded."""

import math
from pathlib import Path
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile

from skyy.api.errors import Code, Problem

from .colour import Profile, conversion, read_profile
from .containers import check_boxes, check_jpeg, check_webp, file_size
from .limits import Limits
from .picture import PictureInfo
from .png import check_png
from .refusals import animated, damaged, truncated
from .sniffing import HEAD_BYTES, MEDIA_TYPES, picture_format, refused

# Pillow's own guard is one number for the whole process and only warns below twice its value.
# Every picture is opened here, where each call has its limits, checked before any decoding.
Image.MAX_IMAGE_PIXELS = None

_ORIENTATION = 0x0112
_SUBFILE_TYPE, _STRIP_OFFSETS, _STRIP_COUNTS, _TILE_OFFSETS, _TILE_COUNTS = 254, 273, 279, 324, 325
_BITS_PER_SAMPLE = 258
_EXPECTED_MODES = {
    "1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "LAB",
    "I;16", "I;16L", "I;16B", "I;16N",
}  # fmt: skip


def open_header(file: BinaryIO, limits: Limits, *, walk: bool) -> tuple[Image.Image, PictureInfo]:
    """Return the undecoded Pillow image and what its header says.

    Args:
        file: seekable.
        limits: see ``Limits``.
        walk: also walk the whole file for signs of truncation.

    Raises:
        Problem: ``upload.empty``, ``upload.unsupported`` or one of ``photo.*``.
    """
    file.seek(0)
    kind = picture_format(file.read(HEAD_BYTES))
    if kind == "WEBP" and (size := check_webp(file)):
        # Pillow's WebP reader sets its canvas up on opening.
        check_size(size[0], size[1], limits)
    elif kind == "AVIF":
        check_boxes(file)
    image = _open(file, kind)
    check_size(image.width, image.height, limits)
    if kind == "GIF":
        raise animated() if getattr(image, "is_animated", False) else refused("a GIF picture")
    if kind == "TIFF":
        _check_tiff(image, file)
    elif kind in {"AVIF", "WEBP"} and getattr(image, "n_frames", 1) > 1:
        raise animated()
    if image.mode not in _EXPECTED_MODES:
        raise refused(f"a picture with {image.mode} samples, which need an exposure to be shown")
    if walk and kind == "PNG":
        check_png(file)
    elif walk and kind == "JPEG":
        check_jpeg(file)
    return image, _describe(image, kind)


def check_size(width: int, height: int, limits: Limits) -> None:
    """Raise ``photo.too_many_pixels`` or ``photo.too_small`` outside the limits."""
    if width * height > limits.max_pixels or max(width, height) > limits.max_side:
        raise Problem(
            Code.PHOTO_TOO_MANY_PIXELS,
            f"The picture claims {width} × {height} pixels. "
            f"At most {limits.max_pixels / 1e6:.0f} megapixels are taken, "
            f"and {limits.max_side} on a side.",
        )
    if min(width, height) < limits.min_side:
        raise Problem(
            Code.PHOTO_TOO_SMALL,
            f"The picture has {width} × {height} pixels; "
            f"at least {limits.min_side} × {limits.min_side} are needed.",
        )


def decode(image: Image.Image) -> None:
    """Decode the pixels.

    Raises:
        Problem: ``photo.truncated`` or ``photo.unreadable``.
    """
    try:
        image.load()
    except (OSError, EOFError) as error:
        words = str(error).lower()
        cut = any(word in words for word in ("truncated", "not enough", "premature", "end of file"))
        raise (truncated() if cut else damaged()) from error
    except (ValueError, SyntaxError, MemoryError, IndexError, TypeError, OverflowError) as error:
        raise damaged() from error


def profile_of(image: Image.Image) -> Profile | None:
    """The embedded ICC profile."""
    data = image.info.get("icc_profile")
    return read_profile(data if isinstance(data, bytes) else None)


def turned_on_decoding(kind: str) -> bool:
    """Whether the decoders apply the orientation themselves (Pillow and OpenCV do for TIFF)."""
    return kind == "TIFF"


def colour_mode(mode: str) -> str:
    """The colour space behind a Pillow mode: ``RGB``, ``L``, ``CMYK`` or ``LAB``."""
    if mode in {"1", "L", "LA", "La"} or mode.startswith("I;16"):
        return "L"
    return mode if mode in {"CMYK", "LAB"} else "RGB"


def _open(file: BinaryIO, kind: str) -> Image.Image:
    file.seek(0)
    try:
        return Image.open(file, formats=[kind])
    except UnidentifiedImageError as error:
        raise (damaged() if file_size(file) > 1000 else truncated()) from error
    except (OSError, EOFError) as error:
        raise truncated() from error
    except (ValueError, SyntaxError, KeyError, IndexError, TypeError, OverflowError) as error:
        raise damaged() from error
    except MemoryError as error:
        raise damaged() from error


def _check_tiff(image: Image.Image, file: BinaryIO) -> None:
    assert isinstance(image, TiffImageFile)
    tags = image.tag_v2
    if int(tags.get(_SUBFILE_TYPE, 0)) & 1:
        # The first picture is a preview: NEF, ARW, DNG and their like.
        raise refused("a camera raw file")
    end = file_size(file)
    for starts, counts in ((_STRIP_OFFSETS, _STRIP_COUNTS), (_TILE_OFFSETS, _TILE_COUNTS)):
        lengths = tags.get(counts) or ()
        for start, length in zip(tags.get(starts) or (), lengths, strict=False):
            if start + length > end:
                raise truncated()
    _check_pages(image)


def _check_pages(image: TiffImageFile) -> None:
    """Previews and masks beside the picture are fine; a second picture is not: which one is meant
    would be a guess."""
    page = 0
    try:
        while page < 8:
            page += 1
            image.seek(page)
            if not int(image.tag_v2.get(_SUBFILE_TYPE, 0)) & 0b101:
                raise animated("several pages")
        raise animated("very many pages")
    except EOFError:
        image.seek(0)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError) as error:
        raise damaged() from error


def _describe(image: Image.Image, kind: str) -> PictureInfo:
    orientation = _orientation_of(image)
    turned = orientation >= 5 and not turned_on_decoding(kind)
    profile = profile_of(image)
    return PictureInfo(
        format=kind,
        media_type=MEDIA_TYPES[kind],
        mode=image.mode,
        bit_depth=_bit_depth(image),
        width=image.height if turned else image.width,
        height=image.width if turned else image.height,
        orientation=orientation,
        profile=profile.name if profile else None,
        profile_used=conversion(profile, colour_mode(image.mode)) is not None,
        has_alpha=image.has_transparency_data,
    )


def _orientation_of(image: Image.Image) -> int:
    if isinstance(image, PngImageFile) and "exif" not in image.info:
        # Pillow would decode the whole picture to look behind it.
        return 1
    try:
        orientation = int(image.getexif().get(_ORIENTATION, 1))
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, OverflowError, IndexError):
        return 1
    return orientation if orientation in range(1, 9) else 1


def _bit_depth(image: Image.Image) -> int:
    if isinstance(image, TiffImageFile):
        bits = image.tag_v2.get(_BITS_PER_SAMPLE, (1,))
        return int(bits[0] if isinstance(bits, tuple) else bits)
    if image.mode.startswith("I;16"):
        return 16
    assert isinstance(image, ImageFile)
    raw = image.tile[0].args if image.tile else None
    name = raw if isinstance(raw, str) else raw[0] if isinstance(raw, tuple) and raw else ""
    if isinstance(name, str) and ";16" in name:
        return 16
    return 1 if image.mode == "1" else 8


def band_rows(width: int) -> int:
    """Rows of a band of about two megapixels."""
    return max(16, math.ceil(2_000_000 / max(width, 1)))


def as_binary(source: Path | BinaryIO) -> BinaryIO:
    """Open a path; pass a file through.

    Raises:
        Problem: ``file.unreadable``.
    """
    if not isinstance(source, Path):
        return source
    try:
        return source.open("rb")
    except OSError as error:
        raise Problem(
            Code.FILE_UNREADABLE, f"The file {source.name} cannot be opened for reading."
        ) from error
