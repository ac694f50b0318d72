"""The camera: a pinhole, placed so that a product fills its share of the frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Camera:
    """Eye and axes in metres; ``focal`` and ``centre`` in pixels of a width x height frame."""

    eye: F32
    right: F32
    up: F32
    forward: F32
    focal: float
    centre: tuple[float, float]
    width: int
    height: int

    def rays(self, x: F32, y: F32) -> F32:
        """Unit directions (..., 3) through pixel positions, y running down."""
        across = (x - np.float32(self.centre[0])) / np.float32(self.focal)
        down = (y - np.float32(self.centre[1])) / np.float32(self.focal)
        rays = self.forward + across[..., None] * self.right - down[..., None] * self.up
        rays /= np.sqrt(np.einsum("...i,...i->...", rays, rays))[..., None]
        return np.ascontiguousarray(rays, np.float32)

    def project(self, points: F32) -> F32:
        """Pixel positions (N, 2) of points in front of the eye."""
        offset = points - self.eye
        depth = np.maximum(offset @ self.forward, 1e-6)
        x = self.centre[0] + self.focal * (offset @ self.right) / depth
        y = self.centre[1] - self.focal * (offset @ self.up) / depth
        return np.stack([x, y], 1).astype(np.float32)


def _axes(yaw: float, pitch: float, roll: float) -> tuple[F32, F32, F32]:
    a, e, r = np.radians([yaw, pitch, roll])
    forward = np.array([np.sin(a) * np.cos(e), np.cos(a) * np.cos(e), -np.sin(e)])
    right = np.array([np.cos(a), -np.sin(a), 0.0])
    up = np.cross(right, forward)
    turned = np.cos(r) * right + np.sin(r) * up
    return (
        turned.astype(np.float32),
        np.cross(turned, forward).astype(np.float32),
        forward.astype(np.float32),
    )


def frame(
    points: F32,
    *,
    yaw: float,
    pitch: float,
    roll: float,
    size: tuple[int, int],
    fill: float,
    shift: tuple[float, float] = (0.0, 0.0),
    focal: float = 1.35,
) -> Camera:
    """A camera looking along yaw and pitch (degrees, pitch down) at all the points.

    ``fill`` is the share of the tighter side they take, ``shift`` the offset of their centre
    as a share of the frame, ``focal`` the focal length in units of the longer side.
    """
    width, height = size
    right, up, forward = _axes(yaw, pitch, roll)
    length = focal * max(size)
    target = (points.max(0) + points.min(0)) / 2
    distance = 2.0 * float(np.linalg.norm(points.max(0) - points.min(0)))
    camera = Camera(target, right, up, forward, length, (width / 2, height / 2), width, height)
    for _ in range(6):
        eye = (target - forward * np.float32(distance)).astype(np.float32)
        camera = Camera(eye, right, up, forward, length, (width / 2, height / 2), width, height)
        seen = camera.project(points)
        low, high = seen.min(0), seen.max(0)
        middle = (low + high) / 2 - np.array([width / 2, height / 2])
        scale = distance / length
        target = target + (middle[0] * right - middle[1] * up) * np.float32(scale)
        share = float(max((high[0] - low[0]) / width, (high[1] - low[1]) / height))
        distance *= share / fill
    centre = (width * (0.5 + shift[0]), height * (0.5 + shift[1]))
    return Camera(camera.eye, right, up, forward, length, centre, width, height)
