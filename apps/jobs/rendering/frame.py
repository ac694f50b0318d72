"""Pictures of a scene."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .camera import Camera
from .scene import MISS, Hits, Scene
from .shading import Light, shade
from .srgb import to_srgb
from .view import View, look

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

# Sixteen places within a pixel, each in a row and a column of its own.
PLACES = np.float32(1 / 32) + np.float32(1 / 16) * np.array(
    [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], np.float32
)
# Neighbours whose depths differ by more than this many pixels are an edge.
STEP = 4.0
# Rays at once: temporary arrays stay below some 30 MB.
PORTION = 1 << 18


@dataclass(frozen=True)
class Frame:
    """A picture of a model and nothing else.

    Attributes:
        pixels: uint8 (H, W, 3), sRGB, straight; 0 where there is no model.
        alpha: float32 (H, W), from 0 to 1.
        depth: float32 (H, W), metres behind the plane through the model's middle that faces the
            eye (nearer is negative); infinite where the pixel's middle sees no model.
    """

    pixels: U8
    alpha: F32
    depth: F32


def render(scene: Scene, camera: Camera, size: tuple[int, int], *, lit: bool) -> Frame:
    """See a scene: one ray a pixel, sixteen at edges.

    Args:
        size: width and height in pixels.
        lit: in the light of the studio; otherwise the bare base colour.

    Raises:
        ValueError: as ``view.look``.
    """
    view = look(scene, camera, size)
    light = Light(camera.azimuth, scene.occlusion.shares(camera.azimuth)) if lit else None
    left, top, width, height = _window(scene, view)
    grid = _Grid(left, top, width)
    triangle = np.full(width * height, MISS, np.int32)
    depth = np.full(width * height, np.inf, np.float32)
    colour = np.zeros((width * height, 3), np.float32)
    for start in range(0, width * height, PORTION):
        part = slice(start, min(start + PORTION, width * height))
        columns, rows = grid.middles(np.arange(part.start, part.stop))
        hits, directions = _trace(scene, view, columns, rows)
        triangle[part] = hits.triangle
        met = hits.triangle != MISS
        depth[part][met] = view.depth(directions[met], hits.distance[met])
        colour[part] = shade(scene, view, directions, hits, light)
    alpha = (triangle != MISS).astype(np.float32)
    edges = _edges(scene, view, triangle.reshape(height, width), depth.reshape(height, width))
    _smooth(scene, view, light, grid, np.flatnonzero(edges), colour, alpha)
    depth *= np.float32(scene.radius)
    return _spread(size, (left, top, width, height), colour, alpha, depth)


def silhouette(scene: Scene, camera: Camera, size: tuple[int, int]) -> Bools:
    """Where a scene is: (H, W), whether the pixel's middle sees it.

    Raises:
        ValueError: as ``view.look``.
    """
    view = look(scene, camera, size)
    left, top, width, height = _window(scene, view)
    columns, rows = _Grid(left, top, width).middles(np.arange(width * height))
    seen = np.zeros((size[1], size[0]), bool)
    blocked = scene.blocked(*view.rays(columns, rows))
    seen[top : top + height, left : left + width] = blocked.reshape(height, width)
    return seen


@dataclass(frozen=True)
class _Grid:
    """Pixels of a window of the frame, counted row by row."""

    left: int
    top: int
    width: int

    def middles(self, numbers: Indices) -> tuple[F32, F32]:
        """Columns and rows of the middles of pixels."""
        columns = (numbers % self.width + self.left).astype(np.float32) + np.float32(0.5)
        rows = (numbers // self.width + self.top).astype(np.float32) + np.float32(0.5)
        return columns, rows


def _window(scene: Scene, view: View) -> tuple[int, int, int, int]:
    """Left, top, width and height of the pixels that may see the scene; at least one."""
    columns, rows, _ = view.project(scene.outer_points)
    width, height = view.size
    left = min(max(0, int(np.floor(columns.min())) - 1), width - 1)
    top = min(max(0, int(np.floor(rows.min())) - 1), height - 1)
    right = max(left + 1, min(width, int(np.ceil(columns.max())) + 1))
    bottom = max(top + 1, min(height, int(np.ceil(rows.max())) + 1))
    return left, top, right - left, bottom - top


def _trace(scene: Scene, view: View, columns: F32, rows: F32) -> tuple[Hits, F32]:
    origins, directions = view.rays(columns, rows)
    return scene.hits(origins, directions), directions


def _edges(scene: Scene, view: View, triangle: npt.NDArray[np.int32], depth: F32) -> Bools:
    """Pixels (H, W) in which one surface gives way to another, or to nothing."""
    surface = np.where(triangle == MISS, MISS, scene.material_of[triangle])
    known = np.where(triangle == MISS, np.float32(8), depth)
    edge = np.zeros(triangle.shape, bool)
    for axis in (0, 1):
        step = np.abs(np.diff(known, axis=axis)) > np.float32(STEP / view.scale)
        step |= np.diff(surface, axis=axis) != 0
        before = (slice(None, -1), slice(None)) if axis == 0 else (slice(None), slice(None, -1))
        after = (slice(1, None), slice(None)) if axis == 0 else (slice(None), slice(1, None))
        edge[before] |= step
        edge[after] |= step
    return edge


def _smooth(
    scene: Scene,
    view: View,
    light: Light | None,
    grid: _Grid,
    edges: Indices,
    colour: F32,
    alpha: F32,
) -> None:
    """Replace ``colour`` and ``alpha`` of pixels on an edge by means over sixteen rays."""
    portion = PORTION // len(PLACES)
    for start in range(0, len(edges), portion):
        at = edges[start : start + portion]
        columns, rows = (
            np.repeat(middles - np.float32(0.5), len(PLACES)) for middles in grid.middles(at)
        )
        order = np.tile(np.sort(PLACES), len(at))
        hits, directions = _trace(scene, view, columns + np.tile(PLACES, len(at)), rows + order)
        shaded = shade(scene, view, directions, hits, light).reshape(len(at), len(PLACES), 3)
        count = (hits.triangle != MISS).reshape(len(at), len(PLACES)).sum(1)
        colour[at] = shaded.sum(1) / np.maximum(count, 1)[:, None]
        alpha[at] = count / np.float32(len(PLACES))


def _spread(
    size: tuple[int, int], window: tuple[int, int, int, int], colour: F32, alpha: F32, depth: F32
) -> Frame:
    left, top, width, height = window
    inner = (slice(top, top + height), slice(left, left + width))
    pixels = np.zeros((size[1], size[0], 3), np.uint8)
    whole_alpha = np.zeros((size[1], size[0]), np.float32)
    whole_depth = np.full((size[1], size[0]), np.inf, np.float32)
    pixels[inner] = to_srgb(colour).reshape(height, width, 3)
    whole_alpha[inner] = alpha.reshape(height, width)
    whole_depth[inner] = depth.reshape(height, width)
    return Frame(pixels, whole_alpha, whole_depth)
