"""Where on the picture each vertex takes its cloth from.

Where the camera saw a surface well, that is where it lies in the picture. Beyond, the surface turns
away and its column of pixels would be smeared; there the cloth is unrolled and folded back: a
point at some distance beyond the last trusted place takes what lies as far inside of it, so that
stripes and checks run on round the side at their own size.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from ..surface.solid import Part, Solid
from .surface_measures import F64

UInt8Array = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]
# The outermost pixels of a cut-out are mixed with what was behind them.
EDGE_PIXELS, EDGE_SHARE = 1.6, 0.004
# Cloth is folded back this far from the outline, where tubes grow steeper than 60 degrees: in
# edge widths, and relative to the picture's longer side.
FOLD_EDGES, FOLD_SHARE = 1.5, 0.009
DIRECTION_BLUR = 0.02


@dataclass(frozen=True)
class Cloth:
    """For every corner of every triangle.

    Attributes:
        unrolled: float64 (F, 3, 2), the pixel (x, y) it would show if the picture went on.
        outwards: float64 (F, 3, 2), the unit direction towards the outline.
        beyond: float64 (F, 3), pixels beyond the fold; negative inside of it.
    """

    unrolled: F64
    outwards: F64
    beyond: F64


def edge_width(alpha: UInt8Array) -> float:
    """How many pixels from the edge inwards are not trusted."""
    return float(max(EDGE_PIXELS, EDGE_SHARE * max(alpha.shape)))


def depth_inside(alpha: UInt8Array) -> F32:
    """Distance of every pixel of the product to its edge, in pixels; 0 outside."""
    framed = cv2.copyMakeBorder((alpha >= 128).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    return np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1], np.float32)


def unroll(solid: Solid, alpha: UInt8Array, metres_per_pixel: float) -> Cloth:
    """Where on the picture the surface takes its cloth from."""
    depth = depth_inside(alpha)
    edge = edge_width(alpha)
    fold = max(FOLD_EDGES * edge, FOLD_SHARE * max(alpha.shape))
    fold = min(fold, 0.6 * float(depth.max()))
    plane = solid.plane.astype(np.float64)
    inwards = _at(depth, plane)
    outer = np.zeros(len(plane), np.bool_)
    outer[solid.faces[solid.parts != Part.LINING].ravel()] = True
    beyond = fold - inwards
    unrolled, outwards = plane.copy(), np.zeros_like(plane)
    rim = np.flatnonzero(outer & (inwards < fold))
    if (outer & (inwards >= fold)).any() and len(rim):
        distance, source = _unrolled(solid, outer & (inwards >= fold))
        run_on = distance[rim] / metres_per_pixel - np.maximum(inwards[source[rim]] - fold, 0)
        run_on = np.clip(run_on, fold - inwards[rim], max(alpha.shape))
        field = _outward(depth)
        direction = np.stack([_at(field[..., axis], plane[rim]) for axis in (0, 1)], axis=1)
        direction /= np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-6)
        start = plane[rim] - direction * (fold - inwards[rim])[:, None]
        run_on = _kept_inside(depth, edge, start, direction, run_on)
        beyond[rim] = run_on
        unrolled[rim] = start + direction * run_on[:, None]
        outwards[rim] = direction
    return _at_corners(solid, unrolled, outwards, beyond)


def _at_corners(solid: Solid, unrolled: F64, outwards: F64, beyond: F64) -> Cloth:
    faces = solid.faces
    directions = outwards[faces]
    # A corner inside the fold has no direction of its own: it takes that of the triangle's others.
    known = np.linalg.norm(directions, axis=2, keepdims=True) > 0
    mean = directions.sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    lining = (solid.parts == Part.LINING)[:, None]
    return Cloth(
        np.where(lining[..., None], solid.plane[faces], unrolled[faces]),
        np.where(known, directions, mean),
        np.where(lining, -1.0, beyond[faces]),
    )


def _kept_inside(depth: F32, edge: float, start: F64, direction: F64, run_on: F64) -> F64:
    """Thin parts end before the fold does: ``run_on`` made shorter there."""
    kept = np.zeros_like(run_on)
    for share in (0.1, 0.2, 0.35, 0.5, 0.7, 1.0):
        aim = start - direction * (run_on * share)[:, None]
        kept = np.where(_at(depth, aim) >= edge, run_on * share, kept)
    return kept


def _unrolled(solid: Solid, trusted: npt.NDArray[np.bool_]) -> tuple[F64, npt.NDArray[np.int64]]:
    """(V,): metres along the surface to the next trusted vertex, and which that is; 0 and the
    vertex itself where there is none."""
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
    own = np.arange(count)
    return np.where(reached, distance, 0.0), np.where(reached, source, own).astype(np.int64)


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
