"""How deep the thing is at each place of its silhouette.

A screened Poisson equation, ∇²u − u/λ² = −4, with u = 0 at the sides and nothing said at the
openings: for a strip of half-width a, and λ large, u/2 = a² − x², whose root is the half circle of
a round tube; λ keeps wide parts flatter. Linear finite elements on the triangulation.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import splu

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def solve_depth(points: F64, triangles: I64, fixed: npt.NDArray[np.bool_], reach: float) -> F64:
    """Return u/2, the square of the half-depth, (V,), in the square of the points' unit.

    Args:
        points: (V, 2), in any unit of length.
        triangles: (F, 3).
        fixed: (V,), where u is 0.
        reach: λ, in the same unit; parts much wider than this get no deeper than 1.4 λ.
    """
    stiffness, mass = laplacian(points, triangles)
    system = (stiffness + sparse.diags(mass / reach**2)).tocsc()
    free = np.flatnonzero(~fixed)
    found = np.zeros(len(points))
    if free.size:
        inner = system[free][:, free]
        found[free] = splu(inner.tocsc()).solve(4.0 * mass[free])
    return np.asarray(np.maximum(found, 0.0) / 2, np.float64)


def laplacian(points: F64, triangles: I64) -> tuple[sparse.csr_matrix, F64]:
    """Return the cotangent stiffness matrix (V, V) and the lumped mass (V,)."""
    count = len(points)
    rows, columns, weights = [], [], []
    corners = points[triangles]
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    doubled = np.maximum(np.abs(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]), 1e-18)
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        left, right = corners[:, j] - corners[:, i], corners[:, k] - corners[:, i]
        # Slightly obtuse corners would make a weight negative, and with it the depth somewhere.
        half = np.maximum((left * right).sum(axis=1) / doubled, 0.02) / 2
        rows += [triangles[:, j], triangles[:, k]]
        columns += [triangles[:, k], triangles[:, j]]
        weights += [half, half]
    flat = np.concatenate(rows), np.concatenate(columns)
    adjacent = sparse.csr_matrix((np.concatenate(weights), flat), shape=(count, count))
    degree = np.asarray(adjacent.sum(axis=1)).ravel()
    mass = np.bincount(triangles.ravel(), np.repeat(doubled / 6, 3), count)
    return (sparse.diags(degree) - adjacent).tocsr(), np.maximum(mass, 1e-18)


def smoothed(
    values: F64, triangles: I64, rounds: int, held: npt.NDArray[np.bool_] | None = None
) -> F64:
    """Average each vertex's value (V,) or (V, k) with its neighbours', ``rounds`` times, but for
    those that are ``held``."""
    count = len(values)
    pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    ones = np.ones(len(ends))
    near = sparse.csr_matrix((ones, (ends[:, 0], ends[:, 1])), shape=(count, count))
    near.data[:] = 1.0
    share = sparse.diags(1.0 / np.maximum(np.asarray(near.sum(axis=1)).ravel(), 1.0))
    average = share @ near
    moving = np.ones(count) if held is None else (~held).astype(np.float64)
    weight = moving if values.ndim == 1 else moving[:, None]
    for _ in range(rounds):
        values = values + 0.5 * weight * (average @ values - values)
    return values
