"""A calibration is what its pairs say."""

import numpy as np
import pytest

from apps.jobs.fidelity import scale
from apps.jobs.fidelity.evaluation.recaptures import recaptured
from apps.jobs.fidelity.fitting import Distances, fit
from apps.jobs.fidelity.picture import score_picture
from apps.jobs.fidelity.report import AxisName
from apps.jobs.providers.local.tone import Tone

from .conftest import shirt


def pairs(seed: int, size: float, count: int = 200) -> list[Distances]:
    random = np.random.default_rng(seed)
    return [
        {axis: size * scale.HALVES[axis] * float(random.uniform(0.2, 1)) for axis in AxisName}
        for _ in range(count)
    ]


def fitted(harmless: list[Distances]):
    return fit(
        harmless, pairs(2, 1.5), name="t", capture="same_capture", fitted_on="2026-01-01",
        products=20,
    )  # fmt: skip


def test_95_of_100_other_harmless_pairs_score_98():
    calibration = fitted(pairs(1, 0.1))
    fresh = [calibration.score(scale.total_distance(pair)) for pair in pairs(3, 0.1)]
    assert np.mean(np.array(fresh) >= 98) == pytest.approx(0.95, abs=0.04)


def test_different_products_score_half():
    calibration = fitted(pairs(1, 0.1))
    far = [calibration.score(scale.total_distance(pair)) for pair in pairs(4, 1.5)]
    assert np.median(far) == pytest.approx(49, abs=2)


def test_the_sample_stands_in_it():
    calibration = fitted(pairs(1, 0.1))
    assert (calibration.pairs, calibration.products) == (200, 20)
    assert set(calibration.axis_limits) == set(AxisName)


def test_too_few_pairs_are_refused():
    with pytest.raises(ValueError, match="at least"):
        fitted(pairs(1, 0.1, count=10))


def test_a_recapture_is_harmless_and_the_same_for_the_same_seed():
    one, again = recaptured(shirt(), 5), recaptured(shirt(), 5)
    assert np.array_equal(one.pixels, again.pixels)
    assert not np.array_equal(one.pixels.shape, shirt().pixels.shape)
    report = score_picture(shirt(), one, recorded_tone=Tone()).report
    assert report.score > 85
