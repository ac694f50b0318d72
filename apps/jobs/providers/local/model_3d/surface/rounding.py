"""The side of a tube sampled evenly by angle, and the tube within the tube for its lining."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from .openings import Mouth
from .thickness import smoothed, solve_depth
from .triangulation import Triangulation, areas, boundary_edges

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Section:
    """Where the vertices of a flat triangulation go: in the plane, and out of it.

    Attributes:
        points: float64 (V, 2), the plane, in the triangulation's unit.
        depth: float64 (V,), half the thickness; 0 at the sides.
    """

    points: F64
    depth: F64


@dataclass(frozen=True)
class Tubes:
    """Outer and inner section of one triangulation, and which vertices are its sides."""

    outer: Section
    inner: Section
    sides: Mask


def round_off(
    mesh: Triangulation, mouths: list[Mouth], *, reach: float, cloth: float, fullness: float = 1.0
) -> Tubes:
    """Give each vertex its depth and move it to where it samples the round side well.

    Args:
        mesh: the silhouette.
        mouths: its openings; every other boundary is a side.
        reach: the screening length of ``solve_depth``, in the mesh's unit.
        cloth: how far the inner section lies within the outer one, in the same unit.
        fullness: depth of a tube as a multiple of its width.
    """
    points, triangles = mesh.points, mesh.triangles
    rim = boundary_edges(triangles)
    sides = np.zeros(len(points), np.bool_)
    sides[rim] = True
    for mouth in mouths:
        sides[mouth.chain[1:-1]] = False

    squared = solve_depth(points, triangles, sides, reach)
    nearest, away = _side_distance(points, rim, sides)
    away = np.where(sides, 0.0, np.maximum(away, 1e-9))
    # The circle through the side and this depth: u/2 = 2ad − d².
    radius = np.where(sides, 0.0, (squared + away**2) / (2 * np.where(sides, 1.0, away)))
    radius = np.maximum(radius, 0.55 * away)
    radius = _spread(radius, triangles, sides)
    angle = np.pi / 2 * np.minimum(away / np.maximum(radius, 1e-9), 1.0)
    beyond = away >= radius
    depth = np.where(beyond, np.sqrt(squared), radius * np.sin(angle))
    depth[sides] = 0.0

    pull = np.where(beyond, 0.0, away - radius * (1 - np.cos(angle)))
    inwards = np.divide(
        points - nearest, away[:, None], out=np.zeros_like(points), where=away[:, None] > 1e-8
    )
    rounded = _without_folds(points, points - pull[:, None] * inwards, triangles, 0.0)
    depth = smoothed(depth, triangles, 1, sides)

    thin = np.minimum(cloth, 0.3 * radius)
    inwards[sides] = _inward(points, triangles, rim, mouths)[sides]
    shift = thin * np.cos(angle)
    wanted = rounded + shift[:, None] * inwards
    inner = _without_folds(rounded, wanted, triangles, 0.04)
    lined = depth * (1 - thin / np.maximum(radius, 1e-9))
    return Tubes(Section(rounded, fullness * depth), Section(inner, fullness * lined), sides)


def _side_distance(points: F64, rim: I64, sides: Mask) -> tuple[F64, F64]:
    """Return for each point the nearest place on the sides, and how far it is."""
    edges = rim[sides[rim].all(axis=1)]
    start, stop = points[edges[:, 0]], points[edges[:, 1]]
    shares = np.linspace(0, 1, 6)[:, None, None]
    places = (start * (1 - shares) + stop * shares).reshape(-1, 2)
    if not len(places):
        places = points[sides]
    distance, index = cKDTree(places).query(points)
    return places[index], np.asarray(distance, np.float64)


def _spread(radius: F64, triangles: I64, sides: Mask) -> F64:
    """Smooth the radius and carry it on to the sides, which have none of their own."""
    count = len(radius)
    known = (~sides).astype(np.float64)
    total = np.zeros(count)
    seen = np.zeros(count)
    for i, j in ((0, 1), (1, 2), (2, 0), (1, 0), (2, 1), (0, 2)):
        total += np.bincount(triangles[:, i], (radius * known)[triangles[:, j]], count)
        seen += np.bincount(triangles[:, i], known[triangles[:, j]], count)
    return np.where(sides, total / np.maximum(seen, 1.0), radius)


def _inward(points: F64, triangles: I64, rim: I64, mouths: list[Mouth]) -> F64:
    """Return unit vectors from the boundary into the silhouette; at a mouth's corner along the
    mouth, so that its lining ends where it does."""
    along = points[rim[:, 1]] - points[rim[:, 0]]
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
    # The triangles are on the left hand in the upright picture, whose y points up.
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1)
    summed = np.zeros_like(points)
    np.add.at(summed, rim[:, 0], normal)
    np.add.at(summed, rim[:, 1], normal)
    for mouth in mouths:
        for corner, following in ((0, 1), (-1, -2)):
            way = points[mouth.chain[following]] - points[mouth.chain[corner]]
            summed[mouth.chain[corner]] = way
    lengths = np.linalg.norm(summed, axis=1, keepdims=True)
    return np.asarray(summed / np.maximum(lengths, 1e-12), np.float64)


def _without_folds(start: F64, stop: F64, triangles: I64, least: float) -> F64:
    """Go from ``start`` towards ``stop`` as far as no triangle turns over (but ``least``)."""
    share = np.ones(len(start))
    before = areas(start, triangles)
    moved = stop
    for _ in range(12):
        bad = areas(moved, triangles) < 0.03 * before
        if not bad.any():
            break
        vertices = np.unique(triangles[bad])
        share[vertices] = np.maximum(share[vertices] * 0.6, least)
        moved = start + share[:, None] * (stop - start)
    return moved
