"""A flat triangulation in the plane of the picture, and what is asked of it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Triangulation:
    """Attributes:
    points: float64 (V, 2), x right and y down, in pixels.
    triangles: int64 (F, 3), counter-clockwise in the upright picture as one looks at it.
    """

    points: F64
    triangles: I64


@dataclass(frozen=True)
class Edges:
    """The edges of a triangulation.

    Attributes:
        ends: int64 (E, 2), the lower index first.
        of_triangle: int64 (F, 3), the edge from corner i to corner i + 1.
        uses: int64 (E,), by how many triangles.
    """

    ends: I64
    of_triangle: I64
    uses: I64


def edges_of(triangles: I64) -> Edges:
    """Return every edge once, in a fixed order."""
    starts = triangles.ravel()
    stops = np.roll(triangles, -1, axis=1).ravel()
    low, high = np.minimum(starts, stops), np.maximum(starts, stops)
    size = int(triangles.max()) + 1 if triangles.size else 1
    keys, inverse, uses = np.unique(low * size + high, return_inverse=True, return_counts=True)
    ends = np.stack([keys // size, keys % size], axis=1)
    return Edges(ends, inverse.reshape(-1, 3), uses)


def areas(points: F64, triangles: I64) -> F64:
    """Return the area of each triangle, (F,), negative where it is turned over."""
    first, second, third = (points[triangles[:, i]] for i in range(3))
    one, two = second - first, third - first
    return -(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]) / 2


def boundary_edges(triangles: I64) -> I64:
    """Return the edges that one triangle uses, (B, 2), in that triangle's direction."""
    edges = edges_of(triangles)
    alone = edges.uses[edges.of_triangle] == 1
    directed = np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2)
    return np.asarray(directed[alone], np.int64)


def boundary_loops(triangles: I64) -> list[I64]:
    """Return the vertices of each boundary in order, the triangles on the left hand."""
    following = {int(a): int(b) for a, b in boundary_edges(triangles)}
    loops = []
    while following:
        start = min(following)
        loop = [start]
        here = following.pop(start)
        while here != start:
            loop.append(here)
            here = following.pop(here)
        loops.append(np.array(loop, np.int64))
    return loops


def compacted(mesh: Triangulation) -> Triangulation:
    """Leave out the points that no triangle uses."""
    used = np.zeros(len(mesh.points), np.bool_)
    used[mesh.triangles] = True
    renamed = np.cumsum(used) - 1
    return Triangulation(mesh.points[used], renamed[mesh.triangles])


def pieces_of(mesh: Triangulation) -> I64:
    """Return for each triangle the number of the connected piece it belongs to, (F,)."""
    count = len(mesh.points)
    start = mesh.triangles[:, [0, 1]].ravel()
    stop = mesh.triangles[:, [1, 2]].ravel()
    joined = sparse.csr_matrix((np.ones(len(start)), (start, stop)), shape=(count, count))
    _, label = connected_components(joined, directed=False)
    _, packed = np.unique(label[mesh.triangles[:, 0]], return_inverse=True)
    return np.asarray(packed, np.int64)
