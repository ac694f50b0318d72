"""Proportions: is the product as slim, as wide here and as narrow there, as it is?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .finding import Finding
from .pair import Pair
from .subject import UInt8Array

F64 = npt.NDArray[np.float64]
POSITIONS = 64
# A strap or a hanger's hook thinner than this share of the mass does not make a product longer.
TAIL = 0.005


@dataclass(frozen=True)
class Build:
    """A mask in numbers, along and across the reference's long axis.

    Attributes:
        aspect: length over breadth of what holds all but the tails of the mass.
        elongation: the same from second moments.
        widths: float64 (64,), along the length, in units of the length.
    """

    aspect: float
    elongation: float
    widths: F64


def measure_proportions(pair: Pair) -> Finding:
    """Distance: mean of the relative differences of aspect ratio, second moments and widths.

    A stretch of 6 % in one direction gives about 0.06.
    """
    axis = long_axis(pair.reference.alpha)
    one, other = build(pair.reference.alpha, axis), build(pair.unstretched.alpha, axis)
    aspect = abs(float(np.log(other.aspect / one.aspect)))
    elongation = abs(float(np.log(other.elongation / one.elongation)))
    widths = float(np.abs(other.widths - one.widths).mean() / one.widths.mean())
    return Finding(
        distance=(aspect + elongation + widths) / 3,
        parts={
            "aspect": aspect,
            "second_moments": elongation,
            "width_profile": widths,
            "stretch": pair.placement.stretch,
        },
    )


def long_axis(alpha: UInt8Array) -> F64:
    """Return the unit vector (x, y) of the picture's axis along which the mass spreads most."""
    rows, columns = np.nonzero(alpha >= 128)
    # Products stand or lie upright: the nearer picture axis is steadier than the principal axis
    # of something nearly round.
    upright = float(rows.var()) >= float(columns.var())
    return np.array([0.0, 1.0]) if upright else np.array([1.0, 0.0])


def build(alpha: UInt8Array, axis: F64) -> Build:
    """Measure uint8 (H, W) along the unit vector ``axis``."""
    rows, columns = np.nonzero(alpha >= 128)
    along = columns * axis[0] + rows * axis[1]
    across = rows * axis[0] + columns * axis[1]
    start, end = _extent(along)
    left, right = _extent(across)
    length = end - start
    # Areas between evenly spaced cuts, which may fall between two rows of pixels.
    first = int(along.min())
    mass = np.concatenate([[0.0], np.cumsum(np.bincount(along.astype(np.int64) - first))])
    cuts = np.linspace(start, end, POSITIONS + 1)
    areas = np.diff(np.interp(cuts, first - 0.5 + np.arange(len(mass)), mass))
    return Build(
        aspect=length / (right - left),
        elongation=float(np.sqrt((along.var() + 1 / 12) / (across.var() + 1 / 12))),
        widths=areas * POSITIONS / length**2,
    )


def _extent(places: npt.NDArray[np.floating]) -> tuple[float, float]:
    start, end = np.quantile(places, [TAIL, 1 - TAIL])
    return float(start) - 0.5, float(end) + 0.5
