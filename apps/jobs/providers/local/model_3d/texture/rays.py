"""What rays meet on a set of triangles."""

from typing import Any

import numpy as np
import numpy.typing as npt
from embreex.mesh_construction import TriangleMesh  # type: ignore[import-untyped]
from embreex.rtcore_scene import EmbreeScene  # type: ignore[import-untyped]

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
NOTHING = -1


class Triangles:
    """Triangles to shoot at: positions (V, 3) and faces (F, 3)."""

    def __init__(self, positions: npt.NDArray[Any], faces: npt.NDArray[Any]) -> None:
        self._scene = EmbreeScene()
        self._mesh = TriangleMesh(
            self._scene,
            np.ascontiguousarray(positions, np.float32),
            np.ascontiguousarray(faces, np.int32),
        )

    def first(self, origins: F32, direction: tuple[float, float, float]) -> tuple[I32, F32, F32]:
        """The first triangle (``NOTHING`` for a miss) that each parallel ray meets, and where on
        it: the weights of its second and third corner."""
        directions = np.empty_like(origins)
        directions[:] = direction
        found = self._scene.run(origins, directions, output=1)
        face = found["primID"].astype(np.int32)
        face[found["geomID"].astype(np.int32) == NOTHING] = NOTHING
        return face, found["u"], found["v"]

    def met(self, origins: F32, direction: tuple[float, float, float]) -> npt.NDArray[np.bool_]:
        """Whether each parallel ray meets anything."""
        return np.asarray(self.first(origins, direction)[0] != NOTHING)
