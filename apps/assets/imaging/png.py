"""Walks a PNG in constant memory: its chunks, their checksums, its compressed rows."""

import struct
import zlib
from typing import BinaryIO

from .refusals import animated, damaged, truncated

_CHUNK = 1 << 20
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Left, top, step right, step down of each pass.
_ADAM7 = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)


def check_png(file: BinaryIO) -> None:
    """Walk the chunks, their checksums and the compressed stream.

    Raises:
        Problem: ``photo.truncated``, ``photo.unreadable`` or ``photo.animated``.
    """
    file.seek(8)
    expected = 0
    inflate = zlib.decompressobj()
    inflated = 0
    while True:
        head = file.read(8)
        if len(head) < 8:
            raise truncated()
        length, kind = struct.unpack(">I4s", head)
        checksum = zlib.crc32(kind)
        first = b""
        left = length
        while left:
            piece = file.read(min(left, _CHUNK))
            if not piece:
                raise truncated()
            left -= len(piece)
            checksum = zlib.crc32(piece, checksum)
            first = first or piece[:32]
            if kind == b"IDAT" and inflated < expected:
                inflated += _inflate(inflate, piece, expected - inflated)
        written = file.read(4)
        if len(written) < 4:
            raise truncated()
        if struct.unpack(">I", written)[0] != checksum:
            raise damaged()
        if kind == b"IHDR":
            expected = _row_bytes(first)
        elif kind == b"acTL" and first[:4] > b"\0\0\0\1":
            raise animated()
        elif kind == b"IEND":
            break
    if inflated < expected:
        raise truncated()


def _inflate(inflate: "zlib._Decompress", piece: bytes, wanted: int) -> int:
    found = 0
    try:
        while piece and found < wanted:
            found += len(inflate.decompress(piece, _CHUNK))
            piece = inflate.unconsumed_tail
    except zlib.error as error:
        raise damaged() from error
    return found


def _row_bytes(header: bytes) -> int:
    """Bytes of the filtered rows: PNG specification, sections 9 and 8.2 (Adam7)."""
    if len(header) < 13:
        raise damaged()
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header[:13])
    bits = _CHANNELS.get(colour, 0) * depth
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, step_x, step_y in passes:
        columns = -(-max(width - left, 0) // step_x)
        rows = -(-max(height - top, 0) // step_y)
        if columns:
            total += rows * (1 + -(-columns * bits // 8))
    return total
