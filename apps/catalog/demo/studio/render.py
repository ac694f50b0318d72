"""From a model on a ground to linear pixels and the product's exact coverage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.catalog.demo.shapes.mesh import Part
from apps.catalog.demo.studio import ground, lighting
from apps.catalog.demo.studio.camera import Camera
from apps.catalog.demo.studio.light import Light, haze, room
from apps.catalog.demo.studio.surface import surface
from apps.catalog.demo.studio.trace import Hits, Scene

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
FAR = np.float32(50)
MATT = 0.68
PORTION = 1 << 17
# eight points of a pixel, each in a row and column of its own
SUBSAMPLES = np.array(
    [[1, 5], [3, 1], [5, 7], [7, 3], [0, 2], [2, 6], [4, 0], [6, 4]], np.float32
) / 8 - np.float32(0.4375)


@dataclass
class Frame:
    """What the camera meets at each pixel of an (H, W) frame."""

    mesh: I32
    depth: F32
    points: F32
    normals: F32
    hits: Hits
    rays: F32


@dataclass(frozen=True)
class Gloss:
    """How a surface answers light besides its colour and roughness; see ``Material``."""

    specular: float
    sheen: float = 0.0
    lustre: float = 0.0
    metal: bool = False
    matt: bool = False


def scene_of(parts: list[Part], patches: list[ground.Patch]) -> Scene:
    """Product parts first, then the grounds, as one scene."""
    meshes = [(part.vertices, part.faces) for part in parts]
    return Scene(meshes + [(patch.vertices, patch.faces) for patch in patches])


def _corners(part: Part, values: F32, triangle: I32, u: F32, v: F32) -> F32:
    index = part.faces[triangle]
    w = (1 - u - v)[:, None]
    return np.asarray(
        values[index[:, 0]] * w
        + values[index[:, 1]] * u[:, None]
        + values[index[:, 2]] * v[:, None],
        np.float32,
    )


def see(scene: Scene, camera: Camera, parts: list[Part], patches: list[ground.Patch]) -> Frame:
    """Trace one ray through the middle of every pixel."""
    x, y = np.meshgrid(
        np.arange(camera.width, dtype=np.float32) + 0.5,
        np.arange(camera.height, dtype=np.float32) + 0.5,
    )
    rays = camera.rays(x, y)
    hits = scene.hits(camera.eye, rays.reshape(-1, 3))
    hits.distance = np.where(hits.mesh < 0, FAR, hits.distance).astype(np.float32)
    flat = rays.reshape(-1, 3)
    points = camera.eye + flat * hits.distance[:, None]
    normals = np.zeros_like(points)
    normals[:, 2] = 1
    for number, part in enumerate(parts):
        at = np.flatnonzero(hits.mesh == number)
        if at.size:
            normal = _corners(part, part.normals, hits.triangle[at], hits.u[at], hits.v[at])
            normal /= np.maximum(np.sqrt(np.einsum("ij,ij->i", normal, normal)), 1e-9)[:, None]
            away = np.einsum("ij,ij->i", normal, flat[at]) > 0
            normals[at] = np.where(away[:, None], -normal, normal)
    for number, patch in enumerate(patches, len(parts)):
        at = np.flatnonzero(hits.mesh == number)
        normals[at] = ground.normals(patch, points[at])
    shape = x.shape
    return Frame(
        hits.mesh.reshape(shape),
        hits.distance.reshape(shape),
        points.reshape(*shape, 3).astype(np.float32),
        normals.reshape(*shape, 3),
        hits,
        rays,
    )


def light_at(scene: Scene, light: Light, frame: Frame, parts: list[Part]) -> F32:
    """(H, W, 2): the shares of window and sky that reach what each pixel sees."""
    half = (slice(None, None, 2), slice(None, None, 2))
    points, mesh = np.ascontiguousarray(frame.points[half]), frame.mesh[half]
    normals = np.ascontiguousarray(frame.normals[half])
    low = np.min([part.vertices.min(0) for part in parts], 0)
    high = np.max([part.vertices.max(0) for part in parts], 0)
    reach = float(np.clip(0.5 * np.linalg.norm(high - low), 0.05, 0.35))
    near = np.all((points > low - reach) & (points < high + reach), -1)
    received = lighting.received(scene, light, points, normals, near, reach)
    depth = np.ascontiguousarray(frame.depth[half])
    received = lighting.smoothed(received, depth, normals, mesh)
    return lighting.enlarged(received, frame.depth, frame.normals, frame.mesh)


def _to_seam(part: Part, seam: F32, triangle: I32, u: F32, v: F32) -> F32:
    """Signed distance and arc length to the seam; half way between two seams is no seam.

    There the sign flips without a seam, which shows as a distance far below its magnitude.
    """
    found = _corners(part, seam, triangle, u, v)
    away = _corners(part, np.abs(seam[:, :1]), triangle, u, v)[:, 0]
    false = away - np.abs(found[:, 0]) > np.float32(0.0022)
    found[:, 0] = np.where(false, away, found[:, 0])
    return found


def _gradients(part: Part, values: F32) -> F32:
    """Per-face gradients (M, 3) in space of a scalar given at the vertices."""
    a, b, c = (part.vertices[part.faces[:, k]] for k in range(3))
    f = values[part.faces]
    e1, e2 = b - a, c - a
    d1, d2 = f[:, 1] - f[:, 0], f[:, 2] - f[:, 0]
    g11, g12, g22 = (np.einsum("ij,ij->i", p, q) for p, q in ((e1, e1), (e1, e2), (e2, e2)))
    det = np.maximum(g11 * g22 - g12 * g12, 1e-16)
    k1, k2 = (d1 * g22 - d2 * g12) / det, (d2 * g11 - d1 * g12) / det
    gradient = k1[:, None] * e1 + k2[:, None] * e2
    length = np.sqrt(np.einsum("ij,ij->i", gradient, gradient))[:, None]
    return np.asarray(gradient * np.minimum(1, 3 / np.maximum(length, 1e-9)), np.float32)


def _lit(
    light: Light, albedo: F32, normal: F32, ray: F32, received: F32, roughness: F32, made: Gloss
) -> F32:
    """Diffuse window and sky with one bounce, and the mirrored room."""
    key, sky = received[:, :1], received[:, 1:]
    facing = np.maximum(normal @ light.direction, 0)[:, None]
    up = np.float32(0.5) + np.float32(0.5) * normal[:, 2:]
    bounce = sky + (1 - sky) * albedo * np.float32(0.45)
    ambient = (light.floor + (light.sky - light.floor) * up) * bounce
    view = np.maximum(-np.einsum("ij,ij->i", normal, ray), 0.02)[:, None]
    fresnel = (1 - view) ** 5
    mirror = ray + 2 * view * normal
    dim, bright = haze(light, mirror) if made.matt else room(light, mirror, roughness)
    hidden = np.clip(sky * 1.3 - 0.15, 0, 1)
    if made.metal:
        tint = albedo + (1 - albedo) * fresnel
        shine = np.float32(1.25) * dim * hidden + bright * key
        return np.asarray(tint * (shine * np.float32(0.95) + 0.06 * ambient), np.float32)
    specular = np.float32(made.specular)
    gloss = specular + (1 - specular) * fresnel * (1 - roughness[:, None]) ** 2
    shine = np.float32(0.5) * dim * hidden + bright * key
    if made.lustre:
        dye = albedo / np.maximum(albedo.max(1, keepdims=True), 1e-3)
        shine = shine * (1 + np.float32(made.lustre) * (dye - 1))
    diffuse = albedo * (light.key * facing * key + ambient) * (1 - specular)
    fibres = albedo * 0.7 + 0.3 * albedo.mean(1, keepdims=True) + 0.02
    velvet = np.float32(made.sheen) * (1 - view) ** 3 * fibres
    return np.asarray(
        diffuse + gloss * shine + velvet * (ambient + 0.6 * light.key * key), np.float32
    )


def _pieces(at: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    """Pixels in portions that keep temporary arrays small."""
    return [at[k : k + PORTION] for k in range(0, len(at), PORTION)]


def shade(
    light: Light, frame: Frame, received: F32, parts: list[Part], patches: list[ground.Patch]
) -> F32:
    """Linear radiance (H, W, 3) of everything seen."""
    colour = np.zeros_like(frame.points).reshape(-1, 3)
    mesh = frame.mesh.reshape(-1)
    points, normals = frame.points.reshape(-1, 3), frame.normals.reshape(-1, 3)
    rays, shares = frame.rays.reshape(-1, 3), received.reshape(-1, 2)
    for number, part in enumerate(parts):
        seen = np.flatnonzero(mesh == number)
        if not seen.size:
            continue
        made = part.material
        gloss = Gloss(made.specular, made.sheen, made.lustre, made.metal, made.roughness > MATT)
        along_u, along_v = _gradients(part, part.uv[:, 0]), _gradients(part, part.uv[:, 1])
        away = None if part.seam is None else _gradients(part, part.seam[:, 0])
        for at in _pieces(seen):
            triangle, u, v = frame.hits.triangle[at], frame.hits.u[at], frame.hits.v[at]
            uv = _corners(part, part.uv, triangle, u, v)
            seam = None if part.seam is None else _to_seam(part, part.seam, triangle, u, v)
            found = surface(made, uv, seam)
            normal = normals[at] - found.slope_u[:, None] * along_u[triangle]
            normal -= found.slope_v[:, None] * along_v[triangle]
            if away is not None:
                normal -= found.slope_seam[:, None] * away[triangle]
            normal /= np.maximum(np.sqrt(np.einsum("ij,ij->i", normal, normal)), 1e-9)[:, None]
            colour[at] = _lit(
                light, found.albedo, normal, rays[at], shares[at], found.roughness, gloss
            )
    for number, patch in enumerate(patches, len(parts)):
        cover = patch.cover
        gloss = Gloss(cover.specular, matt=bool(np.min(cover.roughness) > MATT))
        for at in _pieces(np.flatnonzero(mesh == number)):
            albedo, normal, rough = ground.read(patch, points[at])
            colour[at] = _lit(light, albedo, normal, rays[at], shares[at], rough, gloss)
    return colour.reshape(frame.points.shape)


def edges(frame: Frame) -> npt.NDArray[np.bool_]:
    """Pixels (H, W) where one surface gives way to another."""
    edge = np.zeros(frame.mesh.shape, bool)
    for axis in (0, 1):
        step = (np.diff(frame.mesh, axis=axis) != 0) | (
            np.abs(np.diff(frame.depth, axis=axis)) > 0.006 * np.delete(frame.depth, -1, axis)
        )
        pad = ((0, 1), (0, 0)) if axis == 0 else ((0, 0), (0, 1))
        edge |= np.pad(step, pad) | np.pad(step, tuple((b, a) for a, b in pad))
    return edge


def coverage(scene: Scene, camera: Camera, frame: Frame, products: int) -> F32:
    """The share (H, W) of each pixel that the first ``products`` meshes cover."""
    cover = ((frame.mesh >= 0) & (frame.mesh < products)).astype(np.float32)
    y, x = np.nonzero(edges(frame))
    share = np.zeros(len(y), np.float32)
    for sx, sy in SUBSAMPLES:
        met = scene.hits(
            camera.eye, camera.rays(x + np.float32(0.5) + sx, y + np.float32(0.5) + sy)
        )
        share += (met.mesh >= 0) & (met.mesh < products)
    cover[y, x] = share / len(SUBSAMPLES)
    return cover


def antialias(scene: Scene, camera: Camera, frame: Frame, colour: F32) -> F32:
    """Edges resolved with eight rays a pixel, each taking the colour of the neighbour it met."""
    height, width = frame.mesh.shape
    y, x = np.nonzero(edges(frame))
    result = colour.copy()
    total = np.zeros((len(y), 3), np.float32)
    offsets = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (-1, 1), (1, -1)]
    index = np.stack(
        [
            np.clip(y + dy, 0, height - 1) * width + np.clip(x + dx, 0, width - 1)
            for dy, dx in offsets
        ]
    )
    near_mesh, near_depth = frame.mesh.ravel()[index], frame.depth.ravel()[index]
    flat_colour = colour.reshape(-1, 3)
    penalty = np.array([0.0] + [1e-4] * 4 + [2e-4] * 4, np.float32)[:, None]
    for sx, sy in SUBSAMPLES:
        met = scene.hits(
            camera.eye, camera.rays(x + np.float32(0.5) + sx, y + np.float32(0.5) + sy)
        )
        far = np.where(met.mesh < 0, FAR, met.distance)
        cost = np.abs(near_depth - far) / far + 10 * (near_mesh != met.mesh) + penalty
        total += flat_colour[index[cost.argmin(0), np.arange(len(y))]]
    result[y, x] = total / len(SUBSAMPLES)
    return result
