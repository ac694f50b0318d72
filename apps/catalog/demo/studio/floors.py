"""Surfaces to photograph on: floors, textiles and a wall, as textures over metres."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.catalog.demo.studio.materials import linear
from apps.catalog.demo.studio.noise import cells, fbm, generator, sample, smoothstep

F32 = npt.NDArray[np.float32]
Field = npt.NDArray[np.floating]


@dataclass
class Cover:
    """A texture over a window: linear albedo (H, W, 3), height (H, W) in metres, roughness."""

    albedo: F32
    height: F32
    roughness: F32 | float
    specular: float = 0.04
    relief: F32 | None = None


def _noise(
    seed: str, x: Field, y: Field, metres: float, power: float = 1.6, stretch: float = 1.0
) -> F32:
    return sample(
        fbm(512, power, seed, stretch, 1, 200), x / np.float32(metres), y / np.float32(metres)
    )


def _tint(colour: str, value: Field) -> F32:
    return np.asarray(linear(colour) * value[..., None], np.float32)


def _planks(x: F32, y: F32, seed: str, dark: str, pale: str, width: float) -> Cover:
    rng = generator("planks", seed)
    row = np.floor(x / width).astype(np.int32)
    lot = rng.random((64, 4)).astype(np.float32)
    own = lot[row % 64]
    board = np.floor((y + own[..., 0] * 2.0) / 1.15).astype(np.int32)
    mine = lot[(row * 7 + board * 13) % 64]
    across = x / width - row
    along = (y + own[..., 0] * 2.0) / 1.15 - board
    # growth rings: a stretched field bent by a slower one, cut by each board elsewhere
    gx, gy = x + mine[..., 1] * 3.1, y * np.float32(0.10) + mine[..., 2] * 2.7
    bend = _noise("wood-bend", gx, gy, 0.42, 2.2)
    rings = np.sin((gx + 0.016 * bend) * np.float32(2 * np.pi / 0.017) + 6.0 * bend)
    grain = _noise("wood-grain", x + mine[..., 3], y, 0.22, 0.8, 16.0)
    fine = _noise("wood-fine", x + mine[..., 0], y, 0.12, 0.5, 22.0)
    share = np.clip(
        0.45 + 0.10 * rings + 0.15 * grain + 0.16 * (mine[..., 1] - 0.5) + 0.05 * bend, 0, 1
    )
    albedo = _tint(dark, 1 - share) + _tint(pale, share)
    albedo *= (0.86 + 0.30 * mine[..., 2:3]) * (1 + 0.05 * fine[..., None])
    gap = np.minimum(np.minimum(across, 1 - across) * width, np.minimum(along, 1 - along) * 1.15)
    seam = smoothstep(0.0004, 0.0016, gap.astype(np.float32))
    albedo *= (0.16 + 0.84 * seam)[..., None]
    height = (
        2.6e-5 * grain + 1.2e-5 * rings + 1e-3 * (smoothstep(0, 0.0025, gap.astype(np.float32)) - 1)
    )
    rough = 0.40 + 0.07 * grain.astype(np.float32)
    return Cover(albedo.astype(np.float32), height.astype(np.float32), np.clip(rough, 0.2, 0.8))


def _floorboards(x: F32, y: F32, seed: str) -> Cover:
    return _planks(x, y, seed, "#5d3a22", "#a97847", 0.115)


def _pale_boards(x: F32, y: F32, seed: str) -> Cover:
    return _planks(x, y, seed, "#a08c76", "#cdbba3", 0.145)


def _tiles(x: F32, y: F32, seed: str) -> Cover:
    side = np.float32(0.20)
    column, row = np.floor(x / side), np.floor(y / side)
    lot = generator("tiles", seed).random(97).astype(np.float32)
    own = lot[(np.abs(column * 31 + row * 17) % 97).astype(np.int32)]
    u, v = x / side - column, y / side - row
    edge = np.minimum(np.minimum(u, 1 - u), np.minimum(v, 1 - v)) * side
    wobble = 0.0004 * _noise("tile-edge", x, y, 0.08, 1.0)
    inside = smoothstep(0.0016, 0.0030, (edge + wobble).astype(np.float32))
    cloud = _noise("tile-cloud", x + own * 3, y, 0.30, 1.7)
    fleck = _noise("tile-fleck", x, y, 0.12, 0.4)
    value = 1.0 + 0.10 * (own - 0.5) + 0.06 * cloud + 0.025 * fleck
    glaze = _tint("#b9b2a4", value.astype(np.float32))
    grout = _tint("#7d766b", (1 + 0.12 * fleck).astype(np.float32))
    albedo = grout + (glaze - grout) * inside[..., None]
    pillow = smoothstep(0.0, 0.006, (edge - 0.0012).astype(np.float32))
    height = 1.1e-3 * (pillow - 1) + 5e-5 * cloud + 9e-6 * fleck
    rough = 0.22 + 0.6 * (1 - inside)
    return Cover(
        albedo.astype(np.float32), height.astype(np.float32), rough.astype(np.float32), 0.045
    )


def _concrete(x: F32, y: F32, seed: str) -> Cover:
    cloud = _noise("concrete-a", x, y, 1.1, 1.5)
    fine = _noise("concrete-b", x, y, 0.17, 0.5)
    near = sample(cells(512, 24 * 24, "holes")[0], x / np.float32(0.45), y / np.float32(0.45))
    size = sample(
        fbm(256, 1.0, "hole-size", 1.0, 2, 60), x / np.float32(0.45), y / np.float32(0.45)
    )
    hole = 1 - smoothstep(0.03, 0.075, (near - 0.035 * (size - 1.1)).astype(np.float32))
    hole = hole * (size > 0.7)
    crack = np.abs(_noise("concrete-crack", x, y, 0.9, 2.2))
    line = np.exp(-((crack / 0.006) ** 2)) * smoothstep(
        0.4, 1.2, _noise("crack-where", x, y, 1.7, 2.0)
    )
    value = 1 + 0.10 * cloud + 0.045 * fine
    albedo = _tint("#a09c95", value.astype(np.float32)) * (1 - 0.55 * hole - 0.4 * line)[..., None]
    height = 5e-5 * fine + 1.5e-4 * cloud - 8e-4 * hole - 3e-4 * line
    return Cover(albedo.astype(np.float32), height.astype(np.float32), 0.7, 0.035)


def _marble(x: F32, y: F32, seed: str) -> Cover:
    bend = _noise("marble-bend", x, y, 0.5, 1.9)
    vein = np.abs(_noise("marble-vein", x + 0.03 * bend, y, 0.42, 1.9, 0.5))
    thin = np.abs(_noise("marble-thin", x, y + 0.02 * bend, 0.23, 1.7, 0.6))
    dark = 0.75 * np.exp(-((vein / 0.07) ** 2)) + 0.3 * np.exp(-((thin / 0.04) ** 2))
    value = 1 - 0.05 * bend - 0.5 * np.clip(dark, 0, 1) * (0.6 + 0.4 * smoothstep(-1, 1, bend))
    albedo = _tint("#d9d6d1", value.astype(np.float32)) * np.array([1, 1, 1.01], np.float32)
    return Cover(albedo.astype(np.float32), np.zeros_like(x), 0.12, 0.05)


def _rug(x: F32, y: F32, seed: str) -> Cover:
    """A knotted rug: a field of medallions in a border, drawn in whole knots."""
    knot = np.float32(0.0034)
    kx, ky = np.floor(x / knot) * knot, np.floor(y / knot) * knot
    cell = np.float32(0.24)
    shift = (np.floor(ky / cell) % 2) * cell / 2
    u = np.mod(kx + shift, cell) / cell - 0.5
    v = np.mod(ky, cell) / cell - 0.5
    diamond = np.abs(u) + np.abs(v)
    angle = np.arctan2(v, u)
    flower = np.sqrt(u * u + v * v) * (1 + 0.28 * np.cos(8 * angle))
    sprig = np.abs(np.mod(np.abs(u) + 0.5 * np.abs(v), 0.125) - 0.0625)
    colours = ["#5d1a1c", "#22304a", "#b08f5a", "#7d2a24", "#d3c09a"]
    pick = np.zeros(x.shape, np.int32)
    pick[(diamond < 0.44) & (diamond > 0.40)] = 2
    pick[diamond <= 0.36] = 1
    pick[(diamond <= 0.36) & (sprig < 0.018)] = 3
    pick[flower < 0.20] = 0
    pick[flower < 0.13] = 2
    pick[flower < 0.07] = 4
    pick[(diamond > 0.46) & (sprig < 0.014)] = 2
    table = np.stack([linear(c) for c in colours])
    lot = generator("rug", seed).standard_normal(8191).astype(np.float32)
    ix, iy = (kx / knot).astype(np.int64), (ky / knot).astype(np.int64)
    own = lot[np.abs(ix * 131 + iy * 719) % 8191]
    abrash = _noise("rug-abrash", x * 0.2, y, 0.7, 1.6)
    tuft = np.abs(np.sin(np.pi * x / knot) * np.sin(np.pi * y / knot))
    fluff = _noise("rug-fluff", x, y, 0.06, 0.4)
    value = (0.55 + 0.5 * np.sqrt(tuft)) * (1 + 0.09 * own + 0.07 * abrash + 0.07 * fluff)
    albedo = table[pick] * value[..., None]
    height = 6e-4 * np.sqrt(tuft) + 1.2e-4 * fluff
    return Cover(albedo.astype(np.float32), height.astype(np.float32), 0.95, 0.015)


def _folded(x: F32, y: F32, seed: str, size: float) -> F32:
    """Heights of a textile thrown down: long creases that come and go, over gentle hills."""
    bend = 0.07 * _noise(f"bend-{seed}", x, y, 1.9, 2.6)
    a, b = np.float32(0.82), np.float32(0.57)
    long = _noise(f"long-{seed}", a * x + b * y + bend, (a * y - b * x) * 0.40, 1.15, 2.4)
    cross = _noise(f"cross-{seed}", (a * x - b * y - bend) * 0.45, a * y + b * x, 0.85, 2.4)
    here = smoothstep(-0.5, 0.9, _noise(f"here-{seed}", x, y, 1.3, 2.2))
    there = smoothstep(-0.2, 1.0, _noise(f"there-{seed}", x, y, 1.1, 2.2))
    ridges = 0.015 * np.exp(-((long / 0.26) ** 2)) * here
    ridges = ridges + 0.011 * np.exp(-((cross / 0.20) ** 2)) * there
    hills = 0.0050 * _noise(f"hills-{seed}", x, y, 1.1, 2.6)
    return np.asarray(np.float32(size) * (ridges + hills), np.float32)


def _sheet(x: F32, y: F32, seed: str) -> Cover:
    weave = _noise("sheet-weave", x, y, 0.05, 0.4)
    value = 1 + 0.025 * weave
    return Cover(
        _tint("#cfcdc9", value.astype(np.float32)),
        (8e-6 * weave).astype(np.float32),
        0.85,
        0.03,
        _folded(x, y, seed, 1.0),
    )


def _blanket(x: F32, y: F32, seed: str) -> Cover:
    pile = _noise("pile", x, y, 0.075, 0.6)
    brush = _noise("brush", x, y, 0.5, 1.7)
    value = 1 + 0.10 * pile + 0.10 * brush
    return Cover(
        _tint("#9c2026", value.astype(np.float32)),
        (1.8e-4 * pile + 2e-4 * brush).astype(np.float32),
        0.95,
        0.02,
        _folded(x, y, f"blanket-{seed}", 0.8),
    )


def _plaster(x: F32, y: F32, seed: str) -> Cover:
    cloud = _noise("plaster-a", x, y, 1.3, 1.7)
    fine = _noise("plaster-b", x, y, 0.12, 0.7)
    value = 1 + 0.03 * cloud + 0.012 * fine
    skirting = smoothstep(0.0895, 0.0905, y)
    lip = np.exp(-(((y - 0.09) / 0.0022) ** 2))
    wall, board = _tint("#bdb5a8", value.astype(np.float32)), _tint("#dcd8d0", np.ones_like(x))
    albedo = board + (wall - board) * skirting[..., None]
    albedo = albedo * (1 - 0.45 * lip)[..., None]
    height = 6e-5 * fine * skirting + 2e-3 * (1 - smoothstep(0.084, 0.090, y))
    return Cover(albedo.astype(np.float32), height.astype(np.float32), 0.8, 0.03)


GROUNDS: dict[str, Callable[[F32, F32, str], Cover]] = {
    "planks": _floorboards,
    "planks_light": _pale_boards,
    "tiles": _tiles,
    "concrete": _concrete,
    "marble": _marble,
    "rug": _rug,
    "sheet": _sheet,
    "blanket": _blanket,
    "plaster": _plaster,
}

"""The surfaces by name; each takes x and y in metres and a seed."""
