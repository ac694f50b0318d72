"""Triangle meshes made of grids: the one currency between shapes and the photographer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.catalog.demo.studio.materials import Material

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]


@dataclass
class Part:
    """A piece of one material.

    ``uv`` are surface coordinates in metres; ``seam`` is, for each vertex, the signed
    distance to the nearest seam and the arc length along it, in metres.
    """

    name: str
    vertices: F32
    faces: I32
    normals: F32
    uv: F32
    material: Material
    seam: F32 | None = None

    def moved(
        self,
        offset: tuple[float, float, float] = (0.0, 0.0, 0.0),
        *,
        turn: F32 | None = None,
        mirror: bool = False,
    ) -> Part:
        """A copy mirrored in x, then turned by a 3x3 matrix, then shifted."""
        vertices, normals, faces = self.vertices, self.normals, self.faces
        if mirror:
            flip = np.array([-1, 1, 1], np.float32)
            vertices, normals, faces = vertices * flip, normals * flip, faces[:, ::-1]
        if turn is not None:
            vertices, normals = vertices @ turn.T, normals @ turn.T
        return Part(
            self.name,
            (vertices + np.asarray(offset, np.float32)).astype(np.float32),
            np.ascontiguousarray(faces),
            normals.astype(np.float32),
            self.uv,
            self.material,
            self.seam,
        )


def rotation(axis: str, degrees: float) -> F32:
    """The 3x3 rotation about ``x``, ``y`` or ``z``, right-handed."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    rows = {
        "x": [[1, 0, 0], [0, c, -s], [0, s, c]],
        "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
        "z": [[c, -s, 0], [s, c, 0], [0, 0, 1]],
    }[axis]
    return np.array(rows, np.float32)


def unit(vectors: npt.NDArray[np.floating]) -> F32:
    """Vectors along the last axis scaled to length one (a null vector stays null)."""
    length = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))[..., None]
    return np.asarray(vectors / np.maximum(length, 1e-12), np.float32)


def grid_faces(rows: int, columns: int) -> I32:
    """Two triangles for each cell of a rows x columns vertex grid."""
    index = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    return np.concatenate(
        [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    )


def face_normals(vertices: F32, faces: I32) -> F32:
    """Vertex normals averaged over the faces that share the vertex, weighted by area."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    cross = np.cross(b - a, c - a)
    count = len(vertices)
    total = np.zeros((count, 3), np.float64)
    for k in range(3):
        for axis in range(3):
            total[:, axis] += np.bincount(faces[:, k], cross[:, axis], count)
    return unit(total)


def _slope(points: npt.NDArray[np.floating], axis: int, closed: bool) -> F32:
    if closed:  # the last row repeats the first
        core = np.take(points, range(points.shape[axis] - 1), axis)
        slope = np.roll(core, -1, axis) - np.roll(core, 1, axis)
        return np.concatenate([slope, np.take(slope, [0], axis)], axis).astype(np.float32)
    return np.asarray(np.gradient(points, axis=axis), np.float32)


def _lengths(points: npt.NDArray[np.floating], axis: int) -> npt.NDArray[np.float64]:
    step = np.linalg.norm(np.diff(points, axis=axis), axis=-1)
    step = np.broadcast_to(step.mean(axis=1 - axis, keepdims=True), step.shape)
    zero = np.zeros_like(np.take(step, [0], axis))
    return np.cumsum(np.concatenate([zero, step], axis), axis)


def sheet(
    name: str,
    points: npt.NDArray[np.floating],
    material: Material,
    *,
    closed: tuple[bool, bool] = (False, False),
    uv: npt.NDArray[np.floating] | None = None,
    seam: npt.NDArray[np.floating] | None = None,
) -> Part:
    """A part from a (rows, columns, 3) grid; a closed direction repeats its first line.

    Without ``uv`` the mean arc lengths along columns and rows are used.
    """
    rows, columns = points.shape[:2]
    normal = np.cross(_slope(points, 1, closed[1]), _slope(points, 0, closed[0]))
    if uv is None:
        uv = np.stack([_lengths(points, 1), _lengths(points, 0)], -1)
    return Part(
        name,
        np.ascontiguousarray(points.reshape(-1, 3), np.float32),
        grid_faces(rows, columns),
        unit(normal).reshape(-1, 3),
        np.ascontiguousarray(uv.reshape(-1, 2), np.float32),
        material,
        None if seam is None else np.ascontiguousarray(seam.reshape(-1, 2), np.float32),
    )


def flat_cap(name: str, ring: npt.NDArray[np.floating], material: Material) -> Part:
    """A fan that fills a closed planar ring (N, 3) from its centre."""
    centre = ring.mean(0)
    steps = np.linspace(0, 1, 8)[:, None, None]
    points = centre + (ring[None] - centre) * steps
    part = sheet(name, points, material)
    part.uv = np.ascontiguousarray((points - centre).reshape(-1, 3)[:, :2], np.float32)
    axis = unit(np.cross(ring[len(ring) // 3] - centre, ring[0] - centre))
    part.normals = np.broadcast_to(-axis, part.vertices.shape).astype(np.float32).copy()
    return part


def merge(name: str, parts: list[Part]) -> Part:
    """Parts of one material as one part; a part without seams gets seams far away."""
    start = np.cumsum([0] + [len(part.vertices) for part in parts[:-1]])
    seams = [np.ones((len(p.vertices), 2), np.float32) if p.seam is None else p.seam for p in parts]
    any_seam = any(part.seam is not None for part in parts)
    return Part(
        name,
        np.concatenate([p.vertices for p in parts]),
        np.concatenate([p.faces + np.int32(n) for p, n in zip(parts, start, strict=True)]),
        np.concatenate([p.normals for p in parts]),
        np.concatenate([p.uv for p in parts]),
        parts[0].material,
        np.concatenate(seams) if any_seam else None,
    )


def thick(
    name: str,
    points: npt.NDArray[np.floating],
    thickness: float,
    material: Material,
    *,
    closed: tuple[bool, bool] = (False, False),
    uv: npt.NDArray[np.floating] | None = None,
    seam: npt.NDArray[np.floating] | None = None,
    up: bool = False,
) -> Part:
    """A grid given thickness, with rounded rims on its open borders.

    The grid itself is the outer side: the one away from the grid's centre, or with ``up`` the
    upper one. The thickness goes inwards and seams show outside only.
    """
    facing = sheet(name, points, material, closed=closed).normals.reshape(points.shape)
    outward = facing[..., 2] if up else (facing * (points - points.mean((0, 1)))).sum(-1)
    if outward.sum() < 0:
        points = points[:, ::-1]
        uv, seam = (None if a is None else a[:, ::-1] for a in (uv, seam))
    outer = sheet(name, points, material, closed=closed, uv=uv, seam=seam)
    shape = points.shape
    normal = outer.normals.reshape(shape)
    inner_points = points - normal * thickness
    inner = sheet(name, inner_points, material, closed=closed, uv=uv)
    inner.normals = -inner.normals
    parts = [outer, inner]
    middle = (points + inner_points) / 2
    for axis in (0, 1):
        if closed[axis]:
            continue
        for edge in (0, -1):
            line, other = np.take(points, edge, axis), np.take(inner_points, edge, axis)
            centre = np.take(middle, edge, axis)
            out = centre - np.take(middle, 1 if edge == 0 else -2, axis)
            out = unit(out) * thickness * 0.5
            lip = np.stack(
                [
                    line,
                    centre + (line - centre) * 0.7 + out * 0.7,
                    centre + out,
                    centre + (other - centre) * 0.7 + out * 0.7,
                    other,
                ]
            )
            rim = sheet(name, lip, material)
            away = np.einsum(
                "ijk,ijk->", rim.normals.reshape(lip.shape), np.broadcast_to(out, lip.shape)
            )
            if away < 0:
                rim.normals = -rim.normals
            parts.append(rim)
    return merge(name, parts)
