"""The bill of a cap that is seen from the front: it stands forward below the crown, and the head
goes in behind it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d

from ..outline.result import OpeningKind
from .cutting import divide
from .openings import Mouth
from .silhouette import Mask
from .triangulation import Triangulation, areas, boundary_edges, boundary_loops

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

NOTCH = 0.02
SEARCHED = (0.3, 0.75)
STEEPNESS = 0.85
SAG = 0.5


@dataclass(frozen=True)
class Brow:
    """Where the crown ends: the notches left and right, (x, y) in pixels."""

    left: tuple[float, float]
    right: tuple[float, float]

    def above(self, points: F64) -> F64:
        """Return how far points (N, 2) lie above the line between the notches."""
        start, stop = np.array(self.left), np.array(self.right)
        along = (stop - start) / max(float(np.linalg.norm(stop - start)), 1e-9)
        away = points - start
        return np.asarray(away[:, 0] * along[1] - away[:, 1] * along[0], np.float64)


def find_brow(inside: Mask) -> Brow | None:
    """Find the notches between crown and bill: where the outline is narrower than above and
    below. Hats without a bill widen steadily and have none."""
    rows = np.flatnonzero(inside.any(axis=1))
    if len(rows) < 40:
        return None
    smoothing = 0.012 * len(rows)
    left = gaussian_filter1d(inside[rows].argmax(axis=1).astype(np.float64), smoothing)
    last = inside.shape[1] - 1 - inside[rows, ::-1].argmax(axis=1)
    right = gaussian_filter1d(last.astype(np.float64), smoothing)
    width = right - left
    wider_above = np.maximum.accumulate(width)
    wider_below = np.maximum.accumulate(width[::-1])[::-1]
    notch = (np.minimum(wider_above, wider_below) - width) / width.max()
    first, stop = (int(share * len(rows)) for share in SEARCHED)
    found = first + int(np.argmax(notch[first:stop]))
    if notch[found] < NOTCH or wider_above[found] < 0.7 * width.max():
        return None
    y = float(rows[found])
    return Brow((float(left[found]), y), (float(right[found]), y))


def open_behind(
    mesh: Triangulation, brow: Brow
) -> tuple[Triangulation, npt.NDArray[np.bool_], Mouth] | None:
    """Divide a cap's triangulation along its brow.

    Returns the triangulation, which of its triangles are crown, and the mouth between the bill's
    edge in front and the brow behind; None where the brow does not cut it in two.
    """
    divided = divide(mesh, brow.above)
    if divided is None or (areas(divided.points, divided.triangles) <= 0).any():
        return None
    crown = brow.above(divided.points[divided.triangles].mean(axis=1)) > 0
    rim = np.zeros(len(divided.points), np.bool_)
    rim[boundary_edges(divided.triangles)] = True
    behind = _brow_chain(divided.triangles[crown], rim)
    if behind is None:
        return None
    outer = next(one for one in boundary_loops(divided.triangles) if behind[0] in one)
    outer = np.roll(outer, -int(np.flatnonzero(outer == behind[0])[0]))
    chain = outer[: int(np.argmax(outer == behind[-1])) + 1]
    # A hole in the bill, or a second piece below the brow, would be left without a back.
    below = rim.copy()
    below[divided.triangles[crown]] = False
    below[chain] = False
    if len(chain) < 4 or below.any():
        return None
    return divided, crown, Mouth(OpeningKind.HEAD, chain, behind)


def _brow_chain(crown: I64, rim: npt.NDArray[np.bool_]) -> I64 | None:
    """Return the crown's boundary that is not the outline's ``rim``, from corner to corner; None
    unless it is one stretch."""
    loops = [one for one in boundary_loops(crown) if not rim[one].all()] if len(crown) else []
    if len(loops) != 1:
        return None
    within = ~rim[loops[0]]
    count = int(within.sum())
    entries = np.flatnonzero(within & ~np.roll(within, 1))
    if len(entries) != 1 or not 3 <= count <= len(within) - 2:
        return None
    return np.asarray(np.roll(loops[0], 1 - int(entries[0]))[: count + 2], np.int64)


def bill_depth(points: F64, brow_points: F64, brow_depth: F64) -> F64:
    """Return z of the bill's points (N, 2): the crown's front goes on down to where the bill is
    sewn on, an arc that sags below the brow, and from there forward.

    Args:
        brow_points: (K, 2), the crown's front edge, and ``brow_depth`` its z.
    """
    order = np.argsort(brow_points[:, 0], kind="stable")
    x, y, z = brow_points[order, 0], brow_points[order, 1], brow_depth[order]
    half = max((x[-1] - x[0]) / 2, 1e-9)
    across = np.clip((points[:, 0] - (x[0] + x[-1]) / 2) / half, -1, 1)
    drop = points[:, 1] - np.interp(points[:, 0], x, y)
    sag = min(SAG * half, 0.5 * float(drop.max())) * np.sqrt(1 - across**2)
    return np.asarray(
        np.interp(points[:, 0], x, z) + STEEPNESS * np.maximum(drop - sag, 0), np.float64
    )
