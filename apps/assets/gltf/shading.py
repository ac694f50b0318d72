"""Normals of triangles and vertices."""

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]


def crossed(positions: npt.NDArray[np.floating], faces: I32) -> F64:
    """(F, 3): along each triangle's normal, twice its area long."""
    corners = positions.astype(np.float64)[faces]
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])


def unit(vectors: npt.NDArray[np.floating]) -> F64:
    """Of length 1; those of no length point up (0, 1, 0)."""
    wide = vectors.astype(np.float64)
    length = np.linalg.norm(wide, axis=1, keepdims=True)
    up = np.array([0.0, 1.0, 0.0])
    return np.where(length > 1e-30, wide / np.maximum(length, 1e-30), up)


def vertex_normals(positions: F32, faces: I32) -> F32:
    """(V, 3): the normals of a vertex's triangles, weighted by their area."""
    along = crossed(positions, faces)
    # One bincount per axis adds in the order of the faces: the same sum on every machine.
    corners = faces.ravel()
    summed = [
        np.bincount(corners, np.repeat(along[:, axis], 3), len(positions)) for axis in range(3)
    ]
    return unit(np.stack(summed, axis=1)).astype(np.float32)


def mended(normals: F32, positions: F32, faces: I32) -> F32:
    """``normals`` of length 1, with computed ones where they have no length."""
    missing = np.linalg.norm(normals.astype(np.float64), axis=1) < 1e-6
    if missing.any():
        normals = np.where(missing[:, None], vertex_normals(positions, faces), normals)
    return unit(normals).astype(np.float32)
