"""What bags are made of: boxes, padded slabs, flaps, handles and piping."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.catalog.demo.shapes.curve import Points, smooth, superellipse, tube
from apps.catalog.demo.shapes.mesh import Part, merge, sheet, thick
from apps.catalog.demo.studio.materials import Material, Stitch, mixed


@dataclass(frozen=True)
class BagSize:
    """Outer measures in metres, and the cloth where the kind leaves a choice."""

    width: float
    height: float
    depth: float
    cloth: str = ""


def thread(colour: str, rows: tuple[float, ...] = (0.0,)) -> Stitch:
    return Stitch(mixed(colour, "#f4e6d0", 0.28), rows, 0.0046, 0.00055)


def box(
    spec: BagSize,
    material: Material,
    *,
    power: float,
    taper: float,
    bulge: float,
    top: float = 1.0,
    rows: int = 90,
) -> Part:
    """A box of rounded section from base to rim; seams run up its four corners."""
    count = 241
    ring = superellipse(count, power)
    radius = 0.012
    t = np.linspace(0, 1, rows)
    height = np.concatenate(
        [
            np.zeros(6),
            radius * (1 - np.cos(np.linspace(0.2, 1, 8) * np.pi / 2)),
            radius + (spec.height * top - radius) * t[1:],
        ]
    )
    inset = np.concatenate(
        [
            np.linspace(spec.depth * 0.49, radius, 6),
            radius * (1 - np.sin(np.linspace(0.2, 1, 8) * np.pi / 2)),
            np.zeros(rows - 1),
        ]
    )
    share = np.clip(height / spec.height, 0, 1)
    wide = spec.width / 2 * (1 + taper * (share - 0.5)) - inset
    deep = (
        spec.depth / 2 * (1 - 0.25 * share**2)
        - inset
        + bulge * np.sin(np.pi * np.clip(share, 0, 1)) ** 1.2
    )
    points = np.stack(
        [
            wide[:, None] * ring[None, :, 0],
            deep[:, None] * ring[None, :, 1],
            np.broadcast_to(height[:, None], (len(height), count)),
        ],
        -1,
    )
    perimeter = np.concatenate(
        [[0], np.cumsum(np.linalg.norm(np.diff(points[len(height) // 2], axis=0), axis=1))]
    )
    up = np.concatenate([[0], np.cumsum(np.hypot(np.diff(height), np.diff(inset)))])
    corner = np.array([perimeter[int(k * (count - 1))] for k in (0.125, 0.375, 0.625, 0.875)])
    gap = perimeter[:, None] - corner[None]
    nearest = gap[np.arange(count), np.abs(gap).argmin(1)]
    away = np.abs(nearest)[None] - 0.006
    rim = spec.height * top - height[:, None] - 0.007
    base = height[:, None] - 0.016
    across = np.where(np.abs(rim) < np.abs(away), rim, away)
    across = np.where(np.abs(base) < np.abs(across), base, across)
    along = np.where(
        across == away, up[:, None] + 0 * perimeter[None], perimeter[None] + 0 * up[:, None]
    )
    return sheet(
        "body",
        points,
        material,
        closed=(False, True),
        uv=np.stack(np.broadcast_arrays(perimeter[None], up[:, None]), -1),
        seam=np.stack([across, along], -1),
    )


def flap_over(width: float, path: Points, material: Material, corner: float, droop: float) -> Part:
    """A flap of some width along a yz path, its free end rounded at the corners."""
    rows, columns = 70, 81
    u = np.linspace(-1, 1, columns)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    x = u * width / 2
    edge = np.clip((np.abs(x) - (width / 2 - corner)) / corner, 0, 1)
    end = length[-1] - droop * u**2 - corner * (1 - np.sqrt(np.clip(1 - edge**2, 0, 1)))
    at = np.linspace(0, 1, rows)[:, None] * end[None]
    y, z = np.interp(at, length, path[:, 0]), np.interp(at, length, path[:, 1])
    points = np.stack([np.broadcast_to(x, at.shape), y, z], -1)
    side = (width / 2 - np.abs(x))[None] + 0 * at
    front = end[None] - at
    inside = np.minimum(side, front)
    seam = np.stack([inside - 0.0055, np.where(side < front, at, x[None] + 0 * at)], -1)
    uv = np.stack([np.broadcast_to(x, at.shape), at], -1)
    return thick("flap", points, 0.003, material, uv=uv, seam=seam)


def arch(
    width: float, foot: float, height: float, y: float, lean: float, count: int = 60
) -> Points:
    """A handle's path from one foot over the top to the other."""
    x = width / 2
    return smooth(
        [
            [-x, y, foot],
            [-x * 0.97, y + lean * 0.4, foot + height * 0.45],
            [-x * 0.66, y + lean * 0.85, foot + height * 0.9],
            [0, y + lean, foot + height],
            [x * 0.66, y + lean * 0.85, foot + height * 0.9],
            [x * 0.97, y + lean * 0.4, foot + height * 0.45],
            [x, y, foot],
        ],
        count,
    )


def pillow(
    outline: Points,
    depth: float,
    material: Material,
    *,
    puff: float,
    edge: float = 0.012,
    rows: int = 46,
) -> Part:
    """A padded slab: a closed xz outline (first point repeated) with rounded, piped edges."""
    centre = outline[:-1].mean(0)
    offset = outline - centre
    reach = np.linalg.norm(offset, axis=1).min()
    face = np.linspace(0, 1, rows) ** 0.8 * (1 - edge / reach)
    y_face = -(depth / 2) - puff * (1 - (face / face[-1]) ** 2) ** 0.8
    turn = np.linspace(0, np.pi, 17)[1:-1]
    scale = np.concatenate([face, 1 - edge / reach + edge / reach * np.sin(turn), face[::-1]])
    y = np.concatenate([y_face, -(depth / 2) * np.cos(turn), -y_face[::-1]])
    points = np.stack(
        [
            centre[0] + scale[:, None] * offset[None, :, 0],
            np.broadcast_to(y[:, None], (len(y), len(outline))),
            centre[1] + scale[:, None] * offset[None, :, 1],
        ],
        -1,
    )
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(outline, axis=0), axis=1))])
    inward = (1 - edge / reach - scale) * reach
    across = np.where(scale > 1 - edge / reach, 0.004, inward - 0.004)
    seam = np.stack(np.broadcast_arrays(across[:, None], length[None]), -1)
    uv = points[..., [0, 2]].copy()
    wrap = slice(rows, rows + 15)
    uv[wrap] = np.stack(np.broadcast_arrays(length[None], y[wrap, None]), -1)
    return sheet("body", points, material, closed=(False, True), uv=uv, seam=seam)


def rounded(
    width: float, height: float, power: float, *, sag: float = 0.0, count: int = 200
) -> Points:
    """A closed rounded rectangle standing on z = 0, its top sagging a little."""
    ring = superellipse(count + 1, power)
    x, z = ring[:, 0] * width / 2, (ring[:, 1] + 1) * height / 2
    z = z - sag * np.clip(z / height, 0, 1) ** 2 * np.cos(np.pi * x / width)
    return np.stack([x * (1 - 0.05 * (z / height)), z], 1)


def piping(name: str, outline: Points, depth: float, wire: float, material: Material) -> Part:
    """Cords along the front and back edges of a ``pillow`` of that outline and depth."""
    centre = outline[:-1].mean(0)
    reach = np.linalg.norm(outline - centre, axis=1).min()
    flat = centre + (outline - centre) * (1 - 0.30 * 0.012 / reach)
    path = np.stack([flat[:, 0], np.full(len(flat), -depth / 2 * 0.86), flat[:, 1]], 1)
    front = tube(name, path, wire, material, closed=True, around=10)
    back = tube(name, path * np.array([1, -1, 1]), wire, material, closed=True, around=10)
    return merge(name, [front, back])
