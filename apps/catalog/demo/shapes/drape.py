"""How laid cloth folds: ridges that run out from points of strain, gathers, pleats, warps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from apps.catalog.demo.shapes.curve import Points
from apps.catalog.demo.studio.noise import fbm, sample

Relief = Callable[[Points], Points]


@dataclass(frozen=True)
class Fold:
    """A ridge from ``start`` to ``end`` (metres), bent sideways, ``high`` and ``wide``."""

    start: tuple[float, float]
    end: tuple[float, float]
    high: float
    wide: float
    bend: float = 0.0


def folds(ridges: Sequence[Fold]) -> Relief:
    """The sum of ridges, each with a hollow on its lee side."""

    def height(at: Points) -> Points:
        total = np.zeros(len(at))
        for ridge in ridges:
            start, end = np.array(ridge.start), np.array(ridge.end)
            along = end - start
            length = float(np.hypot(*along))
            along /= length
            offset = at - start
            t = offset @ along / length
            away = offset @ np.array([-along[1], along[0]]) - ridge.bend * np.sin(np.pi * t)
            wide = ridge.wide * (0.55 + 0.9 * np.clip(t, 0, 1))
            q = away / wide
            shape = np.exp(-q * q) - 0.42 * np.exp(-(((q - 1.55) / 0.9) ** 2))
            ends = np.clip(t / 0.12, 0, 1) * np.clip((1 - t) / 0.45, 0, 1)
            total += ridge.high * shape * ends * ends * (3 - 2 * ends)
        return total

    return height


def crumple(seed: str, high: float, size: float = 0.5) -> Relief:
    """Soft unevenness of about ``high`` metres over ``size``."""

    def height(at: Points) -> Points:
        u, v = (at[:, k].astype(np.float32) / np.float32(size) + np.float32(0.37) for k in (0, 1))
        hills = sample(fbm(256, 2.2, f"drape-{seed}", 1.0, 1, 24), u, v)
        ridges = np.abs(sample(fbm(256, 2.1, f"ridge-{seed}", 1.0, 2, 30), u, v))
        return np.asarray(high * (0.8 * hills - 1.1 * np.sqrt(ridges**2 + 0.08)), float)

    return height


def together(*reliefs: Relief) -> Relief:
    """Several reliefs at once."""
    return lambda at: sum((relief(at) for relief in reliefs), np.zeros(len(at)))


def fan(
    rng: np.random.Generator,
    origin: tuple[float, float],
    toward: float,
    spread: float,
    count: int,
    length: float,
    high: float,
    wide: float = 0.013,
) -> list[Fold]:
    """Ridges from a point of strain; ``toward`` and ``spread`` in degrees, 0 is right."""
    ridges = []
    for k in range(count):
        share = (k + 0.5) / count - 0.5
        angle = np.radians(toward + spread * share + rng.normal(0, spread / count / 3))
        far = length * rng.uniform(0.55, 1.1)
        direction = np.array([np.cos(angle), np.sin(angle)])
        start = np.array(origin) + direction * rng.uniform(0.0, 0.03)
        end = start + direction * far
        ridges.append(
            Fold(
                (float(start[0]), float(start[1])),
                (float(end[0]), float(end[1])),
                high * float(rng.uniform(0.6, 1.25)),
                wide * float(rng.uniform(0.75, 1.5)),
                float(rng.normal(0, 0.07)) * far,
            )
        )
    return ridges


def across(
    rng: np.random.Generator, a: Points, b: Points, width: float, count: int, high: float
) -> list[Fold]:
    """Short ridges across a sleeve or leg that runs from ``a`` to ``b``."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    along = (b - a) / np.linalg.norm(b - a)
    side = np.array([-along[1], along[0]])
    ridges = []
    for _ in range(count):
        centre = a + (b - a) * rng.uniform(0.0, 1.0) + side * width * rng.uniform(-0.25, 0.25)
        lean = along * rng.normal(0, 0.5) + side * rng.choice([-1.0, 1.0])
        lean /= np.linalg.norm(lean)
        reach = width * rng.uniform(0.25, 0.55)
        start, end = centre - lean * reach, centre + lean * reach
        ridges.append(
            Fold(
                (float(start[0]), float(start[1])),
                (float(end[0]), float(end[1])),
                high * float(rng.uniform(0.5, 1.2)),
                float(rng.uniform(0.006, 0.012)),
                float(rng.normal(0, 0.012)),
            )
        )
    return ridges


def flare(
    rng: np.random.Generator,
    top: float,
    bottom: float,
    half_top: float,
    half_bottom: float,
    count: int,
    high: float,
    *,
    gathered: bool = True,
) -> Relief:
    """Folds that open from y ``top``, gathered there or not, to the hem at y ``bottom``."""
    phase = rng.uniform(0, 2 * np.pi, 3)

    def height(at: Points) -> Points:
        t = np.clip((top - at[:, 1]) / (top - bottom), 0, 1.1)
        half = half_top + (half_bottom - half_top) * t
        s = at[:, 0] / half
        wander = 0.10 * np.sin(2.2 * t + phase[0]) + 0.05 * np.sin(5 * s + phase[1])
        turn = np.pi * count * (s + wander) + 0.9 * np.sin(3.1 * s + phase[2])
        wave = 0.5 + 0.5 * np.sin(turn + 0.55 * np.sin(turn))
        fine = (0.5 + 0.5 * np.sin(2.35 * turn + phase[1])) * np.clip(1 - 1.6 * t, 0, 1)
        grow = np.clip(t / 0.10, 0, 1) * (0.30 + 0.70 * t) if gathered else t**1.3
        tight = 0.35 * fine * np.clip(t / 0.05, 0, 1) if gathered else 0.0
        return np.asarray(high * (wave * grow + tight))

    return height


def knife_pleats(
    top: float, bottom: float, half_top: float, half_bottom: float, count: int, high: float
) -> Relief:
    """Pressed pleats, each a slope and a sharp drop, all turned the same way."""

    def height(at: Points) -> Points:
        t = np.clip((top - at[:, 1]) / (top - bottom), 0, 1.05)
        half = half_top + (half_bottom - half_top) * t
        s = at[:, 0] / half + 0.010 * np.sin(4 * t + 5 * at[:, 0])
        phase = np.mod(s * count / 2, 1.0)
        slope = np.where(phase < 0.86, phase / 0.86, (1 - phase) / 0.14)
        return np.asarray(high * (0.45 + 0.75 * t) * slope * np.clip(t / 0.03, 0, 1))

    return height


def warp(rng: np.random.Generator, amount: float) -> Callable[[Points], Points]:
    """A gentle displacement of the plane, so that nothing lies quite symmetrical."""
    waves = [
        (rng.normal(0, 2.6, 2), rng.uniform(0, 2 * np.pi, 2), rng.normal(0, 1, 2)) for _ in range(5)
    ]

    def moved(at: Points) -> Points:
        shift = np.zeros_like(at)
        for frequency, phase, size in waves:
            turn = at @ frequency
            shift[:, 0] += size[0] * np.sin(turn * 2 + phase[0])
            shift[:, 1] += size[1] * np.sin(turn * 2 + phase[1])
        return np.asarray(at + amount * 0.5 * shift)

    return moved
