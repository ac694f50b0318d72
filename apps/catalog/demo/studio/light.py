"""The light in the room: one window, soft daylight from everywhere else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.catalog.demo.studio.noise import smoothstep

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Light:
    """``direction`` points to the window; ``radius`` is its angular radius in radians."""

    direction: F32
    key: F32
    sky: F32
    floor: F32
    radius: float


def window(
    azimuth: float, elevation: float, *, radius: float, warmth: float, floor: F32, ratio: float
) -> Light:
    """A window at degrees of azimuth (0 right, 90 behind the product) and elevation.

    ``warmth`` above zero warms the key and cools the fill; ``ratio`` is key over fill.
    """
    a, e = np.radians([azimuth, elevation])
    direction = np.array([np.cos(a) * np.cos(e), np.sin(a) * np.cos(e), np.sin(e)], np.float32)
    level = np.float32(1.0 / (np.sin(e) * ratio + 1.0))
    key = np.array([1 + 0.10 * warmth, 1.0, 1 - 0.13 * warmth], np.float32) * level * ratio
    sky = np.array([1 - 0.05 * warmth, 1.0, 1 + 0.09 * warmth], np.float32) * level
    return Light(direction, key.astype(np.float32), sky.astype(np.float32), floor, radius)


def discs(light: Light, sets: int, each: int) -> F32:
    """(sets, each, 3) directions spread evenly over the window, interleaved among sets."""
    count = sets * each
    index = np.arange(count)
    radius = np.sqrt((index + 0.5) / count) * np.tan(light.radius)
    angle = index * np.pi * (3 - np.sqrt(5))
    side = np.cross(light.direction, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    up = np.cross(side, light.direction)
    spread = (
        light.direction
        + (radius * np.cos(angle))[:, None] * side
        + (radius * np.sin(angle))[:, None] * up
    )
    spread /= np.linalg.norm(spread, axis=1, keepdims=True)
    return np.ascontiguousarray(spread.reshape(each, sets, 3).swapaxes(0, 1), np.float32)


def hemisphere(sets: int, each: int) -> F32:
    """(sets, each, 3) cosine-weighted directions about +z, interleaved among sets."""
    count = sets * each
    index = np.arange(count)
    radius = np.sqrt((index + 0.5) / count)
    angle = index * np.pi * (3 - np.sqrt(5))
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle), np.sqrt(1 - radius**2)], 1)
    return np.ascontiguousarray(points.reshape(each, sets, 3).swapaxes(0, 1), np.float32)


def haze(light: Light, direction: F32) -> tuple[F32, F32]:
    """As ``room``, for matt surfaces: nothing in the room keeps a shape."""
    up = np.clip(np.float32(0.5) + np.float32(0.7) * direction[:, 2:], 0, 1)
    dim = light.floor + (light.sky * np.float32(0.9) - light.floor) * up
    ahead = np.maximum(direction @ light.direction, 0)
    return dim, ahead[:, None] ** 2 * (light.key * np.float32(0.9))


def room(light: Light, direction: F32, roughness: F32) -> tuple[F32, F32]:
    """What a surface of some roughness mirrors along ``direction`` (N, 3).

    Returns the dim room and the bright window apart, so that the caller can shadow the window.
    """
    z = direction[:, 2]
    soft = np.float32(0.06) + np.float32(0.9) * roughness
    up = np.clip((z + 0.05) / (2 * soft) + 0.5, 0, 1)
    ceiling = light.sky * (np.float32(0.55) + np.float32(1.0) * np.clip(z, 0, 1))[:, None]
    dim = light.floor + (ceiling - light.floor) * up[:, None]
    # a dark doorway and a pale curtain give metal and polish something to mirror
    bearing = direction[:, 0] * np.float32(0.8) - direction[:, 1] * np.float32(0.6)
    width = np.float32(0.10) + np.float32(0.8) * roughness
    door = np.exp(-(((bearing - np.float32(0.42)) / (width + 0.16)) ** 2))
    door = door * (1 - smoothstep(0.3, 0.8, z)) * np.float32(0.16) / (width * 0.4 + 0.12)
    curtain = np.exp(-(((bearing + np.float32(0.55)) / (width + 0.10)) ** 2))
    curtain = curtain * (1 - smoothstep(0.45, 0.9, np.abs(z - 0.25))) * np.float32(0.10)
    dim = dim * (1 - np.float32(0.85) * np.clip(door, 0, 1))[:, None]
    dim = dim + light.sky * (curtain * np.float32(1.5) / (width + 0.05))[:, None]
    side = np.cross(light.direction, [0.0, 0.0, 1.0]).astype(np.float32)
    side /= np.linalg.norm(side)
    over = np.cross(side, light.direction).astype(np.float32)
    ahead = np.maximum(direction @ light.direction, 0)
    blur = np.float32(0.03) + np.float32(0.9) * roughness**2
    shine = ahead**2
    for axis, half in ((side, 0.34), (over, 0.46)):
        at = np.abs(direction @ axis)
        edge = np.clip((np.float32(half) - at) / (2 * blur) + 0.5, 0, 1)
        shine = shine * edge * edge * (3 - 2 * edge) * np.float32(half) / (half + 0.6 * blur)
    glow = light.key * np.float32(3.2)
    return dim.astype(np.float32), (shine[:, None] * glow).astype(np.float32)
