"""Where on the picture each vertex takes its cloth from.

Where the camera saw a surface well, that is where it lies in the picture. Beyond, the surface turns
away and its column of pixels would be smeared; there the cloth is unrolled and folded back: a
point at some distance beyond the last trusted place takes what lies as far inside of it, so that
stripes and checks run on round the side at their own size.
"""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from ..surface.solid import Part, Solid
from .surface_measures import F64, face_normals
from .visibility import shown

UInt8Array = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]
TRUSTED_COSINE = float(np.cos(np.radians(68)))
# The outermost pixels of a cut-out are mixed with what was behind them.
EDGE_PIXELS, EDGE_SHARE = 1.6, 0.004


def edge_width(alpha: UInt8Array) -> float:
    """How many pixels from the edge inwards are not trusted."""
    return max(EDGE_PIXELS, EDGE_SHARE * max(alpha.shape))


def depth_inside(alpha: UInt8Array) -> F32:
    """Distance of every pixel of the product to its edge, in pixels; 0 outside."""
    framed = cv2.copyMakeBorder((alpha >= 128).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    return np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1], np.float32)


def cloth_coordinates(solid: Solid, alpha: UInt8Array, metres_per_pixel: float) -> F64:
    """(V, 2): the pixel (x, y) of the picture that each vertex shows."""
    depth = depth_inside(alpha)
    edge = edge_width(alpha)
    plane = solid.plane.astype(np.float64)
    trusted = _well_seen(solid) & (_at(depth, plane) >= edge)
    if not trusted.any():
        return plane
    distance, source = _unrolled(solid, trusted)
    beyond = np.flatnonzero(~trusted & (source >= 0))
    foot = plane[source[beyond]]
    outward = _outward(depth)
    direction = np.stack([_at(outward[..., 0], foot), _at(outward[..., 1], foot)], axis=1)
    direction /= np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-6)
    reach = np.minimum(distance[beyond] / metres_per_pixel, max(alpha.shape))
    found = plane.copy()
    folded = foot.copy()
    waiting = np.ones(len(beyond), np.bool_)
    # Thin parts end before the fold does: fold less far there.
    for share in (1.0, 0.7, 0.5, 0.35, 0.2, 0.1):
        aim = foot - direction * (reach * share)[:, None]
        good = waiting & (_at(depth, aim) >= edge)
        folded[good] = aim[good]
        waiting &= ~good
    found[beyond] = folded
    return _smooth(solid, found, ~trusted)


def _well_seen(solid: Solid) -> npt.NDArray[np.bool_]:
    normal, _ = face_normals(solid.positions, solid.faces)
    good = (shown(solid) & (solid.parts == Part.FRONT) & (normal[:, 2] > TRUSTED_COSINE)) | (
        (solid.parts == Part.BACK) & (normal[:, 2] < -TRUSTED_COSINE)
    )
    outer = solid.parts != Part.LINING
    well = np.ones(len(solid.positions), np.bool_)
    # All the triangles around a vertex must be well seen.
    well[solid.faces[outer & ~good].ravel()] = False
    used = np.zeros(len(well), np.bool_)
    used[solid.faces[outer].ravel()] = True
    return well & used


def _unrolled(solid: Solid, trusted: npt.NDArray[np.bool_]) -> tuple[F64, npt.NDArray[np.int64]]:
    """Along the surface: how far the next trusted vertex is, and which it is."""
    outer = solid.faces[solid.parts != Part.LINING]
    start, end = outer.ravel(), np.roll(outer, -1, axis=1).ravel()
    length = np.linalg.norm(
        solid.positions[start].astype(np.float64) - solid.positions[end], axis=1
    )
    count = len(solid.positions)
    lowest, highest = np.minimum(start, end), np.maximum(start, end)
    _, once = np.unique(lowest.astype(np.int64) * count + highest, return_index=True)
    graph = coo_matrix(
        (np.maximum(length[once], 1e-9), (lowest[once], highest[once])), shape=(count, count)
    ).tocsr()
    distance, _, source = dijkstra(
        graph,
        directed=False,
        indices=np.flatnonzero(trusted),
        min_only=True,
        return_predecessors=True,
    )
    reached = np.isfinite(distance)
    return np.where(reached, distance, 0.0), np.where(reached, source, -1).astype(np.int64)


def _outward(depth: F32) -> F32:
    """(H, W, 2): the direction towards the nearest edge."""
    calm = cv2.GaussianBlur(depth, (0, 0), max(1.5, 0.008 * max(depth.shape)))
    across = cv2.Sobel(calm, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(calm, cv2.CV_32F, 0, 1, ksize=3)
    return np.asarray(-np.dstack([across, down]), np.float32)


def _at(field: F32, points: F64) -> Any:
    """The field's values at (N, 2) points (x, y); the border's value outside."""
    x = np.clip(np.rint(points[:, 0]).astype(int), 0, field.shape[1] - 1)
    y = np.clip(np.rint(points[:, 1]).astype(int), 0, field.shape[0] - 1)
    return field[y, x].astype(np.float64)


def _smooth(solid: Solid, found: F64, moving: npt.NDArray[np.bool_]) -> F64:
    """Feet jump from vertex to vertex; two rounds of averaging take the jumps out."""
    outer = solid.faces[solid.parts != Part.LINING]
    start, end = outer.ravel(), np.roll(outer, -1, axis=1).ravel()
    count = len(found)
    degree = np.bincount(start, minlength=count)
    for _ in range(2):
        mean = np.stack(
            [
                np.bincount(start, weights=found[end, axis], minlength=count)
                / np.maximum(degree, 1)
                for axis in range(2)
            ],
            axis=1,
        )
        found = np.where((moving & (degree > 0))[:, None], (found + mean) / 2, found)
    return found
