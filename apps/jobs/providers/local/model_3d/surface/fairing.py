"""A surface made fair: the wobble of the contour taken out, the shape kept.

Each coordinate x solves (W + s·L²)·x = W·x₀ with the umbrella Laplacian L: a low pass in one step,
the limit of many rounds of Taubin's smoothing, and like it without shrinking.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import splu

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def make_fair(places: F64, faces: I64, weight: F64, *, wavelength: float) -> F64:
    """Return the places with waves shorter than ``wavelength`` edges taken out.

    Args:
        places: (V, 3).
        faces: (F, 3); where the surface has a boundary, that is a curve smoothed for itself.
        weight: (V,), how strongly each vertex is held; 1 for those that are free to move.
    """
    umbrella = _umbrella(faces, len(places))
    # A wave of n edges has the eigenvalue 1 − cos(2π/n), about, of the umbrella Laplacian.
    strength = 1.0 / (1 - np.cos(2 * np.pi / max(wavelength, 2.0))) ** 2
    held = sparse.diags(weight)
    system = (held + strength * (umbrella.T @ umbrella)).tocsc()
    return np.asarray(splu(system).solve(weight[:, None] * places), np.float64)


def _umbrella(faces: I64, count: int) -> sparse.csr_matrix:
    starts = faces.ravel()
    stops = np.roll(faces, -1, axis=1).ravel()
    size = (count, count)
    directed = sparse.csr_matrix((np.ones(len(starts)), (starts, stops)), shape=size)
    both = directed + directed.T
    both.data[:] = 1.0
    alone = directed - directed.T
    alone.data = np.abs(alone.data)
    alone.eliminate_zeros()
    rim = (alone + alone.T).tocsr()
    rim.data[:] = 1.0
    at_rim = np.asarray(rim.sum(axis=1)).ravel() > 0
    near = sparse.diags((~at_rim).astype(np.float64)) @ both + rim
    degree = np.maximum(np.asarray(near.sum(axis=1)).ravel(), 1.0)
    return (sparse.identity(count) - sparse.diags(1.0 / degree) @ near).tocsr()


def vertex_normals(places: F64, faces: I64) -> F64:
    """Return unit normals, (V, 3): of the faces around each vertex, by their angle there."""
    corners = places[faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-300)
    summed = np.zeros_like(places)
    for i in range(3):
        one = corners[:, (i + 1) % 3] - corners[:, i]
        two = corners[:, (i + 2) % 3] - corners[:, i]
        lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1)
        cosine = (one * two).sum(axis=1) / np.maximum(lengths, 1e-300)
        angle = np.arccos(np.clip(cosine, -1, 1))
        for axis in range(3):
            summed[:, axis] += np.bincount(
                faces[:, i], normal[:, axis] * angle, minlength=len(places)
            )
    lengths = np.linalg.norm(summed, axis=1, keepdims=True)
    return np.asarray(summed / np.maximum(lengths, 1e-12), np.float64)
