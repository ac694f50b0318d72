"""From distances to scores while no calibration is installed.

``score = 100 / (1 + (distance / half)^1.5)``: 100 for no distance, 50 at ``half``. The halves are
measured: the median distance, on that axis, between a product's photograph and the model of
another product of the same category (docs/fidelity.md says how and when). So 50 means: no nearer
than a different product of its kind. The total's distance is the fourth-power mean of the axes'
distances in their halves, near to the worst of them: a lost sleeve must not be averaged away.
Both exponents are chosen, not measured.
"""

from collections.abc import Mapping

from .report import AxisName

PROVISIONAL = "provisional-1"
# Of 120 pairs from 40 photographs, 20 November 2026: 0.411, 0.131, 21.8, 0.697, 0.620.
HALVES: Mapping[AxisName, float] = {
    AxisName.GEOMETRY: 0.41,
    AxisName.PROPORTIONS: 0.13,
    AxisName.COLORS: 22.0,
    AxisName.MATERIALS: 0.70,
    AxisName.DETAILS: 0.62,
}
FALL = 1.5
MEAN = 4


def axis_score(name: AxisName, distance: float) -> float:
    """Return the score, 0 to 100, of a distance of 0 or more."""
    return on_scale(distance / HALVES[name])


def total_distance(distances: Mapping[AxisName, float]) -> float:
    """Return the fourth-power mean of the axes' distances, each in units of its half.

    Args:
        distances: of the axes that were measured; not empty.
    """
    powers = [(distance / HALVES[name]) ** MEAN for name, distance in sorted(distances.items())]
    return float((sum(powers) / len(powers)) ** (1 / MEAN))


def on_scale(ratio: float) -> float:
    """Return the score of a distance in units of its half."""
    return float(100 / (1 + ratio**FALL))
