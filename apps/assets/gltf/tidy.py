"""Makes a mesh clean for its file: no triangle without area, no vertex without a triangle, and
neighbours near one another."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from .model import Model, Primitive
from .welding import welded

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]


def tidied(model: Model) -> Model:
    """Return the model without triangles two corners of which stand in one place, without unused
    vertices, in an order that caches like (along a Morton curve).

    Leaving such triangles out keeps a closed surface closed: their two other edges coincide.
    """
    primitives = (_tidied(one) for one in model.primitives)
    return replace(model, primitives=tuple(one for one in primitives if len(one.faces)))


def _tidied(one: Primitive) -> Primitive:
    places = welded(one.positions)[one.faces]
    apart = (
        (places[:, 0] != places[:, 1])
        & (places[:, 1] != places[:, 2])
        & (places[:, 2] != places[:, 0])
    )
    faces = _along_curve(one.positions, one.faces[apart])
    # Vertices in the order in which the triangles first name them.
    used, first, compact = np.unique(faces, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    kept = used[order]
    return replace(
        one,
        positions=np.ascontiguousarray(one.positions[kept]),
        normals=np.ascontiguousarray(one.normals[kept]),
        uv=np.ascontiguousarray(one.uv[kept]),
        faces=rank[compact].reshape(-1, 3).astype(np.int32),
    )


def _along_curve(positions: F32, faces: I32) -> I32:
    if not len(faces):
        return faces
    middles = positions[faces].astype(np.float64).sum(axis=1)
    lower, upper = middles.min(axis=0), middles.max(axis=0)
    cells = ((middles - lower) / np.maximum((upper - lower).max(), 1e-30) * 1023).astype(np.uint64)
    key = sum(_spread(cells[:, axis]) << np.uint64(axis) for axis in range(3))
    return faces[np.argsort(key, kind="stable")]


def _spread(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Ten bits with two free ones between each."""
    for shift, mask in ((16, 0x30000FF), (8, 0x300F00F), (4, 0x30C30C3), (2, 0x9249249)):
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values
