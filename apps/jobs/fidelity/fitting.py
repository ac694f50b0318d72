"""A calibration fitted to the distances of harmless re-captures."""

from collections.abc import Mapping, Sequence

import numpy as np

from . import scale
from .calibration import CAP_SHARE, GOOD_SHARE, Calibration
from .report import AxisName

SHARES = (0.0, 0.25, 0.5, 0.75, 0.9, GOOD_SHARE, 0.99, 1.0)
# With fewer harmless pairs a 95th percentile is a guess.
FEWEST_PAIRS = 60

Distances = Mapping[AxisName, float]


def fit(
    harmless: Sequence[Distances],
    different: Sequence[Distances],
    *,
    name: str,
    capture: str,
    fitted_on: str,
    products: int,
) -> Calibration:
    """Return the calibration of these pairs.

    Args:
        harmless: per pair, the distance on every axis between a product and its re-capture.
        different: the same between products of the same category.
        name: stands in every report.
        capture: ``same_capture`` or ``other_capture``.
        fitted_on: ISO date.
        products: how many products the harmless pairs come from.

    Raises:
        ValueError: too few pairs.
    """
    if len(harmless) < FEWEST_PAIRS or not different:
        raise ValueError(f"at least {FEWEST_PAIRS} harmless pairs and some different are needed")
    totals = [scale.total_distance(pair) for pair in harmless]
    limits = {
        axis: float(np.quantile([pair[axis] for pair in harmless], CAP_SHARE)) for axis in AxisName
    }
    return Calibration(
        name=name,
        capture=capture,
        scale=scale.PROVISIONAL,
        fitted_on=fitted_on,
        products=products,
        pairs=len(harmless),
        shares=SHARES,
        distances=tuple(round(float(at), 6) for at in np.quantile(totals, SHARES)),
        different=round(float(np.median([scale.total_distance(pair) for pair in different])), 6),
        axis_limits={axis: round(limit, 6) for axis, limit in limits.items()},
    )
