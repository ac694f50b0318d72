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
TRUSTED_COSINE = float(np.cos(np.radians(64)))
# The outermost pixels of a cut-out are mixed with what was behind them.
EDGE_PIXELS, EDGE_SHARE = 1.6, 0.004
# The fold begins at most this far from the outline: in edge widths, and of the greatest depth.
FOLD_EDGES, FOLD_SHARE = 2.5, 0.09
SMOOTHING = 1
DIRECTION_BLUR = 0.02


def edge_width(alpha: UInt8Array) -> float:
    """How many pixels from the edge inwards are not trusted."""
    return float(max(EDGE_PIXELS, EDGE_SHARE * max(alpha.shape)))


def depth_inside(alpha: UInt8Array) -> F32:
    """Distance of every pixel of the product to its edge, in pixels; 0 outside."""
    framed = cv2.copyMakeBorder((alpha >= 128).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    return np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1], np.float32)


def cloth_coordinates(solid: Solid, alpha: UInt8Array, metres_per_pixel: float) -> F64:
    """(V, 2): the pixel (x, y) of the picture that each vertex shows."""
    depth = depth_inside(alpha)
    edge = edge_width(alpha)
    plane = solid.plane.astype(np.float64)
    inwards = _at(depth, plane)
    # Steep places far from the outline (a sleeve that lies on the body) stay as photographed.
    far = inwards >= max(FOLD_EDGES * edge, FOLD_SHARE * float(depth.max()))
    trusted = (_well_seen(solid) & (inwards >= edge)) | (_turned_to_a_camera(solid) & far)
    if not trusted.any():
        return plane
    beyond = np.flatnonzero(~trusted)
    reach = np.minimum(_unrolled(solid, trusted)[beyond] / metres_per_pixel, max(alpha.shape))
    outward = _outward(depth)
    start = plane[beyond]
    direction = np.stack([_at(outward[..., 0], start), _at(outward[..., 1], start)], axis=1)
    direction /= np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-6)
    reach = np.maximum(reach, edge - inwards[beyond])
    folded = start.copy()
    waiting = np.ones(len(beyond), np.bool_)
    # Thin parts end before the fold does: fold less far there.
    for share in (1.0, 0.7, 0.5, 0.35, 0.2, 0.1):
        aim = start - direction * (reach * share)[:, None]
        good = waiting & (_at(depth, aim) >= edge)
        folded[good] = aim[good]
        waiting &= ~good
    found = plane.copy()
    found[beyond] = folded
    return _smooth(solid, found, ~trusted)


def _turned_to_a_camera(solid: Solid) -> npt.NDArray[np.bool_]:
    """(V,): has a triangle of the front or the back around it."""
    found = np.zeros(len(solid.positions), np.bool_)
    found[solid.faces[solid.parts != Part.LINING].ravel()] = True
    return found


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


def _unrolled(solid: Solid, trusted: npt.NDArray[np.bool_]) -> F64:
    """(V,): metres along the surface to the next trusted vertex; 0 where there is none."""
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
    distance = dijkstra(graph, directed=False, indices=np.flatnonzero(trusted), min_only=True)
    return np.where(np.isfinite(distance), distance, 0.0)


def _outward(depth: F32) -> F32:
    """(H, W, 2): the direction towards the nearest edge."""
    calm = cv2.GaussianBlur(depth, (0, 0), max(1.5, DIRECTION_BLUR * max(depth.shape)))
    across = cv2.Sobel(calm, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(calm, cv2.CV_32F, 0, 1, ksize=3)
    return np.asarray(-np.dstack([across, down]), np.float32)


def _at(field: F32, points: F64) -> Any:
    """The field's values at (N, 2) points (x, y); the border's value outside."""
    x = np.clip(np.rint(points[:, 0]).astype(int), 0, field.shape[1] - 1)
    y = np.clip(np.rint(points[:, 1]).astype(int), 0, field.shape[0] - 1)
    return field[y, x].astype(np.float64)


def _smooth(solid: Solid, found: F64, moving: npt.NDArray[np.bool_]) -> F64:
    """Distances along edges are uneven; rounds of averaging make the cloth lie smoothly."""
    outer = solid.faces[solid.parts != Part.LINING]
    start, end = outer.ravel(), np.roll(outer, -1, axis=1).ravel()
    count = len(found)
    degree = np.bincount(start, minlength=count)
    for _ in range(SMOOTHING):
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
