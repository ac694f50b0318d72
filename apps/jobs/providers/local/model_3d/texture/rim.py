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
# Sides that lean less than the first (sine) take their cloth from the same height; beyond the
# second, as on a sleeve, from across the tube.
LEANING, TURNED = 0.26, 0.5
# How far and in how many steps the product is crossed, relative to the picture's longer side; the
# part of the way across that is taken as it is.
LONGEST, MARCH = 0.75, 72
FREE = 0.6


@dataclass(frozen=True)
class Cloth:
    """For every corner of every triangle.

    Attributes:
        unrolled: float64 (F, 3, 2), the pixel (x, y) it would show if the picture went on.
        outwards: float64 (F, 3, 2), the unit direction towards the outline.
            beyond: float64 (F, 3), pixels beyond the fold; negative inside of it.
        way: float64 (F, 3), pixels along the surface from the fold; negative inside of it.
        reach: float64 (F, 3), pixels that the product goes on inwards from the fold.
    """

    unrolled: F64
    outwards: F64
    beyond: F64
    way: F64
    reach: F64


def edge_width(alpha: UInt8Array) -> float:
    """How many pixels from the edge inwards are not trusted."""
    return float(max(EDGE_PIXELS, EDGE_SHARE * max(alpha.shape)))


def depth_inside(alpha: UInt8Array) -> F32:
    """Distance of every pixel of the product to its edge, in pixels; 0 outside."""
    framed = cv2.copyMakeBorder((alpha >= 128).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    return np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1], np.float32)


def unroll(
    solid: Solid, alpha: UInt8Array, metres_per_pixel: float, source: Part | None = None
) -> Cloth:
    """Where on the picture the surface takes its cloth from.

    Args:
        source: the sheet, front or back, whose cloth runs on over all the rest; each sheet's own
            up to the outline when None.
    """
    depth = depth_inside(alpha)
    edge = edge_width(alpha)
    fold = max(FOLD_EDGES * edge, FOLD_SHARE * max(alpha.shape))
    fold = min(fold, 0.6 * float(depth.max()))
    plane = solid.plane.astype(np.float64)
    inwards = _at(depth, plane)
    outer, own = np.zeros(len(plane), np.bool_), np.zeros(len(plane), np.bool_)
    outer[solid.faces[solid.parts != Part.LINING].ravel()] = True
    own[solid.faces[(solid.parts == source) if source is not None else ...].ravel()] = True
    trusted = outer & own & (inwards >= fold)
    beyond = fold - inwards
    unrolled, outwards = plane.copy(), np.zeros_like(plane)
    way, reach = beyond.copy(), np.zeros_like(beyond)
    rim = np.flatnonzero(outer & ~trusted)
    if trusted.any() and len(rim):
        distance, nearest = _unrolled(solid, trusted)
        run_on = distance[rim] / metres_per_pixel - np.maximum(inwards[nearest[rim]] - fold, 0)
        run_on = np.clip(run_on, fold - inwards[rim], max(alpha.shape))
        field = _outward(depth)
        direction = np.stack([_at(field[..., axis], plane[rim]) for axis in (0, 1)], axis=1)
        direction = _levelled(direction)
        start = plane[rim] - direction * (fold - inwards[rim])[:, None]
        way[rim] = run_on
        reach[rim] = _reach(depth, start, direction, fold)
        run_on = _kept_inside(run_on, reach[rim])
        beyond[rim] = run_on
        unrolled[rim] = start + direction * run_on[:, None]
        outwards[rim] = direction
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
        way[faces],
        reach[faces],
    )


def _reach(depth: F32, start: F64, direction: F64, near: float) -> F64:
    """(N,): how far one can go from ``start`` against ``direction`` before the product ends.

    The first ``near`` pixels may lie outside: an outline is more ragged than its directions.
    """
    reach, inside = np.zeros(len(start)), np.ones(len(start), np.bool_)
    for step in np.linspace(0, LONGEST * max(depth.shape), MARCH):
        here = _at(depth, start - direction * step) > 0
        inside &= here | (step <= near)
        reach[inside & here] = step
    return reach


def _kept_inside(run_on: F64, reach: F64) -> F64:
    """Thin parts end before the fold does: ``run_on`` made ever slower there."""
    free = FREE * reach
    rest = np.maximum(reach - free, 1e-6)
    slowed = free + rest * -np.expm1(-np.maximum(run_on - free, 0) / rest)
    return np.where(run_on > free, slowed, run_on)


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


def _levelled(direction: F64) -> F64:
    """(N, 2) unit directions; those that are nearly level made so."""
    direction = direction / np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-6)
    direction[:, 1] *= np.clip((np.abs(direction[:, 1]) - LEANING) / (TURNED - LEANING), 0, 1)
    length = np.linalg.norm(direction, axis=1, keepdims=True)
    return np.asarray(direction / np.maximum(length, 1e-6), np.float64)


def _at(field: F32, points: F64) -> Any:
    """The field's values at (N, 2) points (x, y); the border's value outside."""
    x = np.clip(np.rint(points[:, 0]).astype(int), 0, field.shape[1] - 1)
    y = np.clip(np.rint(points[:, 1]).astype(int), 0, field.shape[0] - 1)
    return field[y, x].astype(np.float64)
