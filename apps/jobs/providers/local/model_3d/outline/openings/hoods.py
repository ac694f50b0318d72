"""Whether a hood lies on top: then the neck opens inside the silhouette, not at its rim."""

import numpy as np

from ..trunk import Trunk

# Share of the trunk's width that a hood is wide, and how much taller than a collar it stands.
NARROWEST, WIDEST = 0.3, 0.75
TALLEST_COLLAR = 0.16


def has_hood(trunk: Trunk) -> bool:
    """A dome above the shoulders: as wide as a head, tall, and rounded off at the top."""
    rim = trunk.rim
    rows = trunk.top + np.linspace(0.01, 0.5, 50) * trunk.width
    widths = np.array([_width(trunk, float(row)) for row in rows])
    growth = np.diff(widths)
    jump = int(np.argmax(growth > 0.12 * trunk.width)) if (growth > 0.12 * trunk.width).any() else 0
    height = float(rows[jump] - trunk.top)
    if height < TALLEST_COLLAR * trunk.width or rim is None:
        return False
    dome = widths[: jump + 1]
    broadest = float(dome.max())
    if not NARROWEST * trunk.width < broadest < WIDEST * trunk.width:
        return False
    near_top = float(np.interp(0.12 * height, rows[: jump + 1] - trunk.top, dome))
    return near_top < 0.75 * broadest


def _width(trunk: Trunk, row: float) -> float:
    near = np.abs(trunk.rim.y - row) < 1.5 * trunk.rim.step
    return float(np.ptp(trunk.rim.x[near])) if near.any() else 0.0
