"""Plain measures of a triangle mesh: face normals, areas, neighbours, shading normals."""

from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]


def face_normals(positions: F32, faces: I32) -> tuple[F64, F64]:
    """Unit normals (F, 3), zero for a triangle without area, and areas (F,)."""
    corner = positions.astype(np.float64)[faces]
    crossed = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    length = np.linalg.norm(crossed, axis=1)
    return crossed / np.maximum(length, 1e-30)[:, None], length / 2


def neighbours(faces: I32) -> I32:
    """(F, 3): the triangle on the other side of the edges 01, 12 and 20; −1 where there is none."""
    count = len(faces)
    start = faces.reshape(-1).astype(np.int64)
    end = np.roll(faces, -1, axis=1).reshape(-1).astype(np.int64)
    key = np.minimum(start, end) * (int(faces.max()) + 1) + np.maximum(start, end)
    order = np.argsort(key, kind="stable")
    same = key[order][1:] == key[order][:-1]
    first, second = order[:-1][same], order[1:][same]
    found = np.full(3 * count, -1, np.int32)
    found[first], found[second] = second // 3, first // 3
    return found.reshape(count, 3)


def shading_normals(positions: F32, faces: I32, sheet: npt.NDArray[Any]) -> F32:
    """(F, 3, 3): a normal for each corner, smooth within a sheet, with a crease between sheets.

    Corners count by their angle, so that the triangulation does not show (Thürmer and Wüthrich
    1998).
    """
    normal, _ = face_normals(positions, faces)
    corner = positions.astype(np.float64)[faces]
    edge = np.roll(corner, -1, axis=1) - corner
    edge /= np.maximum(np.linalg.norm(edge, axis=2, keepdims=True), 1e-30)
    turn = -(np.roll(edge, 1, axis=1) * edge).sum(axis=2)
    angle = np.arccos(np.clip(turn, -1.0, 1.0))
    key = faces.astype(np.int64) * 2 + sheet.astype(np.int64)[:, None]
    size = 2 * len(positions)
    summed = np.stack(
        [
            np.bincount(
                key.ravel(), weights=(angle * normal[:, axis, None]).ravel(), minlength=size
            )
            for axis in range(3)
        ],
        axis=1,
    )
    length = np.linalg.norm(summed, axis=1, keepdims=True)
    # A fold whose two sides cancel out has no normal of its own: it faces the camera.
    unit = np.where(length > 1e-12, summed / np.maximum(length, 1e-12), (0.0, 0.0, 1.0))
    return np.asarray(unit[key], np.float32)
