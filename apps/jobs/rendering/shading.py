"""The colour of what rays meet, in linear light."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.assets.gltf.model import Material

from .scene import MISS, Hits, Scene
from .studio import from_azimuth, irradiance, radiance
from .view import View

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

# What a dielectric mirrors when looked at straight (glTF 2.0, appendix B).
DIELECTRIC = 0.04


@dataclass(frozen=True)
class Light:
    """How a scene is lit for one frame: the eye's ``azimuth`` in degrees and, per vertex,
    the shares (V, 2) of its light that reach its outer and its inner side."""

    azimuth: float
    shares: F32


def shade(scene: Scene, view: View, directions: F32, hits: Hits, light: Light | None) -> F32:
    """Linear colours (N, 3), 0 where nothing was met; the bare base colour without a light.

    Args:
        directions: unit directions (N, 3) of the rays.
        hits: what they met.
    """
    colour = np.zeros((len(directions), 3), np.float32)
    met = np.flatnonzero(hits.triangle != MISS)
    for number, material in enumerate(scene.materials):
        at = met
        if len(scene.materials) > 1:
            at = met[scene.material_of[hits.triangle[met]] == number]
        if at.size:
            here = _Surface(scene, hits, at)
            base = _base(scene, view, directions[at], here, number)
            if light is not None:
                base = _lit(scene, material, directions[at], here, base, light)
            colour[at] = base
    return colour


class _Surface:
    """Triangles and weights at some of the hits."""

    def __init__(self, scene: Scene, hits: Hits, at: npt.NDArray[np.intp]) -> None:
        self.triangle = hits.triangle[at]
        self.distance = hits.distance[at]
        u, v = hits.u[at], hits.v[at]
        self._weights = (1 - u - v, u, v)
        self._corners = scene.faces[self.triangle]

    def interpolate(self, values: F32) -> F32:
        """Values (N, ...) between the vertices' values (V, ...)."""
        total = np.zeros((len(self.triangle), *values.shape[1:]), np.float32)
        for corner, weight in enumerate(self._weights):
            shaped = weight.reshape(-1, *(1,) * (values.ndim - 1))
            total += values[self._corners[:, corner]] * shaped
        return total


def _base(scene: Scene, view: View, directions: F32, here: _Surface, number: int) -> F32:
    material, texture = scene.materials[number], scene.textures[number]
    tint = np.asarray(material.base_color[:3], np.float32)
    if texture is None:
        return np.broadcast_to(tint, (len(directions), 3))
    side = view.pixel_side(view.depth(directions, here.distance))
    footprint = side * scene.texel_density[here.triangle]
    return np.asarray(texture.read(here.interpolate(scene.uv), footprint) * tint, np.float32)


def _lit(
    scene: Scene, material: Material, directions: F32, here: _Surface, base: F32, light: Light
) -> F32:
    normals = here.interpolate(scene.normals)
    normals /= np.maximum(np.sqrt(np.einsum("ij,ij->i", normals, normals)), 1e-6)[:, None]
    facing = -np.einsum("ij,ij->i", normals, directions)
    inside = facing < 0
    normals = np.where(inside[:, None], -normals, normals)
    facing = np.abs(facing)
    sides = here.interpolate(light.shares)
    share = np.where(inside, sides[:, 1], sides[:, 0])
    mirrored = directions + 2 * facing[:, None] * normals
    rough = np.float32(material.roughness)
    gleam = radiance(from_azimuth(mirrored, light.azimuth), float(rough * rough)) * share
    # Schlick's approximation, duller where rough.
    rise = (1 - np.minimum(facing, 1)) ** 5 * (1 - rough) ** 2
    metallic = np.float32(material.metallic)
    straight = DIELECTRIC * (1 - metallic) + base * metallic
    gloss = straight + (1 - straight) * rise[:, None]
    matt = irradiance(from_azimuth(normals, light.azimuth)) * share
    diffuse = base * ((1 - metallic) * matt)[:, None]
    return np.asarray(diffuse * (1 - gloss) + gloss * gleam[:, None], np.float32)
