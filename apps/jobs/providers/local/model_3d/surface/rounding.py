"""The side of a tube sampled evenly by angle, and the tube within the tube for its lining."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse.linalg import splu
from scipy.spatial import cKDTree

from .openings import Mouth
from .thickness import laplacian, smoothed, solve_depth
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
        radius: float64 (V,), of the circle that the depth follows at the nearest side.
        sides: bool (V,), where front and back meet.
    """

    points: F64
    depth: F64
    radius: F64
    sides: Mask


def round_off(mesh: Triangulation, mouths: list[Mouth], *, reach: float) -> Section:
    """Give each vertex its depth and move it to where it samples the round side well.

    Args:
        mesh: the silhouette.
        mouths: its openings; every other boundary is a side.
        reach: the screening length of ``solve_depth``, in the mesh's unit.
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
    radius = _spread(np.maximum(radius, 0.55 * away), triangles, sides)
    radius = smoothed(radius, triangles, 4)
    angle = np.pi / 2 * np.minimum(away / np.maximum(radius, 1e-9), 1.0)
    beyond = away >= radius
    pull = np.where(beyond | sides, 0.0, 1 - radius * (1 - np.cos(angle)) / np.maximum(away, 1e-9))
    towards = smoothed(pull[:, None] * (nearest - points), triangles, 2, sides)
    towards = _along_mouths(towards, points, mouths)
    rounded, share = _without_folds(points, points + towards, triangles)

    # The depth belongs to the place that a vertex has got to, not to the one it was meant for.
    left = np.clip(1 - share * pull, 0.0, 1.0) * away
    level = 1 - np.minimum(left / np.maximum(radius, 1e-9), 1.0)
    depth = np.where(beyond, np.sqrt(squared), radius * np.sqrt(1 - level**2))
    depth = smoothed(np.where(sides, 0.0, depth), triangles, 1, sides)
    return Section(rounded, depth, radius, sides)


def extend(section: Section, mesh: Triangulation, used: I64) -> Section:
    """Return the section of part of a mesh for all of it: the other vertices follow in the plane
    where those at the border have been moved to, and have neither depth nor sides.

    Args:
        used: (len(section.points),), the vertex of ``mesh`` that each of the section's is.
    """
    count = len(mesh.points)
    known = np.zeros(count, np.bool_)
    known[used] = True
    moved = np.zeros((count, 2))
    moved[used] = section.points - mesh.points[used]
    rim = np.unique(boundary_edges(mesh.triangles))
    held = known.copy()
    held[rim] = True
    stiffness, _ = laplacian(mesh.points, mesh.triangles)
    free = np.flatnonzero(~held)
    if free.size:
        load = -(stiffness[free][:, np.flatnonzero(held)] @ moved[held])
        moved[free] = splu(stiffness[free][:, free].tocsc()).solve(load)
    follows = ~known
    depth, radius, sides = np.zeros(count), np.zeros(count), np.zeros(count, np.bool_)
    depth[used], radius[used], sides[used] = section.depth, section.radius, section.sides
    radius[follows] = float(np.median(section.radius))
    points, _ = _without_folds(mesh.points, mesh.points + moved, mesh.triangles)
    return Section(points, depth, radius, sides)


def _along_mouths(towards: F64, points: F64, mouths: list[Mouth]) -> F64:
    """Keep the vertices of an opening on its line."""
    towards = towards.copy()
    for mouth in mouths:
        chain = mouth.chain
        along = points[chain[2:]] - points[chain[:-2]]
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
        share = (towards[chain[1:-1]] * along).sum(axis=1, keepdims=True)
        towards[chain[1:-1]] = share * along
    return towards


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


def _without_folds(start: F64, stop: F64, triangles: I64) -> tuple[F64, F64]:
    """Go from ``start`` towards ``stop`` as far as no triangle turns over; returns the places
    and the share of the way (V,) that was gone."""
    share = np.ones(len(start))
    least = 2e-3 * areas(start, triangles)
    for attempt in range(40):
        moved = start + share[:, None] * (stop - start)
        bad = areas(moved, triangles) < least
        if not bad.any():
            return moved, share
        vertices = np.unique(triangles[bad])
        share[vertices] *= 0.7 if attempt < 12 else 0.0
    return start, np.zeros(len(start))
