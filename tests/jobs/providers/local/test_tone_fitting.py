"""A tone fitted between two aligned pictures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.jobs.providers.local import tone

LIMITS = tone.Limits(white_balance=1.12, exposure=2.0)


def cloth(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.05, 0.5, (40, 40, 3)).astype(np.float32)


@settings(deadline=None)
@given(st.floats(0.6, 1.6), st.floats(0.93, 1.07), st.floats(0.93, 1.07))
def test_the_light_that_differs_is_found(exposure, red, blue):
    gains = np.array([red, 1.0, blue], np.float32) * np.float32(exposure)
    fitted = tone.fit(cloth(), cloth() * gains, np.ones((40, 40), bool), limits=LIMITS)
    assert fitted.exposure == pytest.approx(exposure, rel=1e-3)
    assert fitted.white_balance == pytest.approx((red, 1.0, blue), rel=1e-3)
    assert fitted.reference == "aligned_pixels"


def test_a_swapped_trim_is_not_taken_for_light():
    target = cloth() * np.float32(1.2)
    target[:12] = [0.05, 0.05, 0.6]
    fitted = tone.fit(cloth(), target, np.ones((40, 40), bool), limits=LIMITS)
    assert fitted.exposure == pytest.approx(1.2, rel=0.06)


def test_what_lies_beyond_the_limits_is_left():
    red = cloth() * np.array([2.0, 1.0, 1.0], np.float32)
    fitted = tone.fit(cloth(), red * 9, np.ones((40, 40), bool), limits=LIMITS)
    assert fitted.white_balance == (1.12, 1.0, 1.0)
    assert fitted.exposure == 2.0


def test_without_usable_pixels_nothing_is_changed():
    unusable = np.zeros((40, 40), bool)
    assert tone.fit(cloth(), cloth() * 2, unusable, limits=LIMITS) == tone.Tone()
    dark = np.zeros((40, 40, 3), np.float32)
    assert tone.fit(dark, cloth(), ~unusable, limits=LIMITS) == tone.Tone()
