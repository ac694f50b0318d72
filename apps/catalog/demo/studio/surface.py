"""A material at given surface points: its colour, slope, gloss and thread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.catalog.demo.studio.materials import Material, linear
from apps.catalog.demo.studio.noise import fbm, sample, smoothstep
from apps.catalog.demo.studio.prints import pattern
from apps.catalog.demo.studio.textures import relief

F32 = npt.NDArray[np.float32]


@dataclass
class Surface:
    """At N points: linear ``albedo`` (N, 3), slopes along u, v and across the seam, gloss."""

    albedo: F32
    slope_u: F32
    slope_v: F32
    slope_seam: F32
    roughness: F32
    cavity: F32


def surface(material: Material, uv: F32, seam: F32 | None) -> Surface:
    """The material's surface at ``uv`` (N, 2 metres), with its seams where there are any."""
    if material.turn:
        c, s = np.float32(np.cos(material.turn)), np.float32(np.sin(material.turn))
        uv = np.stack([c * uv[:, 0] - s * uv[:, 1], s * uv[:, 0] + c * uv[:, 1]], 1)
    u, v = uv[:, 0], uv[:, 1]
    tile, (across, down) = relief(material.relief)
    read = sample(tile, u / np.float32(across), v / np.float32(down))
    bump = np.float32(material.bump)
    height, slope_u, slope_v = read[:, 0] * bump, read[:, 1] * bump, read[:, 2] * bump
    cavity = np.clip(1 + np.float32(0.10) * read[:, 3], 0.6, 1.15)
    if material.wrinkle:
        folds, (across, down) = relief("ripple" if material.relief == "satin" else "crumple")
        fold = sample(folds, u / np.float32(across), v / np.float32(down))
        slope_u = slope_u + fold[:, 1] * np.float32(material.wrinkle)
        slope_v = slope_v + fold[:, 2] * np.float32(material.wrinkle)
    albedo = pattern(material, u, v, height)
    if material.mottle:
        mottle = sample(fbm(256, 1.4, "mottle"), u / np.float32(0.19), v / np.float32(0.19))
        albedo = albedo * (1 + np.float32(material.mottle) * mottle)[:, None]
    if not material.metal:
        albedo = albedo * (1 + (cavity - 1) * np.float32(min(1.0, material.bump)))[:, None]
    roughness = np.full(len(u), material.roughness, np.float32)
    slope_seam = np.zeros(len(u), np.float32)
    if seam is not None:
        albedo, slope_seam = _sewn(material, albedo, seam[:, 0], seam[:, 1])
    return Surface(
        np.clip(albedo, 0.002, 0.95).astype(np.float32),
        slope_u,
        slope_v,
        slope_seam,
        roughness,
        cavity.astype(np.float32),
    )


def _sewn(material: Material, albedo: F32, across: F32, along: F32) -> tuple[F32, F32]:
    """Groove of the seam, the cloth puckering beside it, and the stitches."""
    near = np.abs(across)
    depth = np.float32(0.00055 * material.groove)
    width = np.float32(0.0012)
    groove = np.exp(-((across / width) ** 2))
    slope = 2 * across / width**2 * depth * groove
    albedo = albedo * (1 - np.float32(0.45 * min(material.groove, 1.0)) * groove)[:, None]
    if material.crease:  # puckers fade a centimetre away from the seam
        pucker = np.exp(-((near / 0.007) ** 2)) * np.float32(0.10 * material.crease)
        slope = slope + pucker * np.sin(along * np.float32(2 * np.pi / 0.011) + 3 * near / 0.01)
    stitch = material.stitch
    if stitch is not None:
        thread = linear(stitch.colour)
        phase = np.mod(along / np.float32(stitch.pitch), 1.0)
        dash = smoothstep(0.06, 0.16, phase) * (1 - smoothstep(0.74, 0.84, phase))
        for row in stitch.rows:
            off = near - np.float32(row)
            body = 1 - smoothstep(0.75, 1.25, np.abs(off) / np.float32(stitch.width))
            cover = (body * dash)[:, None]
            lit = 1 - 0.35 * np.clip(np.abs(off) / stitch.width, 0, 1)
            dent = 1 - 0.30 * np.exp(-((off / (2.2 * stitch.width)) ** 2))
            albedo = albedo * dent[:, None] * (1 - cover) + thread * lit[:, None] * cover
            slope = slope + np.sign(across) * body * dash * off / np.float32(stitch.width) * -0.5
    return albedo.astype(np.float32), slope.astype(np.float32)
