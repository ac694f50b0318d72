"""One photograph: the model put down, the window opened, the phone held a little askew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.catalog.demo.shapes.mesh import Part, rotation
from apps.catalog.demo.shapes.model import Model
from apps.catalog.demo.studio import render
from apps.catalog.demo.studio.camera import Camera, frame
from apps.catalog.demo.studio.ground import Bend, Patch, lay
from apps.catalog.demo.studio.light import Light, window
from apps.catalog.demo.studio.noise import generator

F32 = npt.NDArray[np.float32]
SOFT = {"sheet", "blanket"}
PORTRAIT, LANDSCAPE = (1200, 1600), (1600, 1200)
FLOOR_TINT = {
    "planks": (0.20, 0.13, 0.08),
    "planks_light": (0.36, 0.31, 0.25),
    "tiles": (0.36, 0.34, 0.30),
    "concrete": (0.28, 0.27, 0.25),
    "marble": (0.50, 0.49, 0.48),
    "rug": (0.16, 0.10, 0.09),
    "sheet": (0.50, 0.49, 0.48),
    "blanket": (0.24, 0.07, 0.07),
}


@dataclass(frozen=True)
class Setup:
    """Everything a photograph depends on, the product turned to face the camera."""

    parts: list[Part]
    camera: Camera
    light: Light
    patches: list[Patch]


def _window_seen(camera: Camera, behind: float) -> tuple[float, float, float, float]:
    """The part of the floor in the picture, as far back as y ``behind``."""
    x, y = np.meshgrid(np.linspace(0, camera.width, 9), np.linspace(0, camera.height, 9))
    rays = camera.rays(x.astype(np.float32), y.astype(np.float32)).reshape(-1, 3)
    reach = np.where(rays[:, 2] < -0.02, -camera.eye[2] / np.minimum(rays[:, 2], -0.02), np.inf)
    reach = np.minimum(reach, (behind - camera.eye[1]) / np.maximum(rays[:, 1], 1e-3))
    seen = camera.eye + rays * reach[:, None]
    low, high = seen.min(0) - 0.03, seen.max(0) + 0.03
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _held(points: F32, pitch: float) -> tuple[int, int]:
    wide = float(np.ptp(points[:, 0]))
    tilt = np.radians(pitch)
    tall = float(np.ptp(points @ np.array([0, np.sin(tilt), np.cos(tilt)], np.float32)))
    return LANDSCAPE if wide > 1.12 * tall else PORTRAIT


def _light(rng: np.random.Generator, flat: bool, floor: str) -> Light:
    """A window beside things that lie, in front and to one side of things that stand."""
    side = [140.0, 155.0, 35.0, 120.0] if flat else [212.0, 228.0, 318.0, 332.0]
    return window(
        float(rng.choice(side)) + float(rng.normal(0, 6)),
        float(rng.uniform(30, 42)) if flat else float(rng.uniform(40, 54)),
        radius=float(rng.uniform(0.13, 0.20)),
        warmth=float(rng.uniform(-0.5, 1.0)),
        floor=np.array(FLOOR_TINT[floor], np.float32) * np.float32(0.8),
        ratio=float(rng.uniform(2.2, 3.4)) if flat else float(rng.uniform(1.8, 2.8)),
    )


def arrange(model: Model, floor: str, seed: str, view: str, shrink: int = 1) -> Setup:
    """Choose camera, window and ground for a model; the seed alone decides the accidents.

    The phone is held upright or sideways as the product asks; ``shrink`` divides its pixels.
    """
    rng = generator("arrange", seed, view)
    roll, tilt, turn = rng.normal(0, 1.3), rng.normal(0, 1.0), rng.normal(0, 2.0)
    shift = (float(rng.normal(0, 0.010)), float(rng.normal(0, 0.010)))
    yaw = float(turn) if model.flat else float(model.yaw + 1.5 * turn)
    pitch = 83.0 + 1.2 * float(tilt) if model.flat else model.pitch + float(tilt)
    parts = [part.moved(turn=rotation("z", yaw)) for part in model.parts]
    points = np.concatenate([part.vertices for part in parts])
    if not model.flat:  # whatever dips lowest touches the ground
        sunk = float(points[:, 2].min())
        parts = [part.moved((0.0, 0.0, -sunk)) for part in parts]
        points = points - np.array([0, 0, sunk], np.float32)
    width, height = _held(points, pitch)
    size = (width // shrink, height // shrink)
    camera = frame(
        points[:: max(1, len(points) // 15000)],
        yaw=0.0,
        pitch=pitch,
        roll=float(roll),
        size=size,
        fill=model.fill,
        shift=shift,
    )
    light = _light(rng, model.flat, floor)
    behind, bend, wall_at = np.inf, None, None
    if not model.flat and pitch < 45:
        extent = float(np.linalg.norm(points.max(0) - points.min(0)))
        back = float(points[:, 1].max() + extent * rng.uniform(0.25, 0.5))
        if floor in SOFT:
            bend = Bend(back, 0.5 * extent)
            behind = back + 2.2 * extent
        else:
            behind = wall_at = back
    seen = _window_seen(camera, float(behind))
    near = float(np.linalg.norm(camera.eye)) / camera.focal
    texel = max(near * 1.15, (seen[2] - seen[0]) / 2000, (seen[3] - seen[1]) / 2000)
    spin = float(rng.choice([0.0, np.pi / 2])) + float(rng.normal(0, 0.06))
    scale = (
        1.0
        if model.flat
        else float(np.clip(np.linalg.norm(np.ptp(points, axis=0)) / 0.4, 0.25, 1.0))
    )
    low = points[points[:, 2] < points[:, 2].min() + 0.02][:, :2]
    patches = [lay(floor, seed, seen, texel, turn=spin, bend=bend, under=low, scale=scale)]
    if wall_at is not None:
        high = (seen[0] - 0.3, 0.0, seen[2] + 0.3, 1.2 * max(0.6, float(points[:, 2].max()) * 2))
        patches.append(
            lay("plaster", seed, high, max(texel, (high[2] - high[0]) / 1600), wall_at=wall_at)
        )
    return Setup(parts, camera, light, patches)


def shoot(setup: Setup) -> F32:
    """Linear light (H, W, 3) as it enters the lens."""
    parts, patches = setup.parts, setup.patches
    scene = render.scene_of(parts, patches)
    seen = render.see(scene, setup.camera, parts, patches)
    received = render.light_at(scene, setup.light, seen, parts)
    colour = render.shade(setup.light, seen, received, parts, patches)
    return render.antialias(scene, setup.camera, seen, colour)


def cover(setup: Setup) -> F32:
    """The share (H, W) of each pixel that the product covers in what ``shoot`` renders."""
    scene = render.scene_of(setup.parts, setup.patches)
    seen = render.see(scene, setup.camera, setup.parts, setup.patches)
    return render.coverage(scene, setup.camera, seen, len(setup.parts))
