"""From distances to scores while no calibration is installed.

``score = 100 / (1 + (distance / half)²)``: 100 for no distance, flat near it, 50 at ``half``. The
halves are measured: the median distance, on that axis, between a product's photograph and the
model of another product of the same category (docs/fidelity.md says how and when). So 50 means:
no nearer than a different product of its kind. The total's distance is the quadratic mean of the
axes' distances in their halves, so that one ruined axis is not averaged away.
"""

import math
from collections.abc import Mapping

from .report import AxisName

PROVISIONAL = "provisional-1"
HALVES: Mapping[AxisName, float] = {
    AxisName.GEOMETRY: 0.25,
    AxisName.PROPORTIONS: 0.15,
    AxisName.COLORS: 15.0,
    AxisName.MATERIALS: 0.5,
    AxisName.DETAILS: 0.5,
}


def axis_score(name: AxisName, distance: float) -> float:
    """Return the score, 0 to 100, of a distance of 0 or more."""
    return on_scale(distance / HALVES[name])


def total_distance(distances: Mapping[AxisName, float]) -> float:
    """Return the quadratic mean of the axes' distances, each in units of its half.

    Args:
        distances: of the axes that were measured; not empty.
    """
    squares = [(distance / HALVES[name]) ** 2 for name, distance in sorted(distances.items())]
    return math.sqrt(sum(squares) / len(squares))


def on_scale(ratio: float) -> float:
    """Return the score of a distance in units of its half."""
    return 100 / (1 + ratio * ratio)
