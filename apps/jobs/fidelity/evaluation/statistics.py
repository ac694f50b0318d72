"""A few numbers out of many scores."""

from collections.abc import Sequence

import numpy as np

BOOTSTRAPS = 2000


def area_under_curve(higher: Sequence[float], lower: Sequence[float]) -> float:
    """Return the probability that one of ``higher`` is above one of ``lower``; ties count half."""
    one, other = np.asarray(higher, np.float64)[:, None], np.asarray(lower, np.float64)[None]
    return float((one > other).mean() + 0.5 * (one == other).mean())


def interval(
    higher: Sequence[Sequence[float]], lower: Sequence[Sequence[float]]
) -> tuple[float, float]:
    """Return the 95 % interval of ``area_under_curve``, bootstrapped by product.

    Args:
        higher: for every product, its scores that should be high.
        lower: for the same products, those that should be low.
    """
    draws = np.random.default_rng(7).integers(0, len(higher), (BOOTSTRAPS, len(higher)))
    found = [
        area_under_curve(
            [score for at in draw for score in higher[at]],
            [score for at in draw for score in lower[at]],
        )
        for draw in draws
    ]
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)
