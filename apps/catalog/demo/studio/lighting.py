"""Soft shadow and ambient occlusion at half resolution, smoothed and brought to full size.

Each pixel of a 4 x 4 block shoots its own share of the light's samples; a 4 x 4 average that
stays on the same surface then sees all of them (interleaved sampling, Keller & Heidrich 2001).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from apps.catalog.demo.studio.light import Light, discs, hemisphere
from apps.catalog.demo.studio.trace import Scene

F32 = npt.NDArray[np.float32]
SETS, KEY_RAYS, SKY_RAYS = 16, 3, 3


def _frames(normals: F32) -> tuple[F32, F32]:
    """Two unit tangents for each normal (Duff et al. 2017)."""
    x, y, z = normals[:, 0], normals[:, 1], normals[:, 2]
    sign = np.where(z >= 0, np.float32(1), np.float32(-1))
    a = -1 / (sign + z)
    b = x * y * a
    first = np.stack([1 + sign * x * x * a, sign * b, -sign * x], 1)
    second = np.stack([b, sign + y * y * a, -y], 1)
    return first.astype(np.float32), second.astype(np.float32)


def received(
    scene: Scene, light: Light, points: F32, normals: F32, near: npt.NDArray[np.bool_], reach: float
) -> F32:
    """(h, w, 2): the shares of window and sky that reach each point of an (h, w, 3) grid.

    ``near`` says where anything is close enough (``reach`` metres) to hide the sky.
    """
    height, width = near.shape
    rows, columns = np.mgrid[0:height, 0:width]
    group = ((rows % 4) * 4 + columns % 4).reshape(-1)
    flat_n = normals.reshape(-1, 3)
    flat_p = points.reshape(-1, 3) + flat_n * np.float32(0.0009)
    result = np.ones((height * width, 2), np.float32)
    facing = np.flatnonzero(flat_n @ light.direction > -0.05)
    windows, domes = discs(light, SETS, KEY_RAYS), hemisphere(SETS, SKY_RAYS)
    start, where = np.ascontiguousarray(flat_p[facing]), group[facing]
    lit = np.zeros(len(facing), np.float32)
    for k in range(KEY_RAYS):
        lit += scene.open(start, np.ascontiguousarray(windows[where, k]), 4.0)
    result[:, 0] = 0.0
    result[facing, 0] = lit / KEY_RAYS
    close = np.flatnonzero(near.reshape(-1))
    start, where = np.ascontiguousarray(flat_p[close]), group[close]
    first, second = _frames(flat_n[close])
    seen = np.zeros(len(close), np.float32)
    for k in range(SKY_RAYS):
        local = domes[where, k]
        ray = local[:, :1] * first + local[:, 1:2] * second + local[:, 2:] * flat_n[close]
        seen += scene.open(start, np.ascontiguousarray(ray, np.float32), reach)
    result[close, 1] = seen / SKY_RAYS
    return result.reshape(height, width, 2)


def _alike(
    depth: F32,
    normals: F32,
    mesh: npt.NDArray[np.int32],
    other: tuple[F32, F32, npt.NDArray[np.int32]],
) -> F32:
    dot = np.einsum("ijk,ijk->ij", normals, other[1])
    close = np.abs(depth - other[0]) < np.float32(0.012) * depth
    return np.asarray(np.maximum(dot, 0) ** 4 * close * (mesh == other[2]) + np.float32(1e-5))


def smoothed(light: F32, depth: F32, normals: F32, mesh: npt.NDArray[np.int32]) -> F32:
    """The 4 x 4 average that keeps to surfaces alike in depth, direction and mesh."""
    height, width = depth.shape
    pad = ((2, 2), (2, 2))
    deep = (*pad, (0, 0))
    wide_light, wide_normals = (np.pad(a, deep, mode="edge") for a in (light, normals))
    wide_depth, wide_mesh = np.pad(depth, pad, mode="edge"), np.pad(mesh, pad, mode="edge")
    total = np.zeros_like(light)
    weight = np.zeros_like(depth)
    for dy in range(4):
        for dx in range(4):
            cut = (slice(dy, dy + height), slice(dx, dx + width))
            share = _alike(
                depth, normals, mesh, (wide_depth[cut], wide_normals[cut], wide_mesh[cut])
            )
            total += wide_light[cut] * share[..., None]
            weight += share
    return np.asarray(total / weight[..., None], np.float32)


def enlarged(light: F32, depth: F32, normals: F32, mesh: npt.NDArray[np.int32]) -> F32:
    """Half-size light brought to the full grid, taking only from neighbours alike."""
    result = np.empty((*depth.shape, light.shape[-1]), np.float32)
    half = (slice(None, None, 2), slice(None, None, 2))
    rows, columns = light.shape[:2]
    coarse = (depth[half], normals[half], mesh[half])
    result[half] = light
    for oy, ox in ((0, 1), (1, 0), (1, 1)):
        at = (slice(oy, None, 2), slice(ox, None, 2))
        here = (depth[at], normals[at], mesh[at])
        total = np.zeros((*here[0].shape, light.shape[-1]), np.float32)
        weight = np.zeros(here[0].shape, np.float32)
        for dy in range(oy + 1):
            for dx in range(ox + 1):
                y = np.minimum(np.arange(rows) + dy, rows - 1)[:, None]
                x = np.minimum(np.arange(columns) + dx, columns - 1)
                other = (coarse[0][y, x], coarse[1][y, x], coarse[2][y, x])
                share = _alike(*here, other)
                total += light[y, x] * share[..., None]
                weight += share
        result[at] = total / weight[..., None]
    return result
