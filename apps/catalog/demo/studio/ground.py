"""What products are put down on: patches of floor or wall in space, as the camera sees them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from apps.catalog.demo.studio.floors import GROUNDS, Cover
from apps.catalog.demo.studio.noise import generator, smoothstep

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]


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


def _pressed(
    relief: F32, under: F32, corner: tuple[float, float], texel: float, around: float
) -> F32:
    """The relief smoothed out where something lies on it."""
    foot = np.zeros(relief.shape, np.uint8)
    at = np.rint((under - np.array(corner, np.float32)) / np.float32(texel)).astype(int)
    fits = ((at >= 0) & (at < np.array(relief.shape[::-1]))).all(1)
    foot[at[fits, 1], at[fits, 0]] = 1
    size = max(3, round(0.010 / texel) | 1)
    whole = cv2.morphologyEx(foot, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    away = np.asarray(cv2.distanceTransform(1 - whole, cv2.DIST_L2, 3), np.float32) * texel
    free = cv2.GaussianBlur(smoothstep(0.0, around, away), (0, 0), 0.10 * around / texel)
    return np.asarray(relief * free, np.float32)


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
        cover.relief = _pressed(cover.relief, under, (x0, y0), texel, float(zoom) * 0.055)
    dy, dx = np.gradient(cover.height, texel)
    slopes = np.stack([dx, dy], -1).astype(np.float32)
    wall = wall_at is not None
    step = 1 if cover.relief is None else max(1, round(max(rows, columns) / 420))
    if cover.relief is None:
        at_x, at_y = np.array([x0, x1], np.float32), np.array([y0, y1], np.float32)
        z: F32 = np.zeros((2, 2), np.float32)
    else:
        even = cv2.GaussianBlur(cover.relief, (0, 0), max(0.5, step / 2))
        z = np.asarray(even[::step, ::step], np.float32)
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
    vertices: F32 = np.asarray(
        grid[:, :1] * axis_u + grid[:, 1:2] * axis_v + grid[:, 2:] * normal, np.float32
    )
    if bend is not None:
        vertices = bend.placed(np.asarray(grid, np.float32))
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
