"""A camera before a scene: which ray belongs to a pixel, and which pixel to a point."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .camera import Camera, Framing
from .scene import Scene

F32 = npt.NDArray[np.float32]

# Orthographic eyes stand this far from the middle, in radii of the scene: outside of everything.
FAR = 3.0


@dataclass(frozen=True)
class View:
    """Pixels are counted from the upper left corner of the frame, whose first pixel has its middle
    at (0.5, 0.5); depths from the plane through the scene's middle that faces the eye.

    Attributes:
        size: width and height in pixels.
        right, up, forward: unit vectors (3,) of the eye, float64.
        eye_distance: from the scene's middle, in radii; 0 is orthographic.
        middle: point of the plane through the scene's middle that is seen in the frame's middle,
            (right, up) in radii.
        scale: pixels per radius on that plane.
    """

    size: tuple[int, int]
    right: npt.NDArray[np.float64]
    up: npt.NDArray[np.float64]
    forward: npt.NDArray[np.float64]
    eye_distance: float
    middle: tuple[float, float]
    scale: float

    def project(self, points: F32) -> tuple[F32, F32, F32]:
        """Column, row and depth (N,) of points (N, 3) in the scene's space."""
        x, y, z = _seen(points, self.right, self.up, self.forward, self.eye_distance)
        scale = np.float32(self.scale)
        column = (x - np.float32(self.middle[0])) * scale + np.float32(self.size[0] / 2)
        row = (np.float32(self.middle[1]) - y) * scale + np.float32(self.size[1] / 2)
        return column, row, z

    def rays(self, columns: F32, rows: F32) -> tuple[F32, F32]:
        """Origins and directions of the rays through places of the frame, which are broadcast:
        (N,) and (N,) give (N, 3), (1, W) and (H, 1) give (H, W, 3).

        Directions are as long as the way to the plane through the scene's middle.
        """
        x = (columns - np.float32(self.size[0] / 2)) / np.float32(self.scale)
        y = (np.float32(self.size[1] / 2) - rows) / np.float32(self.scale)
        right, up, forward = (a.astype(np.float32) for a in (self.right, self.up, self.forward))
        away = forward * np.float32(self._away)
        aside = (x + np.float32(self.middle[0]))[..., None] * right
        aside = aside + ((y + np.float32(self.middle[1]))[..., None] * up - away)
        level = np.empty_like(aside)
        if not self.eye_distance:
            level[:] = away
            return aside, level
        level[:] = -away
        aside += np.float32(2) * away
        return level, aside

    def depth(self, distance: F32) -> F32:
        """Depth (N,) of what rays meet at a distance, which is in lengths of their directions."""
        return (distance - 1) * np.float32(self._away)

    @property
    def _away(self) -> float:
        return self.eye_distance or FAR

    def pixel_side(self, depth: F32) -> F32:
        """Side of what a pixel sees of a plane that faces the eye at a depth, in radii."""
        if not self.eye_distance:
            return np.full_like(depth, 1 / self.scale)
        return (1 + depth / np.float32(self.eye_distance)) / np.float32(self.scale)


def look(scene: Scene, camera: Camera, size: tuple[int, int]) -> View:
    """Put a camera before a scene.

    Args:
        size: width and height of the frame in pixels.

    Raises:
        ValueError: a frame without pixels, a ``fill`` that is not above 0, or a field of view
            outside of 0 to 150 degrees.
    """
    if min(size) < 1 or not camera.fill > 0 or not 0 <= camera.field_of_view <= 150:
        raise ValueError(f"nothing can be seen by {camera} in {size}")
    turn, lift = math.radians(camera.azimuth), math.radians(camera.elevation)
    right = np.array([math.cos(turn), 0.0, -math.sin(turn)])
    towards = np.array(
        [math.sin(turn) * math.cos(lift), math.sin(lift), math.cos(turn) * math.cos(lift)]
    )
    up = np.cross(towards, right)
    away = 1 / math.sin(math.radians(camera.field_of_view / 2)) if camera.field_of_view else 0.0
    x, y, _ = _seen(_framed(scene, camera.framing), right, up, -towards, away)
    left, over = float(x.min()), float(x.max())
    low, high = float(y.min()), float(y.max())
    scale = camera.fill / max((over - left) / size[0], (high - low) / size[1], 1e-9)
    return View(size, right, up, -towards, away, ((left + over) / 2, (low + high) / 2), scale)


def _framed(scene: Scene, framing: Framing) -> F32:
    """Points whose box in the picture is to fill the frame."""
    points = scene.outer_points
    if framing is Framing.SILHOUETTE:
        return points
    low, high = float(points[:, 1].min()), float(points[:, 1].max())
    reach = float(np.sqrt(np.square(points[:, ::2]).sum(1).max()))
    angles = np.arange(72) * (2 * math.pi / 72)
    ring = np.stack([np.sin(angles) * reach, np.zeros(72), np.cos(angles) * reach], 1)
    return np.concatenate([ring + np.array([0, y, 0]) for y in (low, high)]).astype(np.float32)


def _seen(
    points: F32,
    right: npt.NDArray[np.float64],
    up: npt.NDArray[np.float64],
    forward: npt.NDArray[np.float64],
    eye_distance: float,
) -> tuple[F32, F32, F32]:
    # Written out: a matrix product's last bits may depend on the number of threads.
    x, y, z = (
        points[:, 0] * np.float32(axis[0])
        + points[:, 1] * np.float32(axis[1])
        + points[:, 2] * np.float32(axis[2])
        for axis in (right, up, forward)
    )
    if eye_distance:
        nearer = np.float32(eye_distance) / (np.float32(eye_distance) + z)
        x, y = x * nearer, y * nearer
    return x, y, z
