"""Evidence for people: a model from its four sides in one picture."""

import numpy as np
import numpy.typing as npt

from .camera import Camera, Framing
from .frame import render
from .scene import Scene

AZIMUTHS = (0, 90, 180, 270)
"""Front, the model's left-hand side as worn, back, its other side."""

PAPER = 244


def four_sides(scene: Scene, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Return the lit model from ``AZIMUTHS``, side by side: uint8 (H, 4 W, 3) on light grey.

    Args:
        scene: the model.
        size: width and height of one view in pixels.
    """
    views = []
    for azimuth in AZIMUTHS:
        camera = Camera(azimuth, 4, 20, 0.92, Framing.TURNTABLE)
        frame = render(scene, camera, size, lit=True)
        shown = PAPER + (frame.pixels - np.float32(PAPER)) * frame.alpha[..., None]
        views.append(np.rint(shown).astype(np.uint8))
    return np.concatenate(views, 1)
