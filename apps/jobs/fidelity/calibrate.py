"""Fit a calibration for *same capture* to synthetic re-captures of photographs.

python -m apps.jobs.fidelity.calibrate PHOTOS_DIR WORK_DIR OUT.json --date 2026-01-31
    [--each 4] [--recaptures 6] [--processes 2]

PHOTOS_DIR and WORK_DIR as for ``evaluate``. Fitted on every other product; on those that were not
used for the fit it reports the share of harmless pairs that score 98 or more, with an interval
bootstrapped by product.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from . import judgement, scale
from .calibration import GOOD_SCORE, Calibration
from .evaluation.products import Listed, choose, read
from .evaluation.recaptures import recaptured
from .fitting import Distances, fit
from .pair import pair_up
from .report import AxisName
from .subject import Picture

BOOTSTRAPS = 2000


@dataclass(frozen=True)
class Measured:
    """One product: its distances to its own re-captures and to other products."""

    harmless: list[Distances]
    different: list[Distances]


def measure(listed: Listed, others: list[Listed], work: Path, recaptures: int) -> Measured:
    """Compare one photograph with its re-captures and with other products' photographs."""
    cv2.setNumThreads(1)
    own = read(listed, work / listed.sku).photograph
    # A product's own seeds: the same whichever other products are measured.
    first = int.from_bytes(listed.sku.encode(), "big") % 1_000_003
    again = [recaptured(own, first + number) for number in range(recaptures)]
    different = [read(other, work / other.sku).photograph for other in others]
    return Measured(
        [_distances(own, one) for one in again], [_distances(own, o) for o in different]
    )


def _distances(reference: Picture, result: Picture) -> Distances:
    pair = pair_up(reference.checked("photograph"), result.checked("result"), rotate=False)
    axes = judgement.axes_of(judgement.measure(pair, known_light=True))
    return {axis.name: np.inf if axis.distance is None else axis.distance for axis in axes}


def passed(calibration: Calibration, measured: list[Measured]) -> str:
    """The share of harmless pairs that score 98 or more."""
    good = [
        [calibration.score(scale.total_distance(pair)) >= GOOD_SCORE for pair in product.harmless]
        for product in measured
    ]
    draws = np.random.default_rng(7).integers(0, len(good), (BOOTSTRAPS, len(good)))
    shares = [np.mean([one for at in draw for one in good[at]]) for draw in draws]
    low, high = np.quantile(shares, [0.025, 0.975])
    whole = np.mean([one for product in good for one in product])
    return f"{whole:.3f} ({low:.3f} to {high:.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--date", required=True)
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--recaptures", type=int, default=6)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    chosen = choose(options.photographs, options.each)
    others = [
        [two for two in chosen if two.category == one.category and two.sku != one.sku]
        for one in chosen
    ]
    task = partial(measure, work=options.work, recaptures=options.recaptures)
    with ProcessPoolExecutor(options.processes) as pool:
        measured = list(pool.map(task, chosen, others))
    fitted, held = measured[::2], measured[1::2]
    calibration = fit(
        [_finite(pair) for one in fitted for pair in one.harmless],
        [_finite(pair) for one in fitted for pair in one.different],
        name=f"same-capture-{options.date}",
        capture="same_capture",
        fitted_on=options.date,
        products=len(fitted),
    )
    calibration.save(options.out)
    sys.stdout.write(
        f"fitted on {calibration.products} products, {calibration.pairs} harmless pairs\n"
        f"98 or more, of products that were not used for the fit: {passed(calibration, held)}\n"
    )


def _finite(pair: Distances) -> Distances:
    """Axes that could not be measured would stand for nothing: such a pair is refused."""
    if not all(np.isfinite(pair[axis]) for axis in AxisName):
        raise SystemExit("a product is too small to be measured on every axis: leave it out")
    return pair


if __name__ == "__main__":
    main()
