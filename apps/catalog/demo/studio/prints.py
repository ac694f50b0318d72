"""Colour patterns: woven stripes, dyed denim, and prints drawn flower by flower."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from apps.catalog.demo.studio.materials import Material, linear, mixed
from apps.catalog.demo.studio.noise import fbm, generator, sample, smoothstep

F32 = npt.NDArray[np.float32]
REPEAT = 0.32


def pattern(material: Material, u: F32, v: F32, height: F32) -> F32:
    """Linear colour (N, 3) of the dyed or printed cloth at ``u``, ``v`` in metres."""
    base = linear(material.colour)
    second, third = linear(material.second), linear(material.third)
    dyes = (material.colour, material.second, material.third)
    makers: dict[str, Callable[[], F32]] = {
        "floral": lambda: _read(_floral(*dyes), u, v),
        "roses": lambda: _read(_roses(*dyes), u, v),
        "breton": lambda: _mix(base, second, _bands(v, 0.026, 0.36, 0.0004)),
        "stripe": lambda: _mix(base, second, _bands(u, 0.0105, 0.36, 0.0005)),
        "denim": lambda: _denim(base, u, v, height),
        "heart": lambda: _heart(base, third, u, v),
    }
    if not material.pattern:
        return np.broadcast_to(base, (*u.shape, 3)).astype(np.float32)
    return makers[material.pattern]()


def _mix(first: F32, second: F32, share: F32) -> F32:
    return np.asarray(first + (second - first) * share[:, None], np.float32)


def _read(tile: F32, u: F32, v: F32) -> F32:
    return sample(tile, u / np.float32(REPEAT), -v / np.float32(REPEAT))


def _bands(at: F32, period: float, share: float, edge: float) -> F32:
    phase = np.abs(np.mod(at / np.float32(period), 1.0) - 0.5)
    half, soft = share / 2, edge / period
    return 1 - smoothstep(half - soft, half + soft, phase.astype(np.float32))


def _denim(base: F32, u: F32, v: F32, height: F32) -> F32:
    weft = smoothstep(-3e-5, -9e-5, height)
    slub = sample(fbm(512, 0.9, "denim-slub", 16.0, 6, 120), u / 0.11, v / 0.11)
    worn = sample(fbm(256, 1.8, "denim-worn", 1.0, 1, 12), u / 0.5, v / 0.5)
    pale = base * 2.1 + np.float32(0.10)
    share = np.clip(0.06 + 0.42 * weft + 0.05 * slub + 0.06 * worn, 0, 0.9)
    return _mix(base, pale.astype(np.float32), share.astype(np.float32))


def _heart(base: F32, ink: F32, u: F32, v: F32) -> F32:
    """A heart torn down the middle, its halves out of register, in worn ink."""
    x, y = u / 0.085, (v + 0.235) / 0.085
    tear = 0.10 * np.sin(9 * y) + 0.05 * np.sin(23 * y + 1)
    gap = np.float32(0.075)
    left = x < tear
    x = np.where(left, x + gap, x - gap)
    y = np.where(left, y + 0.09, y)
    inside = np.where(left, x < tear, x > tear)
    shape = x * x + y * y - 1 - np.cbrt(x * x) * y
    cover = np.where(inside, 1 - smoothstep(-0.015, 0.015, shape.astype(np.float32)), 0)
    cover = cover * (np.abs(x) < 1.6) * (np.abs(y) < 1.6)
    worn = sample(fbm(512, 0.9, "ink", 1.0, 10, 200), u / 0.2, v / 0.2)
    cover = cover * (0.93 - 0.35 * smoothstep(1.1, 1.8, worn))
    return _mix(base, ink, cover.astype(np.float32))


def _srgb(colour: str) -> tuple[float, float, float]:
    r, g, b = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return (float(r), float(g), float(b))


def _spread(rng: np.random.Generator, count: int, gap: float) -> list[tuple[float, float]]:
    """Points in the unit torus kept ``gap`` apart, at most ``count`` of them."""
    kept: list[tuple[float, float]] = []
    for x, y in rng.random((count * 30, 2)):
        apart = (
            (abs((x - a + 0.5) % 1 - 0.5) ** 2 + abs((y - b + 0.5) % 1 - 0.5) ** 2) for a, b in kept
        )
        if all(d > gap * gap for d in apart):
            kept.append((float(x), float(y)))
        if len(kept) == count:
            break
    return kept


class _Canvas:
    """A periodic drawing of ``size`` pixels at twice the scale, in sRGB."""

    def __init__(self, colour: str, size: int = 1024) -> None:
        self.size = size * 2
        self.image = np.full((self.size, self.size, 3), _srgb(colour), np.uint8)

    def shape(self, points: npt.NDArray[np.floating], colour: str) -> None:
        """A filled polygon given in tile units, drawn again across each border it passes."""
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                moved = (points + np.array([dx, dy])) * self.size
                if moved.max() < 0 or moved.min(0).max() > self.size or (moved.max(0) < 0).any():
                    continue
                cv2.fillPoly(
                    self.image, [np.rint(moved * 16).astype(np.int32)], _srgb(colour), 16, 4
                )

    def tile(self) -> F32:
        """The drawing halved and made linear."""
        small = cv2.resize(self.image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        value = small.astype(np.float32) / 255
        return np.asarray(value**2.2, np.float32)


def _petal(
    centre: tuple[float, float], angle: float, length: float, width: float
) -> npt.NDArray[np.float64]:
    t = np.linspace(0, 1, 14)
    half = width * np.sin(np.pi * t**0.8) ** 0.75
    along = np.concatenate([t, t[::-1]]) * length
    across = np.concatenate([half, -half[::-1]])
    c, s = np.cos(angle), np.sin(angle)
    return np.stack([centre[0] + c * along - s * across, centre[1] + s * along + c * across], 1)


@lru_cache(maxsize=8)
def _floral(ground: str, bloom: str, leaf: str) -> F32:
    """Pressed flowers with stems, sprigs between them."""
    rng = generator("floral", ground)
    canvas = _Canvas(ground)
    for x, y in _spread(rng, 26, 0.15):
        lean = rng.uniform(-0.5, 0.5)
        root = (x + 0.07 * lean, y + 0.085)
        stem = _petal(root, -np.pi / 2 - 0.7 * lean, 0.10, 0.0022)
        canvas.shape(stem, leaf)
        for side in (-1, 1):
            at = (root[0] - 0.02 * lean, root[1] - 0.022 - 0.012 * side)
            canvas.shape(_petal(at, -np.pi / 2 + side * 0.95, 0.042, 0.0085), leaf)
        scale = rng.uniform(0.75, 1.2)
        tint = mixed(bloom, ground, rng.uniform(0.0, 0.35))
        petals = int(rng.integers(5, 8))
        start = rng.uniform(0, 2 * np.pi)
        for k in range(petals):
            angle = start + 2 * np.pi * k / petals + rng.uniform(-0.1, 0.1)
            canvas.shape(_petal((x, y), angle, 0.046 * scale, 0.0135 * scale), tint)
            canvas.shape(_petal((x, y), angle, 0.026 * scale, 0.0022), mixed(tint, "#3a1a16", 0.45))
        ring = np.linspace(0, 2 * np.pi, 20)
        disc = np.stack([x + 0.0085 * np.cos(ring), y + 0.0085 * np.sin(ring)], 1)
        canvas.shape(disc, mixed(bloom, "#f2c14e", 0.75))
    for x, y in _spread(rng, 60, 0.075):
        angle = rng.uniform(0, 2 * np.pi)
        canvas.shape(_petal((x, y), angle, 0.022, 0.0042), mixed(leaf, ground, 0.45))
    return canvas.tile()


@lru_cache(maxsize=8)
def _roses(ground: str, bloom: str, pale: str) -> F32:
    """Full roses of many turned petals, with leaves."""
    rng = generator("roses", ground)
    canvas = _Canvas(ground)
    for x, y in _spread(rng, 16, 0.2):
        for _ in range(4):
            angle = rng.uniform(0, 2 * np.pi)
            at = (x + 0.05 * np.cos(angle), y + 0.05 * np.sin(angle))
            canvas.shape(_petal(at, angle + 0.4, 0.085, 0.021), mixed("#3d5a43", ground, 0.25))
            canvas.shape(_petal(at, angle + 0.4, 0.080, 0.0015), mixed("#8ba384", ground, 0.2))
        for ring in range(7):
            radius = 0.085 * (1 - ring / 7.2)
            for k in range(7 - ring // 2):
                angle = rng.uniform(0, 2 * np.pi) + k
                centre = (x + 0.35 * radius * np.cos(angle), y + 0.35 * radius * np.sin(angle))
                shade = mixed(bloom, pale if (k + ring) % 3 == 0 else "#2a0d16", 0.10 + 0.07 * ring)
                turn = np.linspace(0, 2 * np.pi, 24)
                wave = 1 + 0.10 * np.sin(3 * turn + angle)
                petal = np.stack(
                    [
                        centre[0] + 0.66 * radius * wave * np.cos(turn),
                        centre[1] + 0.60 * radius * wave * np.sin(turn),
                    ],
                    1,
                )
                canvas.shape(petal, mixed(shade, "#1a0a10", 0.5))
                canvas.shape(centre + (petal - centre) * 0.955, shade)
    for x, y in _spread(rng, 40, 0.09):
        turn = np.linspace(0, 2 * np.pi, 16)
        canvas.shape(np.stack([x + 0.006 * np.cos(turn), y + 0.006 * np.sin(turn)], 1), pale)
    return canvas.tile()
