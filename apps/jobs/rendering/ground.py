"""The floor below a model: nothing but the shadow the model casts on it."""

import cv2
import numpy as np
import numpy.typing as npt

from .scene import Scene
from .studio import from_azimuth, radiance, sphere
from .view import View

F32 = npt.NDArray[np.float32]

# Cells along a side of the floor; the shadow is smooth, so that few are enough.
CELLS = 72
# The floor reaches this many times as far as the model does.
SPREAD = 1.8
# Directions that are sampled: neighbours in a block of 2 x 2 cells take other ones, and blurring
# brings them together.
SAMPLES, TURNS = 160, 4
BLUR = 1.7
# Pixels between two places at which a picture's shadow is computed; the share of the frame at its
# borders where it fades.
COARSE, BORDER = 4, 0.1
# Where all light is gone the floor turns this dark; the last faint share of it is left out, so
# that the shadow ends.
DARKNESS, FAINT = 0.66, 0.1


class Ground:
    """A floor at the model's lowest point, its view of the studio's light sampled once."""

    def __init__(self, scene: Scene) -> None:
        points = scene.outer_points
        self._level = float(points[:, 1].min())
        low, high = points.min(0), points.max(0)
        reach = SPREAD * max(float(np.max(np.abs([low, high])[:, ::2])), 0.2)
        self._step = 2 * reach / CELLS
        across = (np.arange(CELLS, dtype=np.float32) + np.float32(0.5)) * np.float32(
            self._step
        ) - np.float32(reach)
        x, z = np.meshgrid(across, across)
        self._cells = [(slice(a, None, 2), slice(b, None, 2)) for a in (0, 1) for b in (0, 1)]
        upper = sphere(SAMPLES)
        upper = upper[upper[:, 1] > 0]
        turns = np.arange(TURNS) * (360 / TURNS / len(upper) * 2.4)
        self._directions = [from_azimuth(upper, turn) for turn in turns]
        self._seen = [
            self._sample(scene, x[cells], z[cells], directions)
            for cells, directions in zip(self._cells, self._directions, strict=True)
        ]
        outer = np.maximum(np.abs(x), np.abs(z)) / np.float32(reach)
        self._fade = np.clip((1 - np.sqrt(x * x + z * z) / np.float32(reach)) * 3, 0, 1) * (
            outer < 1
        )

    def _sample(self, scene: Scene, x: F32, z: F32, directions: F32) -> F32:
        seen = np.empty((x.size, len(directions)), np.float32)
        starts = np.empty((x.size, 3), np.float32)
        starts[:, 0], starts[:, 1], starts[:, 2] = x.ravel(), self._level - 1e-3, z.ravel()
        rays = np.empty_like(starts)
        for number, direction in enumerate(directions):
            rays[:] = direction
            seen[:, number] = ~scene.blocked(starts, rays)
        return seen

    def shadow(self, view: View, azimuth: float) -> F32:
        """How much of the floor's light the model takes, as seen: float32 (H, W) from 0 to 1, and
        0 at the frame's borders, so that a cut-out has no straight edges.

        Args:
            azimuth: of the eye, with which the lamps stand, in degrees.
        """
        width, height = view.size
        if -view.forward[1] <= 1e-4:
            return np.zeros((height, width), np.float32)
        # It is smooth: a few places are enough, what lies between them is interpolated.
        columns, rows = _places(width), _places(height)
        origins, directions = view.rays(columns[None, :], rows[:, None])
        down = np.minimum(directions[..., 1], np.float32(-1e-6))
        distance = (np.float32(self._level) - origins[..., 1]) / down
        half = np.float32(CELLS / 2 - 0.5)
        across, along = (
            (origins[..., axis] + directions[..., axis] * distance) / np.float32(self._step) + half
            for axis in (0, 2)
        )
        read = cv2.remap(
            self._map(azimuth),
            np.clip(across, -2, CELLS + 2),
            np.clip(along, -2, CELLS + 2),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
        )
        fading = _border(rows / np.float32(height))[:, None] * _border(columns / np.float32(width))
        whole = cv2.resize(read * fading, (width, height), interpolation=cv2.INTER_CUBIC)
        return np.asarray(np.clip(whole, 0, 1), np.float32)

    def _map(self, azimuth: float) -> F32:
        shade = np.empty((CELLS, CELLS), np.float32)
        for cells, directions, seen in zip(self._cells, self._directions, self._seen, strict=True):
            weight = radiance(from_azimuth(directions, azimuth)) * directions[:, 1]
            open_share = np.einsum("cd,d->c", seen, weight) / weight.sum()
            shade[cells] = 1 - open_share.reshape(CELLS // 2, CELLS // 2)
        soft = np.asarray(cv2.GaussianBlur(shade, (0, 0), BLUR), np.float32)
        soft = np.maximum(soft - np.float32(FAINT), 0) / np.float32(1 - FAINT)
        return np.asarray(soft * self._fade * np.float32(DARKNESS), np.float32)


def _places(side: int) -> F32:
    count = -(-side // COARSE)
    middles = np.arange(count, dtype=np.float32) + np.float32(0.5)
    return np.asarray(middles * np.float32(side / count), np.float32)


def _border(places: F32) -> F32:
    """Weights that fall to 0 towards both ends of 0 to 1."""
    near = np.clip(np.minimum(places, 1 - places) / np.float32(BORDER), 0, 1)
    return np.asarray(near * near * (3 - 2 * near), np.float32)
