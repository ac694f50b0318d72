"""The colour of what rays meet, in linear light."""

import numpy as np
import numpy.typing as npt

from apps.assets.gltf.model import Material

from .scene import MISS, Hits, Scene
from .studio import from_azimuth, irradiance, mirrored
from .view import View

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

# What a dielectric mirrors when looked at straight (glTF 2.0, appendix B).
DIELECTRIC = 0.04
# The share of it that the roughest surfaces, which are cloth, keep among their fibres: a mirror's
# white veil would make their colours pale.
FIBRES = 0.7
# Above this much light colours give way, so that white cloth keeps its folds.
SHOULDER = 0.8


class Light:
    """How a scene is lit for one frame.

    Attributes:
        azimuth: of the eye, with which the lamps stand, in degrees.
        vertices: per vertex, the normal and the shares of the light that reach its outer and its
            inner side, float32 (V, 5).
    """

    def __init__(self, scene: Scene, azimuth: float) -> None:
        self.azimuth = azimuth
        self.vertices = np.concatenate([scene.normals, scene.occlusion.shares(azimuth)], 1)


def shade(scene: Scene, view: View, directions: F32, hits: Hits, light: Light | None) -> F32:
    """Linear colours (N, 3), 0 where nothing was met; the bare base colour without a light.

    Args:
        directions: (N, 3) of the rays, of any length.
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
            base = _base(scene, view, here, number)
            if light is not None:
                base = _lit(scene, material, directions[at], here, base, light)
            colour[at] = base
    return colour


class _Surface:
    """Triangles and weights at some of the hits."""

    def __init__(self, scene: Scene, hits: Hits, at: npt.NDArray[np.intp]) -> None:
        self.triangle = hits.triangle[at]
        self.distance = hits.distance[at]
        u, v = hits.u[at][:, None], hits.v[at][:, None]
        self._weights = (1 - u - v, u, v)
        self._corners = scene.faces[self.triangle]

    def interpolate(self, values: F32) -> F32:
        """Values (N, K) between the vertices' values (V, K)."""
        first, second, third = (
            np.take(values, self._corners[:, corner], axis=0) for corner in range(3)
        )
        first *= self._weights[0]
        second *= self._weights[1]
        third *= self._weights[2]
        first += second
        first += third
        return first


def _base(scene: Scene, view: View, here: _Surface, number: int) -> F32:
    material, texture = scene.materials[number], scene.textures[number]
    tint = np.asarray(material.base_color[:3], np.float32)
    if texture is None:
        return np.broadcast_to(tint, (len(here.triangle), 3))
    footprint = view.pixel_side(view.depth(here.distance)) * scene.texel_density[here.triangle]
    return np.asarray(texture.read(here.interpolate(scene.uv), footprint) * tint, np.float32)


def _lit(
    scene: Scene, material: Material, directions: F32, here: _Surface, base: F32, light: Light
) -> F32:
    # Normals, and the light's shares of both sides, in one go.
    read = here.interpolate(light.vertices)
    normals = _unit(read[:, :3])
    towards = _unit(directions)
    facing = -np.einsum("ij,ij->i", normals, towards)
    inside = facing < 0
    share = np.where(inside, read[:, 4], read[:, 3])
    normals *= np.where(inside, np.float32(-1), np.float32(1))[:, None]
    facing = np.minimum(np.abs(facing), 1)
    rough, metallic = np.float32(material.roughness), np.float32(material.metallic)
    image = from_azimuth(towards + (2 * facing)[:, None] * normals, light.azimuth)
    gleam = mirrored(image, material.roughness) * share
    # Schlick's approximation, duller where rough.
    rise = (1 - facing) ** 5 * (1 - rough) ** 2
    dull = np.float32(DIELECTRIC) * (1 - np.float32(FIBRES) * rough * rough)
    straight = dull * (1 - metallic) + base * metallic
    gloss = straight + (1 - straight) * rise[:, None]
    matt = irradiance(from_azimuth(normals, light.azimuth)) * share * (1 - metallic)
    return _eased(base * matt[:, None] * (1 - gloss) + gloss * gleam[:, None])


def _eased(light: F32) -> F32:
    room = np.float32(1 - SHOULDER)
    over = np.maximum(light - np.float32(SHOULDER), 0) / room
    return np.asarray(np.minimum(light, np.float32(SHOULDER)) + room * np.tanh(over), np.float32)


def _unit(vectors: F32) -> F32:
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return np.asarray(vectors / np.maximum(length, 1e-9)[:, None], np.float32)
