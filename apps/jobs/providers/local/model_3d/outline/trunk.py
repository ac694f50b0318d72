"""The trunk of a garment: where its middle is and how wide it is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .cleaning import pieces
from .contour import Contour, filled, rim_of
from .upright import mirror_axis

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Trunk:
    """An upright silhouette and its measures, in pixels.

    Attributes:
        rim: its outer rim.
        axis: the column of its middle.
        width: how wide it usually is about the axis.
        left, right, top, bottom: its extent.
        holes: the lowest point (x, y) of every hole.
    """

    rim: Contour
    axis: float
    width: float
    left: float
    right: float
    top: float
    bottom: float
    holes: tuple[tuple[float, float], ...] = ()

    def extent(self, row: float) -> float:
        """From the leftmost to the rightmost point at a row, 0 where there is none."""
        near = np.abs(self.rim.y - row) < 1.5 * self.rim.step
        return float(np.ptp(self.rim.x[near])) if near.any() else 0.0

    @property
    def height(self) -> float:
        return self.bottom - self.top


def measure(mask: Mask) -> Trunk:
    """Measure an upright silhouette of one piece."""
    whole = filled(mask) > 0
    rim = rim_of(whole)
    axis = mirror_axis(whole)
    top, bottom = float(rim.y.min()), float(rim.y.max())
    column = int(np.clip(round(axis), 0, mask.shape[1] - 1))
    widths = [
        width
        for row in np.linspace(top + 0.25 * (bottom - top), top + 0.9 * (bottom - top), 40)
        if (width := _run(whole[round(row)], column))
    ]
    usual = float(np.percentile(widths, 35)) if widths else float(np.ptp(rim.x))
    left, right = float(rim.x.min()), float(rim.x.max())
    return Trunk(rim, axis, usual, left, right, top, bottom, _holes(mask, whole))


def _holes(mask: Mask, whole: Mask) -> tuple[tuple[float, float], ...]:
    labels, areas = pieces(whole & ~mask)
    found = []
    for label in range(1, len(areas)):
        rows, columns = np.nonzero(labels == label)
        lowest = rows == rows.max()
        found.append((float(columns[lowest].mean()), float(rows.max())))
    return tuple(found)


def _run(row: npt.NDArray[np.bool_], column: int) -> int:
    """Length of the run of True around a column, 0 where the column is False."""
    if not row[column]:
        return 0
    gaps = np.flatnonzero(~row)
    right = gaps[gaps > column]
    left = gaps[gaps < column]
    return int((right[0] if right.size else len(row)) - (left[-1] if left.size else -1) - 1)
