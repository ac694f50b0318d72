"""16-bit pictures through an RGB profile of three primaries and three curves.

Adobe RGB, Display P3 and ProPhoto are of this kind. Pillow hands the colour engine 8 bits a
channel, which alone costs up to one ΔE; here all 16 count. Layout: ICC.1:2010, sections 7, 9, 10.
"""

import struct
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from .picture import UInt8Array, UInt16Array

FloatArray = npt.NDArray[np.float32]

# sRGB's primaries under D50 (IEC 61966-2-1, Bradford): XYZ to linear sRGB.
_XYZ_TO_SRGB = np.linalg.inv(
    np.array(
        [
            [0.4360747, 0.3850649, 0.1430804],
            [0.2225045, 0.7168786, 0.0606169],
            [0.0139322, 0.0971045, 0.7141733],
        ]
    )
)
_LOOKUP_TAGS = (b"A2B0", b"A2B1", b"D2B0", b"D2B1")


@dataclass(frozen=True, slots=True)
class MatrixProfile:
    """``curves`` is float32 (65536, 3), device value to linear light; ``matrix`` (3, 3) leads from
    linear device RGB to linear sRGB."""

    curves: FloatArray
    matrix: FloatArray

    def to_srgb(self, deep: UInt16Array) -> UInt8Array:
        """Convert a band of uint16 (H, W, 3) RGB; out of gamut is clipped per channel."""
        linear = np.empty(deep.shape, np.float32)
        for channel in range(3):
            linear[..., channel] = self.curves[deep[..., channel], channel]
        mixed = cv2.transform(linear, self.matrix)
        np.clip(mixed, 0, 1, out=mixed)
        steps = (mixed * np.float32(65535) + np.float32(0.5)).astype(np.uint16)
        return _srgb_encoding()[steps]


def read_matrix_profile(data: bytes | None) -> MatrixProfile | None:
    """Parse a profile; ``None`` when it is of another kind or broken."""
    if not data or len(data) < 132 or data[16:20] != b"RGB " or data[20:24] != b"XYZ ":
        return None
    try:
        tags = _tags(data)
        if any(tag in tags for tag in _LOOKUP_TAGS):
            return None
        with np.errstate(all="ignore"):
            curves = [_curve(tags[tag]) for tag in (b"rTRC", b"gTRC", b"bTRC")]
        primaries = [_xyz(tags[tag]) for tag in (b"rXYZ", b"gXYZ", b"bXYZ")]
    except (struct.error, KeyError, ValueError, ZeroDivisionError):
        return None
    matrix = (_XYZ_TO_SRGB @ np.array(primaries).T).astype(np.float32)
    table = np.stack(curves, -1).astype(np.float32)
    if not (np.isfinite(matrix).all() and np.isfinite(table).all()):
        return None
    return MatrixProfile(table, matrix)


def _tags(data: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">I", data, 128)
    if count > 200:
        raise ValueError("too many tags")
    found = {}
    for index in range(count):
        name, offset, size = struct.unpack_from(">4sII", data, 132 + 12 * index)
        found[name] = data[offset : offset + size]
    return found


def _xyz(tag: bytes) -> list[float]:
    return [value / 65536 for value in struct.unpack_from(">3i", tag, 8)]


def _curve(tag: bytes) -> npt.NDArray[np.float64]:
    device = np.linspace(0, 1, 65536)
    if tag[:4] == b"para":
        return _parametric(tag, device)
    if tag[:4] != b"curv":
        raise ValueError("an unknown kind of curve")
    (count,) = struct.unpack_from(">I", tag, 8)
    if count == 0:
        return device
    if count == 1:
        gamma = struct.unpack_from(">H", tag, 12)[0] / 256
        return np.asarray(device**gamma)
    table = np.frombuffer(tag, ">u2", count, 12) / 65535
    return np.interp(device, np.linspace(0, 1, count), table)


def _parametric(tag: bytes, device: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """ICC.1:2010, table 65."""
    (kind,) = struct.unpack_from(">H", tag, 8)
    count = (1, 3, 4, 5, 7)[kind] if kind <= 4 else 0
    given = [value / 65536 for value in struct.unpack_from(f">{count}i", tag, 12)]
    g, a, b, c, d, e, f = given + [0.0] * (7 - count)
    if kind == 0:
        return np.asarray(device**g)
    if kind in {1, 2}:
        # Below the knee only the offset remains; type 2 calls it c.
        return np.asarray(np.maximum(a * device + b, 0) ** g + (c if kind == 2 else 0))
    if kind not in {3, 4}:
        raise ValueError("an unknown kind of curve")
    upper = np.maximum(a * device + b, 0) ** g + e
    return np.asarray(np.where(device >= d, upper, c * device + f))


@lru_cache(maxsize=1)
def _srgb_encoding() -> UInt8Array:
    """Linear light in 65536 steps to 8-bit sRGB."""
    linear = np.linspace(0, 1, 65536)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(encoded * 255).astype(np.uint8)
