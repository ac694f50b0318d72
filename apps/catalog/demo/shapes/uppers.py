"""The upper of a shoe with its seams, and the thread it is sewn with."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes.curve import Points
from apps.catalog.demo.shapes.last import (
    AROUND,
    surface_lengths,
)
from apps.catalog.demo.shapes.mesh import Part, thick
from apps.catalog.demo.studio.materials import Material, Stitch, mixed

TOE = AROUND // 2


def upper(name: str, points: Points, leather: Material, line: float, *, where: str) -> Part:
    """The upper with a seam: an apron over the toe, or a row along the topline."""
    around, up = surface_lengths(points)
    total = up[-1:]
    rim = total - up - 0.004
    if where == "apron":
        column = np.abs(np.arange(points.shape[1]) - TOE) / TOE
        toe = np.clip((0.60 - column) / 0.06, 0, 1)[None]
        apron = up - total * line
        across = np.where((np.abs(apron) < np.abs(rim)) & (toe > 0), apron, rim)
        across = np.where(toe > 0, across, rim)
    else:
        across = rim
    seam = np.stack([across, around], -1)
    return thick(
        name,
        points,
        0.0022,
        leather,
        closed=(False, True),
        uv=np.stack([around, up], -1),
        seam=seam,
    )


def thread(colour: str, rows: tuple[float, ...] = (0.0,)) -> Stitch:
    return Stitch(mixed(colour, "#f0e4d2", 0.22), rows, 0.0030, 0.00042)
