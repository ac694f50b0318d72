"""Which triangles a camera in front of the product really shows."""

import numpy as np
import numpy.typing as npt

from ..surface.solid import Part, Solid
from .rays import Triangles
from .surface_measures import face_normals

# Beyond about 75 degrees a surface is a line of the photograph, not a surface.
LIMIT = float(np.cos(np.radians(75)))


def shown(solid: Solid, *, from_behind: bool = False) -> npt.NDArray[np.bool_]:
    """(F,): faces the camera by less than 75 degrees with nothing in between."""
    side = -1.0 if from_behind else 1.0
    normal, _ = face_normals(solid.positions, solid.faces)
    facing = normal[:, 2] * side > LIMIT
    centre = solid.positions[solid.faces].mean(axis=1).astype(np.float32)
    spread = np.ptp(solid.positions, axis=0).max()
    centre[:, 2] += side * 1e-4 * spread
    hidden = Triangles(solid.positions, solid.faces).met(
        np.ascontiguousarray(centre), (0.0, 0.0, side)
    )
    return np.asarray(facing & ~hidden)


def seen_share(solid: Solid, *, with_back: bool) -> float:
    """The photographed part of the outer surface's area, 0 to 1."""
    outer = solid.parts != Part.LINING
    _, area = face_normals(solid.positions, solid.faces)
    seen = shown(solid)
    if with_back:
        seen |= shown(solid, from_behind=True)
    whole = float(area[outer].sum())
    return float(area[outer & seen].sum()) / whole if whole > 0 else 0.0
