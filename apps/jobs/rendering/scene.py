"""A model made ready to be looked at: one Embree scene, its textures decoded once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from embreex.mesh_construction import TriangleMesh  # type: ignore[import-untyped]
from embreex.rtcore_scene import EmbreeScene  # type: ignore[import-untyped]

from apps.assets.gltf.model import Material, Model
from skyy.api.errors import Code, Problem

from .occlusion import Occlusion
from .texture import LARGEST, Texture

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

MISS = -1
FEW = 4


@dataclass(frozen=True)
class Hits:
    """What N rays meet first: the triangle (``MISS`` for none), the weights ``u``, ``v`` of its
    second and third corner, and the distance in lengths of the ray's direction."""

    triangle: I32
    u: F32
    v: F32
    distance: F32


class Scene:
    """All triangles of a model in one space: centred on its bounding box and scaled so that the
    sphere around it has radius 1, in which space every ray is shot. Both sides of a triangle are
    seen.

    Attributes:
        centre: float64 (3,), middle of the bounding box, metres.
        radius: metres to the farthest vertex from there.
        points, normals, uv: per vertex, float32; ``points`` in the scene's space.
        faces: int32 (F, 3).
        material_of: int32 (F,), index into ``materials`` and ``textures``.

    Raises:
        Problem: ``model.empty``, ``model.not_finite``, or ``model.unreadable`` for a damaged
            texture.
    """

    def __init__(self, model: Model) -> None:
        parts = [part for part in model.primitives if len(part.faces)]
        if not parts:
            raise Problem(Code.MODEL_EMPTY, "The model has no triangles: there is nothing to see.")
        positions = np.concatenate([part.positions for part in parts]).astype(np.float64)
        if not np.isfinite(positions).all():
            raise Problem(
                Code.MODEL_NOT_FINITE, "The model has vertices that are nowhere: export it again."
            )
        first = np.cumsum([0] + [len(part.positions) for part in parts])
        self.faces: I32 = np.concatenate(
            [part.faces + start for part, start in zip(parts, first, strict=False)]
        ).astype(np.int32)
        used = positions[self.faces.reshape(-1)]
        self.centre = (used.min(0) + used.max(0)) / 2
        self.radius = float(np.sqrt(np.square(used - self.centre).sum(1).max()))
        if not self.radius > 0:
            raise Problem(Code.MODEL_EMPTY, "The model is a single point: there is nothing to see.")
        self.points: F32 = ((positions - self.centre) / self.radius).astype(np.float32)
        self.normals: F32 = np.concatenate([part.normals for part in parts]).astype(np.float32)
        self.uv: F32 = np.concatenate([part.uv for part in parts]).astype(np.float32)
        self.material_of: I32 = np.repeat(
            np.arange(len(parts), dtype=np.int32), [len(part.faces) for part in parts]
        )
        self.materials: tuple[Material, ...] = tuple(part.material for part in parts)
        self.textures = _decoded(self.materials)
        self._embree = EmbreeScene(robust=True)
        self._mesh = TriangleMesh(self._embree, self.points, self.faces)

    def hits(self, origins: F32, directions: F32) -> Hits:
        """What rays (N, 3), (N, 3) meet first; directions may have any length."""
        if not len(origins):
            none = np.zeros(0, np.float32)
            return Hits(np.zeros(0, np.int32), none, none, none)
        found = self._embree.run(origins, directions, output=1)
        return Hits(found["primID"].astype(np.int32), found["u"], found["v"], found["tfar"])

    def blocked(self, origins: F32, directions: F32) -> Bools:
        """Whether rays meet anything at all."""
        if not len(origins):
            return np.zeros(0, bool)
        return np.asarray(self._embree.run(origins, directions, query="OCCLUDED") != MISS)

    @cached_property
    def outer_points(self) -> F32:
        """The vertices (N, 3) that a triangle uses, in the scene's space."""
        return self.points[np.unique(self.faces)]

    @cached_property
    def occlusion(self) -> Occlusion:
        """What the model hides of the studio's light from itself, sampled once."""
        return Occlusion(self)

    @cached_property
    def texel_density(self) -> F32:
        """Texels per unit of length on each triangle (F,); 0 without a texture."""
        corners, flat = self.points[self.faces], self.uv[self.faces]
        one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
        area = np.sqrt(np.square(np.cross(one, two)).sum(1))
        p, q = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
        share = np.abs(p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0])
        sizes = [1 if one is None else one.size[0] * one.size[1] for one in self.textures]
        texels = share * np.asarray(sizes, np.float32)[self.material_of]
        return np.asarray(np.sqrt(texels / np.maximum(area, 1e-12)), np.float32)


def _decoded(materials: tuple[Material, ...]) -> list[Texture | None]:
    """A texture per material; materials with the same picture share one."""
    pictures = {one.texture for one in materials if one.texture is not None}
    # Many textures are kept smaller, so that together they take no more memory than a few.
    largest = LARGEST if len(pictures) <= FEW else LARGEST // 2
    known = {picture: Texture(picture, largest=largest) for picture in sorted(pictures)}
    return [None if one.texture is None else known[one.texture] for one in materials]
