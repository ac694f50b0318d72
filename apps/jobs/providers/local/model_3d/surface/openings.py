"""Which part of the silhouette's boundary is an opening."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from ..outline.result import Opening, OpeningKind
from .triangulation import Triangulation, boundary_loops

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Mouth:
    """An opening on the triangulation.

    Attributes:
        chain: its vertices in the boundary's order, on the front; the first and the last are
            corners, where front and back meet.
        behind: the same on the back; its inner vertices may be others than the front's.
    """

    kind: OpeningKind
    chain: I64
    behind: I64


def find_mouths(mesh: Triangulation, openings: Sequence[Opening], spacing: float) -> list[Mouth]:
    """Find the stretch of boundary that is nearest to each opening's line.

    An opening that is shorter than three edges, or whose ends lie on two boundaries, is left
    closed; so is one that another has taken already.
    """
    points = mesh.points
    loops = boundary_loops(mesh.triangles)
    taken = np.zeros(len(points), np.bool_)
    cornered = np.zeros(len(points), np.bool_)
    mouths = []
    for opening in openings:
        line = _dense(np.array(opening.line, np.float64), spacing / 4)
        if len(line) < 4:
            continue
        loop = min(loops, key=lambda one: _apart(points[one], line))
        chain = _stretch(points[loop], line)
        if chain is None:
            continue
        vertices = _trimmed(loop[chain], cornered)
        inner, corners = vertices[1:-1], vertices[[0, -1]]
        if not 4 <= len(vertices) <= len(loop) - 3:
            continue
        if taken[vertices].any() or cornered[inner].any():
            continue
        taken[inner] = True
        cornered[corners] = True
        mouths.append(Mouth(opening.kind, vertices, vertices))
    return mouths


def _trimmed(chain: I64, cornered: npt.NDArray[np.bool_]) -> I64:
    """Begin and end a vertex later where a neighbouring opening has its corner already: between
    two openings lies at least one edge of side."""
    first = int(cornered[chain[0]])
    last = len(chain) - int(cornered[chain[-1]])
    return chain[first:last]


def _dense(line: F64, step: float) -> F64:
    if len(line) < 2:
        return line
    lengths = np.linalg.norm(np.diff(line, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    places = np.linspace(0, along[-1], max(4, int(along[-1] / step)))
    return np.stack([np.interp(places, along, line[:, i]) for i in range(2)], axis=1)


def _apart(loop: F64, line: F64) -> float:
    """Mean distance from the opening's line to the nearest boundary vertices."""
    distance, _ = cKDTree(loop).query(line)
    return float(np.mean(distance))


def _stretch(loop: F64, line: F64) -> I64 | None:
    """Return the places in the loop between the line's ends, on the side that follows the line."""
    ends = [int(np.argmin(((loop - end) ** 2).sum(axis=1))) for end in (line[0], line[-1])]
    if ends[0] == ends[1]:
        return None
    tree = cKDTree(line)
    found = []
    for start, stop in (ends, ends[::-1]):
        count = (stop - start) % len(loop) + 1
        chain = (start + np.arange(count)) % len(loop)
        distance, _ = tree.query(loop[chain])
        found.append((float(np.mean(distance)), chain))
    return np.asarray(min(found, key=lambda one: one[0])[1], np.int64)
