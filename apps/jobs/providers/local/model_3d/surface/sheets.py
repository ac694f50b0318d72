"""Sheets over one triangulation sewn into a closed surface."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .openings import Mouth
from .rounding import Section
from .solid import Part

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Shell:
    """Attributes:
    places: float64 (V, 3): x and y in the plane of the picture (y down), z towards the eye.
    faces: int64 (F, 3), counter-clockwise from outside.
    parts: uint8 (F,).
    """

    places: F64
    faces: I64
    parts: npt.NDArray[np.uint8]


class Sewing:
    """Collects vertices and faces; a sheet is an array that names the vertex of each point."""

    def __init__(self) -> None:
        self._places: list[F64] = []
        self._faces: list[I64] = []
        self._parts: list[npt.NDArray[np.uint8]] = []
        self._count = 0

    def pair(self, front: F64, back: F64, joined: Mask) -> tuple[I64, I64]:
        """Add the points of a front and a back sheet, (V, 3) each, which are one where they are
        ``joined`` (the front's place counts), and return the two sheets."""
        names = np.arange(len(front)) + self._count
        other = names.copy()
        other[~joined] = np.arange(int((~joined).sum())) + self._count + len(front)
        self._places += [front, back[~joined]]
        self._count += len(front) + int((~joined).sum())
        return names, other

    def cover(self, triangles: I64, part: Part, *, turned: bool) -> None:
        """Add faces, (F, 3) of vertex names; ``turned`` for those that look away."""
        faces = triangles[:, ::-1] if turned else triangles
        self._faces.append(faces)
        self._parts.append(np.full(len(faces), part, np.uint8))

    def rim(self, outer: I64, inner: I64) -> None:
        """Join two chains of vertex names, (N,) each, by a strip: the outer sheet's boundary in
        its faces' direction, and the inner one's beside it."""
        quads = np.stack([outer[:-1], outer[1:], inner[1:], inner[:-1]], axis=1)
        one, two = quads[:, [1, 0, 2]], quads[:, [0, 3, 2]]
        faces = np.concatenate([one, two])
        distinct = (
            (faces[:, 0] != faces[:, 1])
            & (faces[:, 1] != faces[:, 2])
            & (faces[:, 2] != faces[:, 0])
        )
        self.cover(faces[distinct], Part.LINING, turned=False)

    def sewn(self) -> Shell:
        """Return what was collected."""
        return Shell(
            np.concatenate(self._places), np.concatenate(self._faces), np.concatenate(self._parts)
        )


def sew_relief(
    triangles: I64, section: Section, sides: Mask, *, front: float, back: float
) -> Shell:
    """Close a front and a back sheet along the whole boundary."""
    sewing = Sewing()
    ahead, behind = sewing.pair(_lifted(section, front), _lifted(section, -back), sides)
    sewing.cover(ahead[triangles], Part.FRONT, turned=False)
    sewing.cover(behind[triangles], Part.BACK, turned=True)
    return sewing.sewn()


def sew_tubes(
    triangles: I64,
    lined: I64,
    outer: tuple[Section, Section],
    inner: tuple[Section, Section],
    sides: Mask,
    mouths: list[Mouth],
) -> Shell:
    """Close a lined garment: outer front and back, inner front and back, and at every mouth the
    cloth's edge between outside and lining.

    Args:
        triangles: of the flat triangulation, and ``lined`` those of them that get a lining.
        outer: front and back; depths are signed.
        inner: front and back, within the outer ones.
    """
    sewing = Sewing()
    front, back = sewing.pair(_lifted(outer[0], 1.0), _lifted(outer[1], 1.0), sides)
    sewing.cover(front[triangles], Part.FRONT, turned=False)
    sewing.cover(back[triangles], Part.BACK, turned=True)
    if mouths:
        before, behind = sewing.pair(_lifted(inner[0], 1.0), _lifted(inner[1], 1.0), sides)
        sewing.cover(before[lined], Part.LINING, turned=True)
        sewing.cover(behind[lined], Part.LINING, turned=False)
        for mouth in mouths:
            sewing.rim(front[mouth.chain], before[mouth.chain])
            sewing.rim(back[mouth.chain[::-1]], behind[mouth.chain[::-1]])
    return sewing.sewn()


def _lifted(section: Section, factor: float) -> F64:
    return np.column_stack([section.points, section.depth * factor])
