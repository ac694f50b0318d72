"""Seeded, periodic noise: every texture of the demo season grows from these."""

from __future__ import annotations

import zlib
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from scipy import fft
from scipy.spatial import cKDTree

F32 = npt.NDArray[np.float32]


def generator(*words: object) -> np.random.Generator:
    """A generator seeded by the words alone, the same in every process."""
    return np.random.Generator(np.random.PCG64(zlib.crc32(":".join(map(str, words)).encode())))


@lru_cache(maxsize=64)
def fbm(
    size: int, power: float, seed: str, stretch: float = 1.0, low: float = 1.0, high: float = 1e9
) -> F32:
    """A periodic size x size field of zero mean and unit deviation.

    The amplitude spectrum falls as frequency to the ``power``; ``stretch`` above one draws
    features out along the first axis; ``low`` and ``high`` are cycles per tile.
    """
    white = generator("fbm", seed, size).standard_normal((size, size)).astype(np.float32)
    fy = fft.fftfreq(size, 1.0 / size).astype(np.float32)[:, None] * np.float32(stretch)
    fx = fft.rfftfreq(size, 1.0 / size).astype(np.float32)[None, :]
    radius = np.sqrt(fx * fx + fy * fy)
    gain = np.where((radius >= low) & (radius <= high), np.maximum(radius, 1.0) ** -power, 0.0)
    gain[0, 0] = 0.0
    field = fft.irfft2(fft.rfft2(white) * gain.astype(np.float32), s=(size, size))
    field = field - field.mean()
    return np.asarray(field / max(float(field.std()), 1e-9), np.float32)


@lru_cache(maxsize=32)
def cells(size: int, count: int, seed: str) -> tuple[F32, F32]:
    """Distances to the nearest and second nearest of ``count`` periodic points, in cells.

    A jittered lattice keeps the cells of similar size, as the grain of leather is.
    """
    side = max(2, round(count**0.5))
    rng = generator("cells", seed, size, count)
    lattice = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2)
    points = ((lattice + rng.uniform(0.05, 0.95, lattice.shape)) / side) % 1.0
    tree = cKDTree(points, boxsize=np.ones(2))
    axis = (np.arange(size) + 0.5) / size
    at = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    distance = np.asarray(tree.query(at, k=2)[0], np.float32) * side
    return distance[:, 0].reshape(size, size), distance[:, 1].reshape(size, size)


def sample(tile: F32, u: npt.NDArray[np.floating], v: npt.NDArray[np.floating]) -> F32:
    """A periodic tile read bilinearly at ``u``, ``v`` in tiles (any shape; v runs down)."""
    height, width = tile.shape[:2]
    padded = cv2.copyMakeBorder(tile, 0, 1, 0, 1, cv2.BORDER_WRAP)
    shape = u.shape
    x = ((u - np.floor(u)) * width).astype(np.float32)
    y = ((v - np.floor(v)) * height).astype(np.float32)
    if x.ndim == 1:  # OpenCV wants both sides of the map below 32768
        columns = 1024
        rows = -(-x.size // columns)
        x, y = (np.resize(a, rows * columns).reshape(rows, columns) for a in (x, y))
        out = cv2.remap(padded, x, y, cv2.INTER_LINEAR)
        return np.asarray(out.reshape(-1, *out.shape[2:])[: shape[0]], np.float32)
    return np.asarray(cv2.remap(padded, x, y, cv2.INTER_LINEAR), np.float32)


def slopes(height: F32, metres: tuple[float, float]) -> F32:
    """(H, W, 4): the periodic height (metres), its slopes along u and v, and its fine part.

    The fine part is the height against its surroundings in deviations: dark where negative.
    """
    rows, columns = height.shape
    du = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) * (columns / (2 * metres[0]))
    dv = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) * (rows / (2 * metres[1]))
    ring = (16, 16)
    wide = cv2.copyMakeBorder(height, *ring, *ring, cv2.BORDER_WRAP)
    fine = height - cv2.GaussianBlur(wide, (0, 0), 7)[16:-16, 16:-16]
    fine /= max(float(fine.std()), 1e-12)
    return np.stack([height, du, dv, fine], -1).astype(np.float32)


def smoothstep(low: float, high: float, x: npt.NDArray[np.floating]) -> F32:
    """Hermite step from 0 at ``low`` to 1 at ``high``."""
    t = np.clip((x - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
