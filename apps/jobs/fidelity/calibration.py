"""A calibration: from the distances of harmless re-captures to a score that means something.

98 is the distance that 95 % of harmless re-captures of the same product stay under. It is data: a
dated JSON file, fitted by a command and never edited by hand.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from .report import AxisName

FORMAT = 1
# The score of the distance under which this share of harmless re-captures stays.
GOOD_SCORE, GOOD_SHARE = 98.0, 0.95
# Beyond its own harmless percentile an axis caps the total.
CAP_SHARE = 0.995


@dataclass(frozen=True)
class Calibration:
    """One kind of comparison, calibrated.

    Attributes:
        name: such as ``same-capture-2``; stands in every report it made.
        capture: ``same_capture`` or ``other_capture``.
        scale: name of the scale of distances it was fitted on.
        fitted_on: ISO date.
        products: how many products it was fitted on.
        pairs: how many pairs of pictures.
        shares: rising shares of the harmless pairs, from 0 to 1; 0.95 is among them.
        distances: the total distance that each share stays under.
        different: median total distance to another product of the same category.
        axis_limits: each axis's distance that 99.5 % of the harmless pairs stay under.
    """

    name: str
    capture: str
    scale: str
    fitted_on: str
    products: int
    pairs: int
    shares: tuple[float, ...]
    distances: tuple[float, ...]
    different: float
    axis_limits: Mapping[AxisName, float]

    def score(self, distance: float) -> float:
        """Return the percentile score of a total distance, before any cap."""
        good = float(np.interp(GOOD_SHARE, self.shares, self.distances))
        if distance <= good:
            share = float(np.interp(distance, self.distances, self.shares))
            return 100 - (100 - GOOD_SCORE) * min(share / GOOD_SHARE, 1.0)
        # Beyond what is harmless the score falls so that a different product gets half.
        reach = max(self.different - good, 1e-6)
        return GOOD_SCORE / (1 + ((distance - good) / reach) ** 2)

    def total(
        self,
        distance: float,
        distances: Mapping[AxisName, float],
        scores: Mapping[AxisName, float],
    ) -> float:
        """Return the total: the percentile, capped by the lowest axis that is beyond harm."""
        ruined = [
            scores[name] for name, found in distances.items() if found > self.axis_limits[name]
        ]
        return min([self.score(distance), *ruined])

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        content = {"format": FORMAT, **asdict(self)}
        path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n")


def load(path: Path) -> Calibration:
    """Read what ``save`` wrote.

    Raises:
        ValueError: the file is no calibration of this format, or its numbers do not rise.
    """
    try:
        found = json.loads(path.read_text())
        if found.pop("format") != FORMAT:
            raise ValueError("written for another format")
        limits = {AxisName(name): float(value) for name, value in found.pop("axis_limits").items()}
        shares = tuple(float(value) for value in found.pop("shares"))
        distances = tuple(float(value) for value in found.pop("distances"))
        calibration = Calibration(shares=shares, distances=distances, axis_limits=limits, **found)
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path.name} is not a calibration") from error
    _check(calibration, path.name)
    return calibration


def _check(calibration: Calibration, name: str) -> None:
    shares, distances = np.array(calibration.shares), np.array(calibration.distances)
    complete = set(calibration.axis_limits) == set(AxisName) and len(shares) == len(distances) > 1
    finite = complete and bool(np.isfinite([*shares, *distances, calibration.different]).all())
    rising = finite and bool((np.diff(shares) > 0).all() and (np.diff(distances) >= 0).all())
    if not rising or shares[0] < 0 or shares[-1] > 1 or calibration.pairs < 1:
        raise ValueError(f"{name}: shares and distances must be finite, rise and belong together")
