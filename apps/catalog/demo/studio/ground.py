"""What products are put down on: floors, textiles and a wall, each textured where it is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from apps.catalog.demo.studio.materials import linear
from apps.catalog.demo.studio.noise import cells, fbm, generator, sample, smoothstep

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]


@dataclass
class Cover:
    """A texture over a window: linear albedo (H, W, 3), height (H, W) in metres, roughness."""

    albedo: F32
    height: F32
    roughness: F32 | float
    specular: float = 0.04
    relief: F32 | None = None


@dataclass(frozen=True)
class Bend:
    """A textile that rises behind the product: from y ``start`` over a radius to upright."""

    start: float
    radius: float

    def placed(self, points: F32) -> F32:
        """Flat (x, way, height) coordinates as positions in space."""
        way, lift = points[:, 1] - self.start, points[:, 2]
        angle = np.clip(way / self.radius, 0, np.pi / 2)
        beyond = np.maximum(way - self.radius * np.pi / 2, 0)
        y = self.start + np.minimum(way, 0) + (self.radius - lift) * np.sin(angle)
        z = self.radius - (self.radius - lift) * np.cos(angle) + beyond
        return np.stack([points[:, 0], y, z], 1).astype(np.float32)

    def flat(self, points: F32) -> tuple[F32, F32]:
        """For positions in space: flat (x, way), and how far (radians) the cloth has risen."""
        y, z = points[:, 1] - self.start, points[:, 2]
        angle = np.where(y > 0, np.arctan2(y, self.radius - z), 0)
        risen = angle >= np.pi / 2
        angle = np.clip(angle, 0, np.pi / 2).astype(np.float32)
        way = np.where(y > 0, self.radius * angle + np.where(risen, z - self.radius, 0), y)
        return np.stack([points[:, 0], self.start + way], 1).astype(np.float32), angle


@dataclass
class Patch:
    """A textured rectangle of ``texel`` metres a texel, at ``origin`` along two axes."""

    cover: Cover
    slopes: F32
    origin: F32
    axis_u: F32
    axis_v: F32
    normal: F32
    texel: float
    bend: Bend | None
    vertices: F32
    faces: I32


def _noise(
    seed: str, x: F32, y: F32, metres: float, power: float = 1.6, stretch: float = 1.0
) -> F32:
    return sample(
        fbm(512, power, seed, stretch, 1, 200), x / np.float32(metres), y / np.float32(metres)
    )


def _tint(colour: str, value: F32) -> F32:
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
    """Heights (at most 0) of a textile thrown down: soft hills and long drawn-out creases."""
    hills = _noise(f"hills-{seed}", x, y, 1.7, 2.6)
    bend = 0.09 * _noise(f"bend-{seed}", x, y, 1.9, 2.6)
    a, b = np.float32(0.82), np.float32(0.57)
    long = _noise(f"long-{seed}", a * x + b * y + bend, (a * y - b * x) * 0.36, 1.25, 2.5)
    cross = _noise(f"cross-{seed}", (a * x - b * y - bend) * 0.42, a * y + b * x, 0.95, 2.5)
    creases = np.sqrt(long * long + 0.05) + 0.6 * np.sqrt(cross * cross + 0.06)
    height = 0.012 * hills - 0.017 * creases
    return np.asarray(np.minimum(np.float32(size) * (height - np.float32(0.004)), 0), np.float32)


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


def _pressed(
    relief: F32, under: F32, corner: tuple[float, float], texel: float, around: float
) -> F32:
    """The relief, at most 0, brought up to just below 0 where something lies on it."""
    foot = np.zeros(relief.shape, np.uint8)
    at = np.rint((under - np.array(corner, np.float32)) / np.float32(texel)).astype(int)
    fits = ((at >= 0) & (at < np.array(relief.shape[::-1]))).all(1)
    foot[at[fits, 1], at[fits, 0]] = 1
    size = max(3, round(0.010 / texel) | 1)
    foot = cv2.morphologyEx(foot, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    away = cv2.distanceTransform(1 - foot, cv2.DIST_L2, 3) * texel
    free = smoothstep(-0.1 * around, around, away.astype(np.float32))
    return np.asarray(relief * (np.float32(0.04) + np.float32(0.96) * free), np.float32)


def lay(
    name: str,
    seed: str,
    window: tuple[float, float, float, float],
    texel: float,
    *,
    turn: float = 0.0,
    wall_at: float | None = None,
    bend: Bend | None = None,
    under: F32 | None = None,
    scale: float = 1.0,
) -> Patch:
    """A floor over ``window`` (x0, y0, x1, y1 in metres), or a wall standing at y ``wall_at``.

    ``turn`` turns the pattern by radians, ``bend`` raises a textile behind the product, and
    ``under`` (N, 2) are places where something stands and presses it flat; small things lie
    on textiles and stone whose features are ``scale`` times as large.
    Raises KeyError for an unknown surface.
    """
    x0, y0, x1, y1 = window
    columns = max(8, int(np.ceil((x1 - x0) / texel)))
    rows = max(8, int(np.ceil((y1 - y0) / texel)))
    x, y = np.meshgrid(
        np.float32(x0) + (np.arange(columns, dtype=np.float32) + 0.5) * np.float32(texel),
        np.float32(y0) + (np.arange(rows, dtype=np.float32) + 0.5) * np.float32(texel),
    )
    c, s = np.float32(np.cos(turn)), np.float32(np.sin(turn))
    shift = generator("lay", name, seed).random(2).astype(np.float32) * 3
    if wall_at is not None:
        shift[1] = 0.0
    zoom = np.float32(scale if name in {"marble", "sheet", "blanket", "concrete"} else 1.0)
    cover = GROUNDS[name](
        (c * x - s * y) / zoom + shift[0], (s * x + c * y) / zoom + shift[1], seed
    )
    cover.height = cover.height * zoom
    if cover.relief is not None:
        cover.relief = cover.relief * zoom
    if cover.relief is not None and under is not None:
        cover.relief = _pressed(cover.relief, under, (x0, y0), texel, 0.16 * float(zoom))
    dy, dx = np.gradient(cover.height, texel)
    slopes = np.stack([dx, dy], -1).astype(np.float32)
    wall = wall_at is not None
    step = 1 if cover.relief is None else max(1, round(max(rows, columns) / 420))
    if cover.relief is None:
        at_x, at_y = np.array([x0, x1], np.float32), np.array([y0, y1], np.float32)
        z = np.zeros((2, 2), np.float32)
    else:
        z = cv2.GaussianBlur(cover.relief, (0, 0), max(0.5, step / 2))[::step, ::step]
        at_x, at_y = x[0, ::step], y[::step, 0]
    grid = np.stack([*np.meshgrid(at_x, at_y), z], -1).reshape(-1, 3)
    n, m = z.shape
    index = np.arange(n * m, dtype=np.int32).reshape(n, m)
    a, b, d, e = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    faces = np.concatenate(
        [np.stack([a, b, d], -1).reshape(-1, 3), np.stack([a, d, e], -1).reshape(-1, 3)]
    )
    axes = [[1, 0, 0], [0, 0, 1], [0, -1, 0]] if wall else [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    axis_u, axis_v, normal = (np.array(axis, np.float32) for axis in axes)
    vertices = grid[:, :1] * axis_u + grid[:, 1:2] * axis_v + grid[:, 2:] * normal
    if bend is not None:
        vertices = bend.placed(grid)
    base = np.zeros(3, np.float32)
    if wall_at is not None:
        base[1] = wall_at
    if cover.relief is not None:
        ry, rx = np.gradient(cv2.GaussianBlur(cover.relief, (0, 0), 1.5), texel)
        slopes += np.stack([rx, ry], -1)
    return Patch(
        cover,
        slopes,
        (base + np.float32(x0) * axis_u + np.float32(y0) * axis_v).astype(np.float32),
        axis_u,
        axis_v,
        normal,
        texel,
        bend,
        np.ascontiguousarray(vertices + base, np.float32),
        np.ascontiguousarray(faces),
    )


def normals(patch: Patch, points: F32) -> F32:
    """Normals (N, 3) of the patch without its texture."""
    result = np.broadcast_to(patch.normal, points.shape).astype(np.float32)
    if patch.bend is not None:
        risen = patch.bend.flat(points)[1]
        result = np.stack([0 * risen, -np.sin(risen), np.cos(risen)], 1).astype(np.float32)
    return result


def read(patch: Patch, points: F32) -> tuple[F32, F32, F32]:
    """Albedo (N, 3), normals (N, 3) and roughness (N,) of a patch at points on it."""
    risen: F32 | None = None
    if patch.bend is not None:
        place, risen = patch.bend.flat(points)
        offset = np.concatenate([place, np.zeros((len(place), 1), np.float32)], 1) - patch.origin
    else:
        offset = points - patch.origin
    u = (offset @ patch.axis_u / np.float32(patch.texel) - np.float32(0.5)).astype(np.float32)
    v = (offset @ patch.axis_v / np.float32(patch.texel) - np.float32(0.5)).astype(np.float32)
    columns = 1024
    rows = -(-len(u) // columns)
    u, v = (np.resize(a, rows * columns).reshape(rows, columns) for a in (u, v))

    def at(image: F32) -> F32:
        out = cv2.remap(image, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(out.reshape(-1, *out.shape[2:])[: len(points)], np.float32)

    slope = at(patch.slopes)
    normal = patch.normal - slope[:, :1] * patch.axis_u - slope[:, 1:] * patch.axis_v
    normal /= np.sqrt(np.einsum("ij,ij->i", normal, normal))[:, None]
    if risen is not None:
        c, s = np.cos(risen), np.sin(risen)
        y, z = normal[:, 1].copy(), normal[:, 2].copy()
        normal[:, 1], normal[:, 2] = c * y - s * z, s * y + c * z
    rough = patch.cover.roughness
    gloss = np.full(len(points), rough, np.float32) if isinstance(rough, float) else at(rough)
    return at(patch.cover.albedo), normal, gloss
