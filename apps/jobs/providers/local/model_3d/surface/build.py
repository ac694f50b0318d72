"""A closed surface in metres for an upright outline."""

import numpy as np

from ..outline.result import Outline
from ..tiers import Tier
from .flat import lay_flat, too_thin
from .raising import raise_shell
from .sheets import Shell
from .silhouette import FRAME, half_width, solid_pixels
from .solid import Solid

LEAST_PIXELS = 150
LEAST_HALF_WIDTH = 2.5


def build_solid(outline: Outline, *, tier: Tier) -> Solid:
    """Build the closed surface of an outline.

    The solid is upright and in metres: x and z of its bounding box are centred on 0, its lowest
    point lies at y = 0, the photographed side looks along +z. It holds at most
    ``tier.triangles`` triangles; the same outline gives the same solid.

    Raises:
        Problem: ``photo.too_thin`` when nothing is left that has a width.
    """
    inside = solid_pixels(outline.alpha)
    if int(inside.sum()) < LEAST_PIXELS or half_width(inside) < LEAST_HALF_WIDTH:
        raise too_thin()
    flat = lay_flat(inside, outline, tier.triangles)
    return _as_solid(raise_shell(flat, outline.construction, tier.smoothing), outline)


def _as_solid(shell: Shell, outline: Outline) -> Solid:
    places, faces = shell.places, shell.faces
    used = np.zeros(len(places), np.bool_)
    used[faces] = True
    renamed = np.cumsum(used) - 1
    places, faces = places[used], renamed[faces]
    scale = outline.metres_per_pixel
    metres = places * np.array([scale, -scale, scale])
    low, high = metres.min(axis=0), metres.max(axis=0)
    metres -= np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    return Solid(
        positions=metres.astype(np.float32),
        faces=faces.astype(np.int32),
        parts=shell.parts,
        plane=(places[:, :2] - FRAME).astype(np.float32),
    )
