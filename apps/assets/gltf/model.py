"""A 3D model in memory: what a GLB holds, as arrays. Units are metres, y is up, +z faces the eye
of a front view (glTF 2.0, section 3.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Material:
    """Metallic-roughness material; ``texture`` is an encoded picture (JPEG, PNG or WebP bytes)."""

    name: str = "material"
    base_color: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    texture: bytes | None = None
    texture_media_type: str = "image/jpeg"
    roughness: float = 0.9
    metallic: float = 0.0
    double_sided: bool = False


@dataclass(frozen=True)
class Primitive:
    """Triangles of one material.

    Attributes:
        positions: float32 (V, 3), metres, already in the model's own space.
        normals: float32 (V, 3), unit length.
        uv: float32 (V, 2), (0, 0) at the texture's upper left, as in glTF.
        faces: int32 (F, 3), counter-clockwise seen from outside.
    """

    positions: F32
    normals: F32
    uv: F32
    faces: I32
    material: Material


@dataclass(frozen=True)
class Model:
    """Everything a GLB says that Skyy uses. ``extras`` stands in ``asset.extras``."""

    primitives: tuple[Primitive, ...]
    name: str = "model"
    extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def triangles(self) -> int:
        """Number of triangles."""
        return sum(len(one.faces) for one in self.primitives)

    @property
    def vertices(self) -> int:
        """Number of vertices as stored, seams counted twice."""
        return sum(len(one.positions) for one in self.primitives)
