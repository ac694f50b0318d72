"""Files that are small and want to be large, and files cut short or bent."""

import gzip
import io
import json
import struct
import zipfile
import zlib

import numpy as np
from PIL import Image

from tests.assets.gltf.shapes import document, glb
from tests.assets.pictures import chunk, encoded, jpeg, png, scene

PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def png_with(*chunks: bytes, side: int = 200) -> bytes:
    """A grey PNG with chunks before its pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side + 1) * side))
    tail = chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return PNG_HEAD + chunk(b"IHDR", header) + b"".join(chunks) + tail


def png_overfull() -> bytes:
    """Two hundred lines claimed, and pixels for a gigabyte."""
    header = struct.pack(">IIBBBBB", 200, 200, 8, 0, 0, 0, 0)
    packing = zlib.compressobj(9)
    rows = b"".join(packing.compress(bytes(10_000_000)) for _ in range(100)) + packing.flush()
    return PNG_HEAD + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def png_profile_bomb() -> bytes:
    """A colour profile that unpacks to 200 MB."""
    return png_with(chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(200_000_000), 9)))


def png_text_bomb() -> bytes:
    """A comment that unpacks to 200 MB."""
    return png_with(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9)))


def png_huge_exif() -> bytes:
    """Thirty megabytes of EXIF."""
    return png_with(chunk(b"eXIf", b"II*\0\x08\0\0\0\0\0" + bytes(30_000_000)))


def jpeg_huge_exif() -> bytes:
    """Sixteen segments of EXIF, each as long as a segment can be."""
    segment = b"\xff\xe1" + struct.pack(">H", 65_535) + b"Exif\0\0" + bytes(65_527)
    whole = jpeg()
    return whole[:2] + 16 * segment + whole[2:]


def jpeg_exif_loop() -> bytes:
    """EXIF whose directory names itself as the next, and claims 65535 entries."""
    body = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 65_535) + bytes(40) + b"\x08\0\0\0"
    whole = jpeg()
    return whole[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + whole[2:]


def jpeg_scans() -> bytes:
    """A progressive JPEG with thousands of scans."""
    whole = encoded(Image.fromarray(scene()), "JPEG", progressive=True)
    at = whole.index(b"\xff\xda")
    scan = whole[at : whole.index(b"\xff", at + 20)]
    return whole[:at] + 3000 * scan + b"\xff\xd9"


def gif_bomb() -> bytes:
    """A GIF that claims 65535 × 65535."""
    data = bytearray(encoded(Image.fromarray(scene()).convert("P"), "GIF"))
    data[6:10] = struct.pack("<HH", 65_535, 65_535)
    return bytes(data)


def webp_claiming(side: int) -> bytes:
    """A WebP whose canvas is as large as one can be."""
    canvas = 2 * (side - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff_of(*entries: tuple[int, int, int, int], next_at: int = 0, tail: bytes = b"") -> bytes:
    """A TIFF of one directory: (tag, type, count, value)."""
    rows = b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
    return (
        b"II*\0\x08\0\0\0"
        + struct.pack("<H", len(entries))
        + rows
        + struct.pack("<I", next_at)
        + tail
    )


GREY = ((258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (277, 3, 1, 1))


def tiff_bomb() -> bytes:
    """Claims sixteen gigapixels in some hundred bytes."""
    return tiff_of(
        (256, 4, 1, 130_000), (257, 4, 1, 130_000), (273, 4, 1, 8), (279, 4, 1, 9), *GREY
    )


def tiff_loop() -> bytes:
    """A directory that is its own successor."""
    size = ((256, 4, 1, 200), (257, 4, 1, 200), (273, 4, 1, 8), (279, 4, 1, 100), (278, 4, 1, 200))
    return tiff_of(*size, *GREY, next_at=8, tail=bytes(40_000))


def tiff_many_strips() -> bytes:
    """A directory that claims four billion strips."""
    size = ((256, 4, 1, 200), (257, 4, 1, 200), (273, 4, 0xFFFFFFF0, 8), (279, 4, 0xFFFFFFF0, 8))
    return tiff_of(*size, *GREY, tail=bytes(1000))


def avif_claiming(side: int) -> bytes:
    """A still AVIF with another size in its header."""
    data = bytearray(encoded(Image.fromarray(scene()), "AVIF"))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", side, side)
    return bytes(data)


def zip_bomb() -> bytes:
    """A hundred megabytes of nothing in a hundred kilobytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("bomb.jpg", bytes(100_000_000))
    return kept.getvalue()


def archive(*names: str) -> bytes:
    """A small ZIP."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as target:
        for name in names:
            target.writestr(name, "<script>alert(1)</script>")
    return kept.getvalue()


def svgz() -> bytes:
    """A packed drawing."""
    return gzip.compress(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")


def glb_picture_bomb() -> bytes:
    """A model whose texture claims to be enormous."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = PNG_HEAD + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    told, binary = document()
    binary = bytes(binary) + bytes(-len(binary) % 4)
    view = {"buffer": 0, "byteOffset": len(binary), "byteLength": len(bomb)}
    told["bufferViews"].append(view)
    told["buffers"] = [{"byteLength": len(binary) + len(bomb)}]
    told["images"] = [{"bufferView": len(told["bufferViews"]) - 1, "mimeType": "image/png"}]
    told["textures"] = [{"source": 0}]
    told["materials"] = [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}]
    told["meshes"][0]["primitives"][0]["material"] = 0
    return glb(told, binary + bomb)


def glb_deep() -> bytes:
    """JSON nested beyond any reader's patience."""
    return glb(b"[" * 200_000 + b"]" * 200_000)


def glb_text_bomb() -> bytes:
    """A description of forty megabytes."""
    return glb(json.dumps({"asset": {"version": "2.0", "copyright": "x" * 40_000_000}}).encode())


def wav_claiming() -> bytes:
    """A header of four gigabytes over a hundred bytes."""
    head = b"RIFF\xff\xff\xff\xffWAVEfmt " + struct.pack(
        "<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16
    )
    return head + b"data\xff\xff\xff\xff" + bytes(100)


def wav_channels() -> bytes:
    """Sixty-five thousand channels."""
    fmt = struct.pack("<IHHIIHH", 16, 1, 65_535, 16_000, 32_000, 2, 16)
    return b"RIFF\0\1\0\0WAVEfmt " + fmt + b"data\0\1\0\0" + bytes(256)


def noise(size: int = 50_000) -> bytes:
    """Bytes that mean nothing; the same every time."""
    return np.random.default_rng(5).bytes(size)


def picture_with_tail(tail: bytes) -> bytes:
    """A whole picture and something after its end."""
    return png() + tail
