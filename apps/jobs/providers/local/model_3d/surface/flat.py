"""The silhouette as a flat triangulation that spends the budget of triangles."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skyy.api.errors import Code, Problem

from ..outline.result import Construction, Opening, Outline
from .bill import find_brow, open_behind
from .cutting import cut_lattice
from .lattice import lay_lattice
from .openings import Mouth, find_mouths
from .silhouette import FRAME, SMALLEST_PIECE, Mask, measure
from .triangulation import Triangulation, areas, compacted, pieces_of

FINEST = 2.0
LEAST_TRIANGLES = 12


@dataclass(frozen=True)
class Flat:
    """Attributes:
    mouths: the openings; none for a relief.
    backed: bool (F,), the triangles that have a back sheet: all but those of a cap's bill.
    """

    mesh: Triangulation
    mouths: list[Mouth]
    backed: npt.NDArray[np.bool_]

    @property
    def lined(self) -> npt.NDArray[np.bool_]:
        """The triangles (F,) of the pieces that open somewhere."""
        label = pieces_of(self.mesh)
        at_mouth = np.zeros(len(self.mesh.points), np.bool_)
        for mouth in self.mouths:
            at_mouth[mouth.chain] = True
        opened = np.unique(label[at_mouth[self.mesh.triangles].any(axis=1)])
        return np.isin(label, opened)

    @property
    def faces(self) -> int:
        """How many triangles the surface will have."""
        count = len(self.backed) + int(self.backed.sum())
        if not self.mouths:
            return count
        lined = self.lined
        strips = sum(2 * (len(one.chain) + len(one.behind) - 2) for one in self.mouths)
        return count + int(lined.sum()) + int((lined & self.backed).sum()) + strips


def lay_flat(inside: Mask, outline: Outline, most: int) -> Flat:
    """Return the finest triangulation, about, whose surface stays under ``most`` triangles."""
    openings = _framed(outline)
    spacing = _first_spacing(inside, outline, most)
    for attempt in range(16):
        mesh = _triangulate(inside, spacing)
        flat = _opened(mesh, find_mouths(mesh, openings, spacing), inside, outline)
        share = flat.faces / most
        if share <= 1.0 and (share > 0.88 or spacing <= FINEST or attempt > 3):
            return flat
        # The count falls with a power of the spacing between one (contour) and two (area).
        step = (share / 0.95) ** 0.7
        spacing = max(FINEST, spacing * (max(step, 1.02) if share > 1.0 else step))
    raise too_thin()


def too_thin() -> Problem:
    """What is raised when nothing can be built."""
    return Problem(
        Code.PHOTO_TOO_THIN,
        "What was found of the product is too thin to give it a surface. Photograph it larger, "
        "or lay it out flat.",
    )


def _opened(mesh: Triangulation, mouths: list[Mouth], inside: Mask, outline: Outline) -> Flat:
    """Open a cap behind its bill, and everything else where the outline says."""
    if outline.construction is Construction.HAT and len(mouths) == 1:
        brow = find_brow(inside)
        divided = None if brow is None else open_behind(mesh, brow)
        if divided is not None:
            return Flat(divided[0], [divided[2]], divided[1])
    return Flat(mesh, mouths, np.ones(len(mesh.triangles), np.bool_))


def _framed(outline: Outline) -> list[Opening]:
    """The openings in the pixels of the framed mask."""
    if outline.construction is Construction.RELIEF:
        return []
    return [
        Opening(one.kind, tuple((x + FRAME, y + FRAME) for x, y in one.line))
        for one in outline.openings
    ]


def _first_spacing(inside: Mask, outline: Outline, most: int) -> float:
    """Guess the spacing that spends the budget: the contour's bands and the coarse middle."""
    area = float(inside.sum())
    steps = (inside[:, 1:] != inside[:, :-1]).sum() + (inside[1:] != inside[:-1]).sum()
    length = float(steps) / 1.27
    sheets = 2 if outline.construction is Construction.RELIEF or not outline.openings else 4
    budget = 0.97 * most / sheets
    # budget · s² = A·area + B·length·s, from the lattice's own geometry.
    fine, coarse = 15.0, 0.16
    root = np.sqrt((fine * length) ** 2 + 4 * budget * coarse * area)
    coarsest = float(np.sqrt(area)) / 8
    return max(FINEST, min(coarsest, float((fine * length + root) / (2 * budget))))


def _triangulate(inside: Mask, spacing: float) -> Triangulation:
    silhouette = measure(inside, spacing, smoothing=0.9 + 0.2 * spacing)
    if not 0 < float(silhouette.distance.max()) < inside.size:
        raise too_thin()
    mesh = cut_lattice(lay_lattice(silhouette, spacing), silhouette, spacing)
    return _without_crumbs(mesh)


def _without_crumbs(mesh: Triangulation) -> Triangulation:
    """Keep the pieces of some size."""
    if len(mesh.triangles) == 0:
        raise too_thin()
    label = pieces_of(mesh)
    area = np.bincount(label, areas(mesh.points, mesh.triangles))
    count = np.bincount(label)
    kept = (area >= SMALLEST_PIECE * area.sum()) & (count >= LEAST_TRIANGLES)
    if not kept.any():
        raise too_thin()
    return compacted(Triangulation(mesh.points, mesh.triangles[kept[label]]))
