"""Pictures of a scene."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .camera import Camera
from .scene import MISS, Scene
from .shading import Light, shade
from .srgb import to_srgb
from .view import View, look

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]

FINE, QUICK = 8, 4
"""Rays through a pixel at an edge: for pictures that are looked at, and for films."""

# Places across a pixel; down it they are in order, so that each has a row and a column of its own.
PLACES = {
    FINE: (np.array([1, 5, 3, 7, 0, 4, 2, 6], np.float32) + np.float32(0.5)) / np.float32(8),
    QUICK: (np.array([1, 3, 0, 2], np.float32) + np.float32(0.5)) / np.float32(4),
}
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


def render(
    scene: Scene, camera: Camera, size: tuple[int, int], *, lit: bool, edge_rays: int = FINE
) -> Frame:
    """See a scene: one ray a pixel, more at edges.

    Args:
        size: width and height in pixels.
        lit: in the light of the studio; otherwise the bare base colour.
        edge_rays: ``FINE`` or ``QUICK``.

    Raises:
        ValueError: as ``view.look``.
    """
    view = look(scene, camera, size)
    light = Light(scene, camera.azimuth) if lit else None
    window = _window(scene, view)
    triangle = np.full((window.height, window.width), MISS, np.int32)
    depth = np.full(triangle.shape, np.inf, np.float32)
    colour = np.zeros((*triangle.shape, 3), np.float32)
    step = max(1, PORTION // window.width)
    for start in range(0, window.height, step):
        part = slice(start, start + step)
        origins, directions = (rays.reshape(-1, 3) for rays in view.rays(*window.middles(part)))
        hits = scene.hits(origins, directions)
        shape = triangle[part].shape
        triangle[part] = hits.triangle.reshape(shape)
        near = np.where(hits.triangle == MISS, np.float32(np.inf), view.depth(hits.distance))
        depth[part] = near.reshape(shape)
        colour[part] = shade(scene, view, directions, hits, light).reshape(*shape, 3)
    alpha = (triangle != MISS).astype(np.float32)
    edges = _edges(scene, view, triangle, depth)
    _smooth(scene, view, light, window, edges, PLACES[edge_rays], colour, alpha)
    inner = window.slices
    frame = Frame(
        pixels=np.zeros((size[1], size[0], 3), np.uint8),
        alpha=np.zeros((size[1], size[0]), np.float32),
        depth=np.full((size[1], size[0]), np.inf, np.float32),
    )
    frame.pixels[inner] = to_srgb(colour)
    frame.alpha[inner] = alpha
    frame.depth[inner] = depth * np.float32(scene.radius)
    return frame


def silhouette(scene: Scene, camera: Camera, size: tuple[int, int]) -> Bools:
    """Where a scene is: (H, W), whether the pixel's middle sees it.

    Raises:
        ValueError: as ``view.look``.
    """
    view = look(scene, camera, size)
    window = _window(scene, view)
    seen = np.zeros((size[1], size[0]), bool)
    origins, directions = view.rays(*window.middles(slice(0, window.height)))
    blocked = scene.blocked(origins.reshape(-1, 3), directions.reshape(-1, 3))
    seen[window.slices] = blocked.reshape(window.height, window.width)
    return seen


@dataclass(frozen=True)
class _Window:
    """The part of the frame that may see the scene, in pixels; at least one."""

    left: int
    top: int
    width: int
    height: int

    @property
    def slices(self) -> tuple[slice, slice]:
        return (
            slice(self.top, self.top + self.height),
            slice(self.left, self.left + self.width),
        )

    def middles(self, rows: slice) -> tuple[F32, F32]:
        """Columns (1, W) and rows (H, 1) of the pixels' middles in some of the window's rows."""
        across = np.arange(self.width, dtype=np.float32) + np.float32(self.left + 0.5)
        down = np.arange(self.height, dtype=np.float32)[rows] + np.float32(self.top + 0.5)
        return across[None, :], down[:, None]


def _window(scene: Scene, view: View) -> _Window:
    columns, rows, _ = view.project(scene.outer_points)
    width, height = view.size
    left = min(max(0, int(np.floor(columns.min())) - 1), width - 1)
    top = min(max(0, int(np.floor(rows.min())) - 1), height - 1)
    right = max(left + 1, min(width, int(np.ceil(columns.max())) + 1))
    bottom = max(top + 1, min(height, int(np.ceil(rows.max())) + 1))
    return _Window(left, top, right - left, bottom - top)


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
    window: _Window,
    edges: Bools,
    places: F32,
    colour: F32,
    alpha: F32,
) -> None:
    """Replace ``colour`` and ``alpha`` of pixels on an edge by means over several rays."""
    down, across = np.nonzero(edges)
    count = len(places)
    order = np.sort(places)
    for start in range(0, len(down), PORTION // count):
        at = (down[start : start + PORTION // count], across[start : start + PORTION // count])
        columns = (at[1] + window.left).astype(np.float32)[:, None] + places
        rows = (at[0] + window.top).astype(np.float32)[:, None] + order
        origins, directions = (rays.reshape(-1, 3) for rays in view.rays(columns, rows))
        hits = scene.hits(origins, directions)
        shaded = shade(scene, view, directions, hits, light).reshape(-1, count, 3)
        met = (hits.triangle != MISS).reshape(-1, count).sum(1)
        colour[at] = shaded.sum(1) / np.maximum(met, 1)[:, None]
        alpha[at] = met / np.float32(count)
