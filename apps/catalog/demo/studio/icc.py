"""Matrix colour profiles (ICC.1:2001-04, version 2) written from their primaries."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
D65 = (0.3127, 0.3290)
D50 = np.array([0.9642, 1.0, 0.8249])
BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)


@dataclass(frozen=True)
class Space:
    """An RGB space with a D65 white and the sRGB transfer curve; xy of red, green, blue."""

    name: str
    red: tuple[float, float]
    green: tuple[float, float]
    blue: tuple[float, float]


SRGB = Space("Skyvara sRGB", (0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
DISPLAY_P3 = Space("Skyvara P3", (0.680, 0.320), (0.265, 0.690), (0.150, 0.060))


def _xyz(xy: tuple[float, float]) -> F64:
    return np.array([xy[0] / xy[1], 1.0, (1 - xy[0] - xy[1]) / xy[1]])


def _to_xyz(space: Space) -> F64:
    primaries = np.stack([_xyz(space.red), _xyz(space.green), _xyz(space.blue)], 1)
    return np.asarray(primaries * np.linalg.solve(primaries, _xyz(D65)))


def matrix_from_srgb(space: Space) -> F64:
    """The 3x3 matrix from linear sRGB to the linear RGB of ``space``."""
    return np.asarray(np.linalg.solve(_to_xyz(space), _to_xyz(SRGB)))


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _curve() -> bytes:
    x = np.linspace(0, 1, 1024)
    y = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)
    table: bytes = np.rint(y * 65535).astype(">u2").tobytes()
    return b"curv\0\0\0\0" + struct.pack(">I", 1024) + table


@lru_cache(maxsize=4)
def profile(space: Space) -> bytes:
    """The profile as bytes, white adapted to D50 by Bradford."""
    cone = BRADFORD @ _xyz(D65)
    adapt = np.linalg.solve(BRADFORD, np.diag((BRADFORD @ D50) / cone) @ BRADFORD)
    columns = adapt @ _to_xyz(space)
    text = space.name.encode() + b"\0"
    desc = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * 78
    parts = [
        (b"desc", desc),
        (b"cprt", b"text\0\0\0\0No copyright\0"),
        (b"wtpt", b"XYZ \0\0\0\0" + b"".join(map(_fixed, D50))),
        *(
            (tag, b"XYZ \0\0\0\0" + b"".join(_fixed(v) for v in columns[:, k]))
            for k, tag in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))
        ),
    ]
    table, body = b"", b""
    start = 128 + 4 + 12 * (len(parts) + 3)
    for tag, data in parts:
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    curve = _curve()
    for tag in (b"rTRC", b"gTRC", b"bTRC"):
        table += tag + struct.pack(">II", start + len(body), len(curve))
    body += curve
    head = struct.pack(
        ">I4sI4s4s4s",
        128 + 4 + len(table) + len(body),
        b"\0\0\0\0",
        0x02400000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
    )
    head += struct.pack(">6H", 2027, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    head += b"".join(map(_fixed, D50))
    head = head.ljust(128, b"\0")
    return head + struct.pack(">I", len(parts) + 3) + table + body
