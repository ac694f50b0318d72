"""Hostile and broken files, by the code they are refused with."""

import gzip
import io
import struct
import zipfile

import numpy as np
import pytest
from PIL import Image

from apps.assets.imaging.decode import inspect_picture, open_picture
from skyy.api.errors import Code, Problem
from tests.assets.pictures import (
    chunk,
    encoded,
    frames,
    jpeg,
    jpeg_claiming,
    moving,
    png,
    png_bomb,
    scene,
    tiff,
)


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x" * 1000)
    return buffer.getvalue()


def webp() -> bytes:
    return encoded(Image.fromarray(scene()), "WEBP")


def avif() -> bytes:
    return encoded(Image.fromarray(scene()), "AVIF")


def webp_claiming(width: int, height: int) -> bytes:
    extended = struct.pack("<I", 0) + (width - 1).to_bytes(3, "little")
    extended += (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + extended + webp()[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def png_with_broken_checksum() -> bytes:
    data = bytearray(png())
    at = data.index(b"IDAT") + 40
    data[at] ^= 0xFF
    return bytes(data)


def png_without_rows() -> bytes:
    header = struct.pack(">IIBBBBB", 200, 200, 8, 2, 0, 0, 0)
    empty = chunk(b"IDAT", b"x\x9c\x03\x00\x00\x00\x00\x01")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + empty + chunk(b"IEND", b"")


def tiff_beyond_its_end() -> bytes:
    return tiff(scene(), photometric="rgb")[:-20_000]


def raw_like() -> bytes:
    return tiff(scene(), photometric="rgb", subfiletype=1)


def heic() -> bytes:
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 200


def many_scans() -> bytes:
    return (
        jpeg(progressive=True)[:-2]
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 500
        + b"\xff\xd9"
    )


HOSTILE = {
    "nothing at all": (b"", Code.UPLOAD_EMPTY),
    "text": (b"This is no picture, whatever its name says.\n" * 30, Code.UPLOAD_UNSUPPORTED),
    "UTF-8 text": ("Ein Kleid für den Sommer, ärmellos\n".encode() * 5, Code.UPLOAD_UNSUPPORTED),
    "random bytes": (bytes(range(256)) * 8, Code.UPLOAD_UNSUPPORTED),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Code.UPLOAD_UNSUPPORTED),
    "SVG after a declaration": (b"<?xml version='1.0'?><svg></svg>", Code.UPLOAD_UNSUPPORTED),
    "HTML": (b"<!DOCTYPE html><script>alert(1)</script>", Code.UPLOAD_UNSUPPORTED),
    "PDF": (b"%PDF-1.7\n" + b"0" * 500, Code.UPLOAD_UNSUPPORTED),
    "ZIP": (zipped(), Code.UPLOAD_UNSUPPORTED),
    "gzip": (gzip.compress(b"x" * 1000), Code.UPLOAD_UNSUPPORTED),
    "RAR": (b"Rar!\x1a\x07\x01\x00" + b"\0" * 100, Code.UPLOAD_UNSUPPORTED),
    "program": (b"MZ\x90\x00" + b"\0" * 200, Code.UPLOAD_UNSUPPORTED),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", Code.UPLOAD_UNSUPPORTED),
    "HEIC": (heic(), Code.UPLOAD_UNSUPPORTED),
    "camera raw": (raw_like(), Code.UPLOAD_UNSUPPORTED),
    "Canon raw": (b"II*\0\x10\0\0\0CR\2\0" + b"\0" * 300, Code.UPLOAD_UNSUPPORTED),
    "BMP": (encoded(Image.fromarray(scene()), "BMP"), Code.UPLOAD_UNSUPPORTED),
    "still GIF": (encoded(Image.fromarray(scene()), "GIF"), Code.UPLOAD_UNSUPPORTED),
    "32-bit float TIFF": (tiff(np.ones((120, 120), np.float32)), Code.UPLOAD_UNSUPPORTED),
    "animated GIF": (moving("GIF"), Code.PHOTO_ANIMATED),
    "animated PNG": (moving("PNG"), Code.PHOTO_ANIMATED),
    "animated WebP": (moving("WEBP"), Code.PHOTO_ANIMATED),
    "animated AVIF": (moving("AVIF"), Code.PHOTO_ANIMATED),
    "TIFF of several pages": (moving("TIFF"), Code.PHOTO_ANIMATED),
    "PNG bomb": (png_bomb(), Code.PHOTO_TOO_MANY_PIXELS),
    "JPEG that claims 65,500 × 65,500": (
        jpeg_claiming(65_500, 65_500),
        Code.PHOTO_TOO_MANY_PIXELS,
    ),
    "WebP that claims 16,000 × 16,000": (
        webp_claiming(16_000, 16_000),
        Code.PHOTO_TOO_MANY_PIXELS,
    ),
    "a line 50,000 pixels long": (png(height=1, width=50_000), Code.PHOTO_TOO_MANY_PIXELS),
    "99 pixels high": (png(height=99, width=300), Code.PHOTO_TOO_SMALL),
    "one pixel": (jpeg(height=1, width=1), Code.PHOTO_TOO_SMALL),
    "half a JPEG": (jpeg()[: len(jpeg()) // 2], Code.PHOTO_TRUNCATED),
    "half a progressive JPEG": (
        jpeg(progressive=True)[: len(jpeg(progressive=True)) // 2],
        Code.PHOTO_TRUNCATED,
    ),
    "the first bytes of a JPEG": (jpeg()[:30], Code.PHOTO_TRUNCATED),
    "half a PNG": (png()[: len(png()) // 2], Code.PHOTO_TRUNCATED),
    "PNG without its end": (png()[:-12], Code.PHOTO_TRUNCATED),
    "PNG without rows": (png_without_rows(), Code.PHOTO_TRUNCATED),
    "PNG signature alone": (png()[:8], Code.PHOTO_TRUNCATED),
    "half a WebP": (webp()[: len(webp()) // 2], Code.PHOTO_TRUNCATED),
    "half an AVIF": (avif()[: len(avif()) // 2], Code.PHOTO_TRUNCATED),
    "TIFF that points beyond its end": (tiff_beyond_its_end(), Code.PHOTO_TRUNCATED),
    "PNG with a wrong checksum": (png_with_broken_checksum(), Code.PHOTO_UNREADABLE),
    "JPEG of five hundred scans": (many_scans(), Code.PHOTO_UNREADABLE),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused_with_its_own_code(data: bytes, code: Code):
    with pytest.raises(Problem) as refusal:
        inspect_picture(io.BytesIO(data))
    assert refusal.value.code == code
    assert refusal.value.message.endswith((".", "again."))


@pytest.mark.parametrize(
    "name",
    [
        "PNG bomb",
        "JPEG that claims 65,500 × 65,500",
        "animated GIF",
        "half a JPEG",
        "half a PNG",
        "half a WebP",
        "half an AVIF",
        "text",
        "nothing at all",
    ],
)
def test_decoding_refuses_it_too(name: str):
    data, code = HOSTILE[name]
    with pytest.raises(Problem) as refusal:
        open_picture(io.BytesIO(data))
    assert refusal.value.code == code


def test_a_preview_beside_the_picture_is_no_second_page():
    import tifffile

    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer) as writer:
        writer.write(scene(), photometric="rgb")
        writer.write(scene(30, 40), photometric="rgb", subfiletype=1)
    assert inspect_picture(buffer).width == 160


@pytest.mark.parametrize("trailer", [zipped(), b"\xff\xda\x00\x02" * 1000, b"\xff" * 100])
def test_what_follows_a_jpeg_is_harmless(trailer):
    assert inspect_picture(io.BytesIO(jpeg() + trailer)).format == "JPEG"


def test_the_end_of_an_embedded_thumbnail_is_not_the_end(monkeypatch):
    from apps.assets.imaging import decode

    exif = Image.Exif()
    exif[0x010E] = "thumbnail " + "\xff\xd8\xff\xd9" * 3
    whole = jpeg(progressive=True, exif=exif.tobytes() + b"\xff\xd9" * 10)
    # The decoder is not asked, as for very large progressive pictures.
    monkeypatch.setattr(decode, "INSPECTED_PIXELS", {})
    assert inspect_picture(io.BytesIO(whole)).width == 160
    with pytest.raises(Problem) as refusal:
        inspect_picture(io.BytesIO(whole[:-100]))
    assert refusal.value.code == Code.PHOTO_TRUNCATED


def test_an_interlaced_palette_png_is_whole():
    palette = frames(1)[0].quantize(16)
    assert inspect_picture(io.BytesIO(encoded(palette, "PNG"))).mode == "P"


def test_every_cut_of_a_png_is_noticed():
    whole = png()
    for end in range(1, len(whole), 97):
        with pytest.raises(Problem):
            inspect_picture(io.BytesIO(whole[:end]))
