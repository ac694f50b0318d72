"""A model turning once around, before the collection's backdrop."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from .camera import Camera, Framing
from .frame import QUICK
from .stage import Stage, on_backdrop

Colour = tuple[int, int, int]

FRAMES, FRAMES_PER_SECOND, SIDE = 36, 12, 480
CAMERA = Camera(azimuth=0, elevation=6, field_of_view=24, fill=0.86, framing=Framing.TURNTABLE)
"""Of the first frame: the photograph's own view."""


def turn(
    stage: Stage, *, top: Colour, bottom: Colour, frames: int = FRAMES, side: int = SIDE
) -> Iterator[npt.NDArray[np.uint8]]:
    """Yield pictures (side, side, 3), evenly around; the one after the last would be the first.

    Args:
        top: sRGB colour of the backdrop's upper edge.
        bottom: of its lower edge.
    """
    for number in range(frames):
        camera = replace(CAMERA, azimuth=CAMERA.azimuth + 360 * number / frames)
        picture = stage.picture(camera, (side, side), edge_rays=QUICK)
        yield on_backdrop(picture, top, bottom)
