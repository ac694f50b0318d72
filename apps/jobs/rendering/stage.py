"""A model on the floor of the studio, cut out together with its shadow."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .camera import Camera
from .frame import FINE, render
from .ground import Ground
from .scene import Scene
from .view import look

U8 = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Picture:
    """``pixels`` uint8 (H, W, 3), sRGB, straight; ``alpha`` uint8 (H, W)."""

    pixels: U8
    alpha: U8


class Stage:
    """A scene and the floor below it, for any number of pictures."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._ground = Ground(scene)

    def picture(self, camera: Camera, size: tuple[int, int], *, edge_rays: int = FINE) -> Picture:
        """The lit model with its shadow, black, in the alpha.

        Args:
            size: width and height in pixels.
            edge_rays: as in ``frame.render``.
        """
        frame = render(self.scene, camera, size, lit=True, edge_rays=edge_rays)
        shadow = self._ground.shadow(look(self.scene, camera, size), camera.azimuth)
        alpha = frame.alpha + (1 - frame.alpha) * shadow
        # Where the model's edge stands before its own shadow both are in the pixel.
        share = frame.alpha / np.maximum(alpha, np.float32(1e-6))
        pixels = np.rint(frame.pixels * share[..., None]).astype(np.uint8)
        return Picture(pixels, np.rint(alpha * 255).astype(np.uint8))


def on_backdrop(picture: Picture, top: tuple[int, int, int], bottom: tuple[int, int, int]) -> U8:
    """The picture (H, W, 3) before a vertical gradient between two sRGB colours."""
    height = picture.alpha.shape[0]
    share = (np.arange(height, dtype=np.float32) / max(1, height - 1))[:, None]
    ends = np.array([top, bottom], np.float32)
    ground = (ends[0] * (1 - share) + ends[1] * share)[:, None, :]
    opacity = picture.alpha[..., None] * np.float32(1 / 255)
    return np.asarray(np.rint(ground + (picture.pixels - ground) * opacity), np.uint8)
