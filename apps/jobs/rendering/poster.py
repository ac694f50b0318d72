"""The hero picture of a model."""

from .camera import Camera, Framing
from .stage import Picture, Stage

CAMERA = Camera(azimuth=-20, elevation=7, field_of_view=24, fill=0.84, framing=Framing.SILHOUETTE)
"""A little from the side and above, as far away as a portrait is taken from."""

SIZE = (1280, 1600)
"""Width and height: four to five, as the packshots."""


def make_poster(stage: Stage, *, size: tuple[int, int] = SIZE) -> Picture:
    """The model a little from the side and above, with its shadow in the alpha."""
    return stage.picture(CAMERA, size)
