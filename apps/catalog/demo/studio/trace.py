"""Ray tracing through Embree: what each ray meets, and whether the light gets there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from embreex.mesh_construction import TriangleMesh  # type: ignore[import-untyped]
from embreex.rtcore_scene import EmbreeScene  # type: ignore[import-untyped]

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
NOTHING = -1


@dataclass
class Hits:
    """For N rays: the mesh (``NOTHING`` for a miss), triangle, barycentrics, distance."""

    mesh: I32
    triangle: I32
    u: F32
    v: F32
    distance: F32


class Scene:
    """A set of triangle meshes to shoot rays at; meshes are numbered as they are given."""

    def __init__(self, meshes: list[tuple[F32, I32]]) -> None:
        self._scene = EmbreeScene()
        self._meshes = [TriangleMesh(self._scene, vertices, faces) for vertices, faces in meshes]
        self.count = len(meshes)

    def hits(self, origin: F32, directions: F32) -> Hits:
        """The first thing met by rays from one eye (3,) along unit directions (N, 3)."""
        origins = np.empty_like(directions)
        origins[:] = origin
        found = self._scene.run(origins, directions, output=1)
        return Hits(
            found["geomID"].astype(np.int32),
            found["primID"].astype(np.int32),
            found["u"],
            found["v"],
            found["tfar"],
        )

    def open(self, points: F32, directions: F32, reach: float) -> npt.NDArray[np.bool_]:
        """Whether each ray gets ``reach`` metres far without meeting anything."""
        dists = np.full(len(points), reach, np.float32)
        met = self._scene.run(points, directions, dists, query="OCCLUDED")
        return np.asarray(met == NOTHING)
