"""Sheets over one flat triangulation, sewn into a closed surface."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .openings import Mouth
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


@dataclass(frozen=True)
class Sheets:
    """What is laid over a flat triangulation.

    Attributes:
        points: float64 (V, 2), where its vertices lie in the plane.
        ahead: float64 (V,), z of the front sheet; ``behind`` that of the back one.
        joined: bool (V,), where the two are one vertex (z of the front counts).
        front: int64 (F, 3), the triangles of the front sheet; ``back`` those of the back one.
    """

    points: F64
    ahead: F64
    behind: F64
    joined: npt.NDArray[np.bool_]
    front: I64
    back: I64


def sew_sheets(sheets: Sheets) -> Shell:
    """Join a front and a back sheet along the sides; at the openings the shell stays open."""
    count, doubled = len(sheets.points), ~sheets.joined
    front = np.arange(count)
    back = front.copy()
    back[doubled] = count + np.arange(int(doubled.sum()))
    before = np.column_stack([sheets.points, sheets.ahead])
    after = np.column_stack([sheets.points, sheets.behind])
    return Shell(
        np.concatenate([before, after[doubled]]),
        np.concatenate([front[sheets.front], back[sheets.back][:, ::-1]]),
        np.repeat(
            np.array([Part.FRONT, Part.BACK], np.uint8), [len(sheets.front), len(sheets.back)]
        ),
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
        for chain in (shell.front[mouth.chain], shell.back[mouth.behind[::-1]]):
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
