"""One photograph: the model put down, the window opened, the phone held a little askew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.catalog.demo.shapes.model import Model
from apps.catalog.demo.studio import render
from apps.catalog.demo.studio.camera import Camera, frame
from apps.catalog.demo.studio.ground import Patch, lay
from apps.catalog.demo.studio.light import Light, window
from apps.catalog.demo.studio.noise import generator

F32 = npt.NDArray[np.float32]
SOFT = {"sheet", "blanket"}
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
class Shot:
    """Linear light (H, W, 3) as it enters the lens, and the product's coverage (H, W)."""

    light: F32
    cover: F32


@dataclass(frozen=True)
class Setup:
    """Everything a photograph depends on besides the model."""

    camera: Camera
    light: Light
    patches: list[Patch]


def _window_seen(camera: Camera, wall_at: float | None) -> tuple[float, float, float, float]:
    x, y = np.meshgrid(np.linspace(0, camera.width, 9), np.linspace(0, camera.height, 9))
    rays = camera.rays(x.astype(np.float32), y.astype(np.float32)).reshape(-1, 3)
    down = rays[:, 2] < -0.02
    far = -camera.eye[2] / rays[down, 2]
    seen = camera.eye + rays[down] * far[:, None]
    if wall_at is not None:
        behind = seen[:, 1] > wall_at
        reach = (wall_at - camera.eye[1]) / np.maximum(rays[down][:, 1], 1e-3)
        at_wall = camera.eye + rays[down] * reach[:, None]
        seen[behind] = at_wall[behind]
    low, high = seen.min(0) - 0.03, seen.max(0) + 0.03
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def arrange(model: Model, floor: str, seed: str, view: str, size: tuple[int, int]) -> Setup:
    """Choose camera, window and ground for a model; the seed alone decides the accidents."""
    rng = generator("arrange", seed, view)
    points = np.concatenate([part.vertices for part in model.parts])
    roll, tilt, turn = rng.normal(0, 1.3), rng.normal(0, 1.0), rng.normal(0, 2.0)
    shift = (float(rng.normal(0, 0.010)), float(rng.normal(0, 0.010)))
    if model.flat:
        yaw, pitch = turn, 83.0 + 1.2 * tilt
    else:
        yaw, pitch = model.yaw + 1.5 * turn, model.pitch + tilt
    camera = frame(points, yaw=yaw, pitch=pitch, roll=roll, size=size, fill=model.fill, shift=shift)
    azimuth = float(rng.choice([140.0, 155.0, 35.0, 120.0])) + float(rng.normal(0, 6))
    light = window(
        azimuth,
        float(rng.uniform(38, 52)) if model.flat else float(rng.uniform(42, 55)),
        radius=float(rng.uniform(0.13, 0.20)),
        warmth=float(rng.uniform(-0.5, 1.0)),
        floor=np.array(FLOOR_TINT[floor], np.float32) * np.float32(0.8),
        ratio=float(rng.uniform(2.0, 3.0)),
    )
    wall_at = None
    if not model.flat and floor not in SOFT and pitch < 40:
        depth = float(points[:, 1].max() - points[:, 1].min())
        wall_at = float(points[:, 1].max() + 0.35 * depth + rng.uniform(0.14, 0.24))
    seen = _window_seen(camera, wall_at)
    near = float(np.linalg.norm(camera.eye)) / camera.focal
    texel = max(near * 1.15, (seen[2] - seen[0]) / 2000, (seen[3] - seen[1]) / 2000)
    spin = float(rng.choice([0.0, np.pi / 2])) + float(rng.normal(0, 0.06))
    patches = [lay(floor, seed, seen, texel, turn=spin)]
    if wall_at is not None:
        high = (seen[0] - 0.3, 0.0, seen[2] + 0.3, 1.2 * max(0.6, float(points[:, 2].max()) * 2))
        patches.append(
            lay("plaster", seed, high, max(texel, (high[2] - high[0]) / 1600), wall_at=wall_at)
        )
    return Setup(camera, light, patches)


def shoot(model: Model, setup: Setup) -> Shot:
    """Render the arranged model."""
    scene = render.scene_of(model.parts, setup.patches)
    seen = render.see(scene, setup.camera, model.parts, setup.patches)
    soft = setup.patches[0].cover.relief is not None
    received = render.light_at(scene, setup.light, seen, model.parts, soft)
    colour = render.shade(setup.light, seen, received, model.parts, setup.patches)
    colour, cover = render.antialias(scene, setup.camera, seen, colour, len(model.parts))
    return Shot(colour, cover)
