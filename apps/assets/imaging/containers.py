"""Walks the containers of JPEG, WebP and AVIF without decoding: cut short, moving, made to hurt."""

import mmap
import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from .refusals import animated, damaged, truncated

MAX_SCANS = 200
"""A progressive JPEG has some ten scans; thousands of them only burn time."""

# ITU-T T.81, annex B: any marker but stuffed bytes, restarts and padding.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_END, _SCAN = 0xD9, 0xDA
_ALONE = frozenset({0x01, 0xD8})


def file_size(file: BinaryIO) -> int:
    """Length in bytes; the position is kept."""
    here = file.tell()
    end = file.seek(0, os.SEEK_END)
    file.seek(here)
    return end


def check_webp(file: BinaryIO) -> tuple[int, int] | None:
    """Check that the RIFF container is whole; return the canvas size where it is stated.

    Raises:
        Problem: ``photo.truncated`` or ``photo.animated``.
    """
    file.seek(0)
    head = file.read(30)
    if len(head) < 30 or struct.unpack("<I", head[4:8])[0] + 8 > file_size(file):
        raise truncated()
    kind = head[12:16]
    if kind == b"VP8X":
        if head[20] & 0b10:
            raise animated()
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        return width, height
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def check_boxes(file: BinaryIO) -> None:
    """Check that the top-level boxes of an AVIF file are whole.

    Raises:
        Problem: ``photo.truncated``.
    """
    end = file_size(file)
    at = 0
    while at < end:
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            raise truncated()
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if size == 0:
            return
        if size < 8 or at + size > end:
            raise truncated()
        at += size


def check_jpeg(file: BinaryIO) -> None:
    """Walk the segments and scans up to the end marker; what follows it is ignored.

    Raises:
        Problem: ``photo.truncated``, or ``photo.unreadable`` for a file made to burn time.
    """
    with _mapped(file) as data:
        at, scans = 2, 0
        while match := _MARKER.search(data, at):
            code, at = data[match.start() + 1], match.end()
            if code == _END:
                return
            if code in _ALONE:
                continue
            length = int.from_bytes(data[at : at + 2], "big")
            if length < 2:
                break
            at += length
            scans += code == _SCAN
            if scans > MAX_SCANS:
                raise damaged()
    raise truncated()


@contextmanager
def _mapped(file: BinaryIO) -> Iterator["mmap.mmap | bytes"]:
    try:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        file.seek(0)
        yield file.read()
    else:
        with mapped:
            yield mapped
