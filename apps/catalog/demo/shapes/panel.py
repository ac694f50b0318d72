"""Cloth laid flat: an outline filled with a mesh that follows it exactly, raised into relief."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from apps.catalog.demo.shapes.curve import Points, even, smooth
from apps.catalog.demo.shapes.mesh import Part, face_normals, grid_faces
from apps.catalog.demo.studio.materials import Material

Relief = Callable[[Points], Points]


Place = Sequence[float] | Points


def outline(*segments: Sequence[Place]) -> Points:
    """A polygon from curves that meet in corners; a segment of two points is straight."""
    pieces = []
    for segment in segments:
        points = np.asarray(segment, float)
        length = np.linalg.norm(np.diff(points, axis=0), axis=1).sum()
        count = max(3, int(length / 0.002))
        pieces.append(smooth(points, count) if len(points) > 2 else even(points, count))
    return np.concatenate(pieces)


def mirrored(*segments: Sequence[Place]) -> Points:
    """The closed outline whose right half, from top centre to bottom centre, is given."""
    right = outline(*segments)
    return np.concatenate([right, right[::-1] * np.array([-1.0, 1.0])])


def inset(line: Points, distance: float) -> Points:
    """A curve moved ``distance`` to its left."""
    step = np.gradient(line, axis=0)
    step /= np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-12)
    return np.asarray(line + np.stack([-step[:, 1], step[:, 0]], 1) * distance)


def _dense(line: Points, step: float) -> tuple[Points, Points]:
    length = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
    points = even(line, max(8, int(length / step)))
    return points, np.linspace(0, length, len(points))


class Panel:
    """A piece of cloth over ``shape`` (N, 2 metres), ``base`` above the floor or over ``under``.

    ``edge`` is the height and radius of its rounded border, ``puff`` how much further it
    rises inside within about ``reach``; ``folds`` adds heights, fading at the border.
    """

    def __init__(
        self,
        shape: Points,
        *,
        base: float = 0.0,
        edge: float = 0.004,
        puff: float = 0.006,
        reach: float = 0.05,
        folds: Relief | None = None,
        under: Panel | None = None,
        fade: float = 0.010,
    ) -> None:
        self.border, _ = _dense(np.concatenate([shape, shape[:1]]), 0.0012)
        self._tree = cKDTree(self.border)
        self._shape = shape
        self._settings = (base, edge, puff, reach, fade)
        self._folds, self._under = folds, under
        self._low = shape.min(0) - 0.01
        scale = 2000.0
        size = np.ceil((shape.max(0) + 0.01 - self._low) * scale).astype(int) + 1
        mask = np.zeros((size[1], size[0]), np.uint8)
        cv2.fillPoly(mask, [np.rint((shape - self._low) * scale * 16).astype(np.int32)], 1, 8, 4)
        self._mask, self._scale = mask, scale

    def inside(self, at: Points) -> npt.NDArray[np.bool_]:
        """Whether points (N, 2) lie within the outline, to half a millimetre."""
        place = np.rint((at - self._low) * self._scale).astype(int)
        limit = np.array(self._mask.shape[::-1]) - 1
        fits = ((place >= 0) & (place <= limit)).all(1)
        place = np.clip(place, 0, limit)
        return np.asarray(fits & (self._mask[place[:, 1], place[:, 0]] > 0))

    def height(self, at: Points) -> Points:
        """Height above the floor of the cloth's upper side at points (N, 2)."""
        depth = np.asarray(self._tree.query(at)[0], float) * self.inside(at)
        return self._rise(at, depth)

    def _rise(self, at: Points, depth: Points) -> Points:
        base, edge, puff, reach, fade = self._settings
        near = np.clip(depth / max(edge, 1e-4), 0, 1)
        rise = edge * np.sqrt(1 - (1 - near) ** 2) + puff * (1 - np.exp(-depth / reach))
        if self._folds is not None:
            rise = rise + self._folds(at) * (1 - np.exp(-depth / fade))
        floor = self._under.height(at) if self._under is not None else 0.0
        return np.asarray(floor + base + np.maximum(rise, 0.0))

    def part(
        self,
        name: str,
        material: Material,
        *,
        seams: Sequence[Points] = (),
        step: float = 0.0032,
        turn: float = 0.0,
        origin: tuple[float, float] = (0.0, 0.0),
    ) -> Part:
        """The cloth as a mesh; uv are its flat coordinates turned by ``turn`` radians."""
        low, high = self._shape.min(0) - step, self._shape.max(0) + step
        columns, rows = (np.ceil((high - low) / step).astype(int) + 1).tolist()
        x, y = np.meshgrid(low[0] + step * np.arange(columns), low[1] + step * np.arange(rows))
        at = np.stack([x.ravel(), y.ravel()], 1)
        depth, nearest = (np.asarray(a) for a in self._tree.query(at))
        inside = self.inside(at)
        snapped = (~inside) | (depth < 0.30 * step)
        border = self.border[np.minimum(nearest, len(self.border) - 1)]
        close = depth < 1.6 * step
        at = np.where((snapped & close)[:, None], border, at)
        depth = np.where(snapped, 0.0, depth)
        faces = grid_faces(rows, columns)
        keep = (inside[faces] & ~snapped[faces]).any(1) & (inside[faces] | close[faces]).all(1)
        faces = faces[keep]
        used = np.unique(faces)
        renumber = np.zeros(len(at), np.int32)
        renumber[used] = np.arange(len(used), dtype=np.int32)
        faces, at, depth = renumber[faces], at[used], depth[used]
        vertices = np.column_stack([at, self._rise(at, depth)]).astype(np.float32)
        c, s = np.cos(turn), np.sin(turn)
        flat = at - np.asarray(origin)
        uv = np.stack([c * flat[:, 0] - s * flat[:, 1], s * flat[:, 0] + c * flat[:, 1]], 1)
        return Part(
            name,
            vertices,
            np.ascontiguousarray(faces),
            face_normals(vertices, faces),
            uv.astype(np.float32),
            material,
            _to_seams(at, seams) if seams else None,
        )


def _to_seams(at: Points, seams: Sequence[Points]) -> npt.NDArray[np.float32]:
    """(N, 2): signed distance to the nearest seam and the arc length along it."""
    points, lengths, normals = [], [], []
    for seam in seams:
        dense, length = _dense(np.asarray(seam, float), 0.0008)
        step = np.gradient(dense, axis=0)
        step /= np.linalg.norm(step, axis=1, keepdims=True)
        points.append(dense)
        lengths.append(length)
        normals.append(np.stack([-step[:, 1], step[:, 0]], 1))
    every = np.concatenate(points)
    distance, index = cKDTree(every).query(at)
    side = np.einsum("ij,ij->i", at - every[index], np.concatenate(normals)[index])
    return np.stack(
        [np.where(side < 0, -distance, distance), np.concatenate(lengths)[index]], 1
    ).astype(np.float32)
