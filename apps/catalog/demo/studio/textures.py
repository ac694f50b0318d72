"""Periodic relief of cloth, leather and metal: height in metres with its slopes.

Every function returns (tile, (width, height) of the tile in metres).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from apps.catalog.demo.studio.noise import F32, cells, fbm, slopes, smoothstep

Relief = tuple[F32, tuple[float, float]]
TAU = np.float32(2 * np.pi)


def _axes(size: int) -> tuple[F32, F32]:
    axis = (np.arange(size, dtype=np.float32) + 0.5) / size
    x, y = np.meshgrid(axis, axis)
    return x.astype(np.float32), y.astype(np.float32)


def _done(height: F32, metres: float) -> Relief:
    return slopes(height.astype(np.float32), (metres, metres)), (metres, metres)


def leather() -> Relief:
    """Grained calf: rounded pebbles with narrow valleys and a few larger creases."""
    near, second = cells(512, 34 * 34, "leather")
    pebble = smoothstep(0.02, 0.42, second - near)
    return _done(
        np.float32(1.3e-4) * pebble + np.float32(5e-5) * fbm(512, 1.6, "leather", 1.0, 2, 40), 0.05
    )


def smooth_leather() -> Relief:
    """Box calf or nappa: almost smooth, with pores and slight waves."""
    near, _ = cells(512, 60 * 60, "pores")
    pores = smoothstep(0.0, 0.30, near)
    return _done(
        np.float32(1.2e-5) * pores + np.float32(2.5e-5) * fbm(512, 2.4, "calf", 1.0, 2, 30), 0.05
    )


def suede() -> Relief:
    """A short nap brushed in patches."""
    nap = fbm(512, 0.5, "nap", 1.0, 30, 200) * (0.7 + 0.3 * fbm(512, 1.8, "brush", 1.0, 2, 12))
    return _done(np.float32(4.5e-5) * nap.astype(np.float32), 0.06)


def felt() -> Relief:
    """Matted fibres without direction."""
    return _done(
        np.float32(4e-5) * fbm(512, 0.7, "felt", 1.0, 12, 200)
        + np.float32(5e-5) * fbm(512, 2.2, "felt-low", 1.0, 2, 16),
        0.07,
    )


def wool() -> Relief:
    """Milled wool: a faint twill under a raised surface."""
    x, y = _axes(512)
    twill = np.sin(TAU * (48 * x + 48 * y))
    return _done(
        np.float32(3e-5) * twill
        + np.float32(7e-5) * fbm(512, 0.8, "wool", 1.0, 10, 160)
        + np.float32(4e-5) * fbm(512, 2.0, "wool-low", 1.0, 2, 12),
        0.08,
    )


def poplin() -> Relief:
    """A fine plain weave with slubs, mostly felt as a soft roughness."""
    x, y = _axes(512)
    weave = np.sin(TAU * 60 * x) * np.sin(TAU * 60 * y)
    slub = fbm(512, 0.9, "slub-u", 14.0, 6, 90) + fbm(512, 0.9, "slub-v", 14.0, 6, 90).T
    return _done(np.float32(1.6e-5) * weave + np.float32(1.3e-5) * slub, 0.06)


def linen() -> Relief:
    """An open plain weave of uneven yarns."""
    x, y = _axes(512)
    wander = 0.01 * fbm(512, 1.8, "linen-wander", 1.0, 2, 10)
    weave = np.sin(TAU * (44 * x + 4 * wander)) * np.sin(TAU * (44 * y - 4 * wander))
    slub = fbm(512, 0.8, "linen-u", 18.0, 6, 120) + fbm(512, 0.8, "linen-v", 18.0, 6, 120).T
    return _done((np.float32(3.2e-5) * weave + np.float32(3.2e-5) * slub).astype(np.float32), 0.06)


def denim() -> Relief:
    """A right-hand twill with slubby warp."""
    x, y = _axes(512)
    wander = 0.4 * fbm(512, 1.6, "denim-wander", 6.0, 2, 20)
    twill = np.sin(TAU * (40 * x + 40 * y) + wander)
    warp = fbm(512, 0.8, "denim-warp", 20.0, 8, 140)
    return _done((np.float32(4e-5) * twill + np.float32(2.2e-5) * warp).astype(np.float32), 0.06)


def satin() -> Relief:
    """Nearly flat: long floats that only stretch the highlight."""
    return _done(np.float32(5e-6) * fbm(512, 0.8, "satin", 18.0, 8, 120).T, 0.06)


def _stitches(x: F32, y: F32, across: int, down: int) -> F32:
    """Columns of V-shaped knit stitches, 0 to 1."""
    u = np.mod(x * across, 1.0)
    arm = np.abs(u - 0.5) * 2  # 0 in the middle of the V, 1 between columns
    v = np.mod(y * down + arm * 0.55, 1.0)
    lobe = np.sqrt(np.clip(1 - ((v - 0.5) / 0.52) ** 2, 0, 1))
    rib = np.sqrt(np.clip(1 - ((arm - 0.5) / 0.56) ** 2, 0, 1))
    return np.asarray(lobe * rib, np.float32)


def jersey() -> Relief:
    """Fine single jersey."""
    x, y = _axes(512)
    return _done(
        np.float32(2.2e-5) * _stitches(x, y, 24, 30)
        + np.float32(2e-5) * fbm(512, 1.2, "jersey", 1.0, 4, 60),
        0.05,
    )


def rib() -> Relief:
    """Two-by-two rib in a woollen yarn."""
    x, y = _axes(512)
    wave = np.cos(TAU * 8 * x)
    relief = np.float32(9e-4) * np.clip(wave * 1.6, -1, 1) * 0.5
    stitch = _stitches(x, y, 32, 24)
    fluff = fbm(512, 0.7, "rib-fluff", 1.0, 20, 200)
    return _done(
        (relief + np.float32(5e-4) * stitch + np.float32(3e-5) * fluff).astype(np.float32), 0.096
    )


def cable() -> Relief:
    """Cables of two crossing strands between columns of purl and narrow ribs."""
    size, metres = 768, 0.12
    x, y = _axes(size)
    stitch = _stitches(x, y, 24, 28)
    height = np.float32(6e-4) * stitch
    for centre, amplitude, turns in ((0.25, 0.075, 2.0), (0.75, 0.048, 4.0)):
        phase = TAU * turns * y
        best = np.zeros_like(x)
        for sign in (1.0, -1.0):
            offset = x - centre - np.float32(sign * amplitude) * np.sin(phase)
            over = np.float32(0.5 + 0.5 * sign) * np.cos(phase) + np.float32(
                0.5 - 0.5 * sign
            ) * -np.cos(phase)
            half = np.float32(amplitude * 0.80)
            strand = np.sqrt(np.clip(1 - (offset / half) ** 2, 0, 1)) * (0.78 + 0.28 * over)
            best = np.maximum(best, strand)
        height = height + np.float32(4.2e-3 if turns < 3 else 2.8e-3) * best
    for centre in (0.02, 0.48, 0.52, 0.98):
        height = height + np.float32(1.3e-3) * np.exp(-(((x - centre) / 0.012) ** 2))
    fluff = fbm(size, 0.7, "cable-fluff", 1.0, 20, 250)
    return _done((height + np.float32(5e-5) * fluff).astype(np.float32), metres)


def grosgrain() -> Relief:
    """Ribbon with weft ribs across its length."""
    x, _ = _axes(256)
    return _done(np.float32(6e-5) * np.sin(TAU * 24 * x), 0.03)


def brushed() -> Relief:
    """Metal with hairline scratches."""
    return _done(np.float32(2.0e-6) * fbm(512, 0.6, "brushed", 30.0, 8, 200), 0.03)


def hammered() -> Relief:
    """Metal with overlapping facets of a planishing hammer."""
    near, _ = cells(512, 9 * 9, "hammer")
    return _done(np.float32(5.5e-4) * near * near, 0.05)


def quilt() -> Relief:
    """Padded diamonds divided by deep lines of stitching."""
    x, y = _axes(512)
    a = np.abs(np.sin(TAU * 0.5 * 2 * (x + y)))
    b = np.abs(np.sin(TAU * 0.5 * 2 * (x - y)))
    pad = (np.minimum(a, 1) * np.minimum(b, 1)) ** np.float32(0.42)
    return _done(
        (np.float32(4.2e-3) * pad + np.float32(4e-5) * fbm(512, 1.6, "quilt", 1.0, 3, 60)).astype(
            np.float32
        ),
        0.072,
    )


def plain() -> Relief:
    """No relief worth the name: rubber, horn, enamel."""
    return _done(np.float32(6e-6) * fbm(256, 1.2, "plain", 1.0, 3, 60), 0.05)


def crumple() -> Relief:
    """Wrinkles of worn cloth, used beneath the weave: soft ridges over gentle hills."""
    hills = fbm(512, 2.5, "crumple-hills", 1.0, 2, 40)
    a = fbm(512, 2.3, "crumple-a", 1.0, 2, 24)
    b = fbm(512, 2.2, "crumple-b", 1.0, 4, 40)
    height = 0.55 * hills - np.sqrt(a * a + 0.10) - 0.35 * np.sqrt(b * b + 0.12)
    return _done((np.float32(1.25e-3) * height).astype(np.float32), 0.42)


def ripple() -> Relief:
    """The broad, soft waves of heavy satin."""
    return _done(np.float32(1.5e-3) * fbm(512, 2.9, "ripple", 1.0, 2, 20), 0.45)


RELIEFS: dict[str, Callable[[], Relief]] = {
    f.__name__: f
    for f in (
        leather,
        smooth_leather,
        suede,
        felt,
        wool,
        poplin,
        linen,
        denim,
        satin,
        jersey,
        rib,
        cable,
        grosgrain,
        brushed,
        hammered,
        quilt,
        plain,
        crumple,
        ripple,
    )
}


@lru_cache(maxsize=32)
def relief(name: str) -> Relief:
    """The named relief, built once in a process; KeyError for an unknown name."""
    return RELIEFS[name]()
