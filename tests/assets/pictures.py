"""Small pictures and crafted files for the tests, made in memory."""

import io
import struct
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image


def scene(height: int = 120, width: int = 160) -> npt.NDArray[np.uint8]:
    """A smooth picture whose every corner has a colour of its own."""
    y, x = np.mgrid[0:height, 0:width]
    red = 30 + 200 * x / width
    green = 220 - 190 * y / height
    blue = 60 + 120 * (x / width) * (y / height)
    return np.stack([red, green, blue], -1).round().astype(np.uint8)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of an image file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(height: int = 120, width: int = 160, **options: Any) -> bytes:
    """A JPEG of ``scene``."""
    return encoded(Image.fromarray(scene(height, width)), "JPEG", quality=92, **options)


def png(height: int = 120, width: int = 160, **options: Any) -> bytes:
    """A PNG of ``scene``."""
    return encoded(Image.fromarray(scene(height, width)), "PNG", **options)


def frames(count: int = 3) -> list[Image.Image]:
    """Pictures that differ."""
    return [Image.fromarray(np.roll(scene(), 20 * i, axis=1)) for i in range(count)]


def moving(kind: str, **options: Any) -> bytes:
    """Three frames in one file."""
    first, *others = frames()
    return encoded(first, kind, save_all=True, append_images=others, duration=80, **options)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk with its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(side: int = 50_000) -> bytes:
    """A PNG of some hundred bytes that claims to be enormous."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose header claims another size."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def tiff(array: npt.NDArray[Any], **options: Any) -> bytes:
    """A TIFF by tifffile, which writes what Pillow cannot (16 bits a channel)."""
    import tifffile

    buffer = io.BytesIO()
    tifffile.imwrite(buffer, array, **options)
    return buffer.getvalue()
