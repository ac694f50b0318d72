"""The light of the studio: a large soft box, a fill, a bright room, and no colour of its own.

The lamps stand still with the eye; a model on a turntable turns below them. Directions are the
eye's: x to its right, y up, z from the model towards it, with the horizon level.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Lamp:
    """Light of ``strength`` from around ``direction``; the larger ``focus``, the smaller the
    lamp: its brightness at an angle is exp(focus (cos(angle) - 1))."""

    direction: tuple[float, float, float]
    strength: float
    focus: float


LAMPS = (
    Lamp((-0.50, 0.58, 0.64), 2.4, 7.0),  # key: upper left, before the model
    Lamp((0.80, 0.18, 0.56), 0.50, 4.0),  # fill: a white board at the right
    Lamp((0.25, 0.55, -0.80), 1.0, 8.0),  # rim: from behind, so that dark cloth has an edge
)
# Radiance of the room from below (the sweep of the floor) and from above.
FLOOR, CEILING = 0.28, 0.52
# Seen in a mirror, the room is darker than what it sends: black cloth stays black, and metal has
# depth.
MIRRORED_ROOM = 0.6
# What a surface that faces the eye receives, unshadowed: cloth keeps the colour it was given.
EXPOSURE = 0.97
DENSE = 4096


@lru_cache(maxsize=8)
def sphere(count: int) -> F32:
    """``count`` directions (count, 3) spread evenly (a Fibonacci lattice)."""
    place = np.arange(count) + 0.5
    y = 1 - 2 * place / count
    ring = np.sqrt(1 - y * y)
    angle = place * (np.pi * (3 - 5**0.5))
    return np.stack([np.sin(angle) * ring, y, np.cos(angle) * ring], 1).astype(np.float32)


def from_azimuth(directions: F32, azimuth: float) -> F32:
    """Directions (N, 3) of the scene as the eye at an azimuth (degrees) sees them, the horizon
    level."""
    cosine, sine = (np.float32(f(math.radians(azimuth))) for f in (math.cos, math.sin))
    x, y, z = directions[:, 0], directions[:, 1], directions[:, 2]
    return np.stack([x * cosine - z * sine, y, x * sine + z * cosine], 1).astype(np.float32)


def radiance(directions: F32) -> F32:
    """Light (N,) that comes from directions (N, 3)."""
    return np.asarray(_unexposed(directions, 0.0, 1.0) * _exposure(), np.float32)


def mirrored(directions: F32, roughness: float) -> F32:
    """Light (N,) that a surface of some roughness (0 to 1) mirrors from directions (N, 3)."""
    light = _unexposed(directions, roughness * roughness, MIRRORED_ROOM)
    return np.asarray(light * _exposure(), np.float32)


def _unexposed(directions: F32, blur: float, room: float) -> F32:
    share = np.float32(0.5) + np.float32(0.5) * directions[:, 1]
    light = np.float32(room * FLOOR) + np.float32(room * (CEILING - FLOOR)) * share
    for lamp in LAMPS:
        axis = np.asarray(lamp.direction, np.float32)
        axis /= np.sqrt((axis * axis).sum())
        cosine = (
            directions[:, 0] * axis[0] + directions[:, 1] * axis[1] + directions[:, 2] * axis[2]
        )
        # A spread lamp is dimmer: all the light it sends is about 2 pi / focus.
        focus = lamp.focus / (1 + lamp.focus * blur)
        strength = np.float32(lamp.strength * focus / lamp.focus)
        light = light + strength * np.exp(np.float32(focus) * (cosine - 1))
    return np.asarray(light, np.float32)


def irradiance(normals: F32) -> F32:
    """Light (N,) that unshadowed white surfaces with unit normals (N, 3) send back.

    Nine terms are enough for anything matt (Ramamoorthi and Hanrahan 2001).
    """
    x, y, z = normals[:, 0], normals[:, 1], normals[:, 2]
    total = np.zeros(len(normals), np.float32)
    for weight, term in zip(_harmonics(), _terms(x, y, z), strict=True):
        total += weight * _exposure() * term
    return np.maximum(total, 0)


def _terms(x: F32, y: F32, z: F32) -> tuple[F32, ...]:
    third = np.float32(1 / 3)
    return (np.ones_like(x), x, y, z, x * y, y * z, z * x, z * z - third, x * x - y * y)


@lru_cache(maxsize=1)
def _harmonics() -> tuple[np.float32, ...]:
    """Weights of ``_terms``: the lamps' own, dulled by a matt surface (Lambert's cosine)."""
    directions = sphere(DENSE)
    light = _unexposed(directions, 0.0, 1.0).astype(np.float64)
    dulled = (1, *(2 / 3,) * 3, *(1 / 4,) * 5)
    return tuple(
        np.float32(dull * (light * term).sum() / np.square(term).sum())
        for dull, term in zip(dulled, _terms(*directions.astype(np.float64).T), strict=True)
    )


@lru_cache(maxsize=1)
def _exposure() -> np.float32:
    at = [np.asarray([value]) for value in (0.0, 0.0, 1.0)]
    facing = sum(
        float(weight * term[0]) for weight, term in zip(_harmonics(), _terms(*at), strict=True)
    )
    return np.float32(EXPOSURE / facing)
