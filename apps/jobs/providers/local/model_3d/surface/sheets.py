"""Sheets over one flat triangulation, sewn into a closed surface."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .openings import Mouth
from .rounding import Section
from .solid import Part

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
UInt8Array = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Shell:
    """A surface in the unit of the flat triangulation.

    Attributes:
        places: float64 (V, 3): x and y in the plane of the picture (y down), z towards the eye.
        faces: int64 (F, 3), counter-clockwise as seen from outside in the upright picture.
        parts: uint8 (F,), a ``Part`` each.
        front: int64, the vertex above each point of the triangulation, and ``back`` the one
            behind it; the same at the sides.
    """

    places: F64
    faces: I64
    parts: UInt8Array
    front: I64
    back: I64


def sew_sheets(triangles: I64, section: Section, *, ahead: float, behind: float) -> Shell:
    """Lay a front and a back sheet over the triangles and join them along the sides; at the
    openings the shell stays open.

    Args:
        ahead: depth of the front as a multiple of the section's; ``behind`` that of the back.
    """
    count, doubled = len(section.points), ~section.sides
    front = np.arange(count)
    back = front.copy()
    back[doubled] = count + np.arange(int(doubled.sum()))
    before = np.column_stack([section.points, ahead * section.depth])
    after = np.column_stack([section.points, -behind * section.depth])
    parts = np.repeat(np.array([Part.FRONT, Part.BACK], np.uint8), len(triangles))
    return Shell(
        np.concatenate([before, after[doubled]]),
        np.concatenate([front[triangles], back[triangles][:, ::-1]]),
        parts,
        front,
        back,
    )


def line(shell: Shell, inner: F64, lined: npt.NDArray[np.bool_], mouths: list[Mouth]) -> Shell:
    """Close an open shell by a lining and the edge of the cloth at every mouth.

    Args:
        inner: (V, 3), where the lining has the vertex that the shell has at ``places``.
        lined: (F,), the faces that get a lining.
    """
    if not mouths:
        return shell
    shift = len(shell.places)
    strips = []
    for mouth in mouths:
        for chain in (shell.front[mouth.chain], shell.back[mouth.chain[::-1]]):
            start, stop = chain[:-1], chain[1:]
            strips.append(np.stack([stop, start, stop + shift], axis=1))
            strips.append(np.stack([start, start + shift, stop + shift], axis=1))
    rims = np.concatenate(strips)
    lining = shell.faces[lined][:, ::-1] + shift
    added = np.full(len(lining) + len(rims), Part.LINING, np.uint8)
    return Shell(
        np.concatenate([shell.places, inner]),
        np.concatenate([shell.faces, lining, rims]),
        np.concatenate([shell.parts, added]),
        shell.front,
        shell.back,
    )
