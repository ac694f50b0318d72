"""How much of the studio's light reaches each vertex past the rest of the model.

Visibility is sampled once, over fixed directions; every frame of a turntable then weighs the same
samples with the light as it stands (precomputed transfer, Sloan et al. 2002).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .studio import from_azimuth, radiance, sphere

if TYPE_CHECKING:
    from .scene import Scene

F32 = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

DIRECTIONS = 72
# Vertices in one cell that face alike are sampled as one; cells have this side, in radii of the
# scene, and grow until there are no more than ``MOST`` of them.
CELL, GROWTH, MOST = 1 / 160, 1.6, 40_000
# Rays start this far off the surface, in radii of the scene.
LIFT = 1e-3
# Light that other parts of a model pass on; without it deep folds would be black.
BOUNCE = 0.3


class Occlusion:
    """Visibility of fixed directions from every vertex of a scene; behind it too where a material
    is double-sided."""

    def __init__(self, scene: Scene) -> None:
        self._directions = sphere(DIRECTIONS)
        first, self._cell_of = _cells(scene)
        points, normals = scene.points[first], scene.normals[first]
        self._sides = [_Side(scene, points, normals, self._directions)]
        if any(material.double_sided for material in scene.materials):
            self._sides.append(_Side(scene, points, -normals, self._directions))

    def shares(self, azimuth: float) -> F32:
        """The share (V, 2) of an unhidden vertex's light that each gets on its outer and its inner
        side, seen from an azimuth in degrees; light that is passed on is counted in."""
        light = radiance(from_azimuth(self._directions, azimuth))
        sides = [side.share(light) for side in self._sides]
        return np.stack([sides[0], sides[-1]], 1)[self._cell_of]


class _Side:
    def __init__(self, scene: Scene, points: F32, normals: F32, directions: F32) -> None:
        self._seen = np.zeros((len(points), len(directions)), np.float32)
        self._cosines = np.zeros_like(self._seen)
        starts = points + normals * np.float32(LIFT)
        for number, (x, y, z) in enumerate(directions):
            cosine = normals[:, 0] * x + normals[:, 1] * y + normals[:, 2] * z
            facing = np.flatnonzero(cosine > 0.02)
            rays = np.empty((facing.size, 3), np.float32)
            rays[:] = (x, y, z)
            blocked = scene.blocked(starts[facing], rays)
            self._cosines[facing, number] = cosine[facing]
            self._seen[facing, number] = np.where(blocked, 0, cosine[facing])

    def share(self, light: F32) -> F32:
        # einsum, not a matrix product: its sums keep one order whatever the number of threads.
        reached = np.einsum("vd,d->v", self._seen, light)
        whole = np.einsum("vd,d->v", self._cosines, light)
        share = reached / np.maximum(whole, np.float32(1e-6))
        return np.asarray(share + (1 - share) * np.float32(BOUNCE) * share, np.float32)


def _cells(scene: Scene) -> tuple[Indices, Indices]:
    """A vertex of each cell, and the cell of each vertex."""
    facing = np.rint(scene.normals * np.float32(1.5)).astype(np.int64) + 2
    side = CELL
    while True:
        place = np.floor((scene.points + 1) / np.float32(side)).astype(np.int64)
        key = np.zeros(len(place), np.int64)
        for axis in range(3):
            key = (key * 512 + place[:, axis]) * 5 + facing[:, axis]
        _, first, cell_of = np.unique(key, return_index=True, return_inverse=True)
        if len(first) <= MOST:
            return first, cell_of
        side *= GROWTH
